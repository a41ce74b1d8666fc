from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from core.addresses import record_url
from core.choices import Audience, Hosting, Platform
from core.fields import PartialDateField, StringListField, WebAddressField
from core.licences import Family, family_of, normalize
from core.models import (
    DESCRIPTION_LENGTH,
    SUMMARY_LENGTH,
    Identifier,
    Image,
    Record,
    Value,
    at_most,
    record_constraints,
)
from taxonomy.models import Tag, Tagged, TaggedQuerySet, tags_in


class ToolQuerySet(TaggedQuerySet):
    def with_use_case_count(self):
        # A subquery, not a join: a GROUP BY would drop the default ordering.
        uses = self.model._meta.get_field("uses").related_model._base_manager
        mine = (
            uses.filter(tool=OuterRef("pk"), use_case__status=Record.Status.PUBLISHED)
            .order_by()
            .values("tool")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(use_case_count=Coalesce(Subquery(mine), 0))

    def for_cards(self):
        """What a card shows: one query each for the tools, their tags, their values."""
        return (
            self.with_use_case_count()
            .select_related("logo")
            .prefetch_related(tags_in(TaggedTool), "values")
        )

    def by_use(self):
        """Order by number of use cases, as with_use_case_count() gives it."""
        return self.order_by(F("use_case_count").desc(), "sort_name", "pk")


class Tool(Tagged, Record):
    """A software one installs, or an online service, that serves open government."""

    class Kind(models.TextChoices):
        SOFTWARE = "software", _("Software")
        ONLINE_SERVICE = "online-service", _("Online service")

    class Pricing(models.TextChoices):
        UNKNOWN = "", _("Unknown")
        FREE = "free", _("Free of charge")
        FREEMIUM = "freemium", _("Free with paid extras")
        FREE_AND_PAID = "free-and-paid", _("Free and paid plans")
        PAID = "paid", _("Paid")
        ON_REQUEST = "on-request", _("Price on request")
        PAY_AS_YOU_GO = "pay-as-you-go", _("Pay as you go")

    class Activity(models.TextChoices):
        UNKNOWN = "", _("Unknown")
        ACTIVE = "active", _("Active")
        UNMAINTAINED = "unmaintained", _("Unmaintained")
        ARCHIVED = "archived", _("Archived")
        SHUT_DOWN = "shut-down", _("Shut down")

    # The links in the order in which pages show them.
    LINKS = (
        "website", "source_code", "documentation", "demo", "download", "issue_tracker",
        "support", "api_documentation", "terms", "privacy_policy",
    )  # fmt: skip

    name = models.CharField(_("name"), max_length=200)
    aliases = StringListField(
        _("other names"), help_text=_("Acronyms, former names; one per line.")
    )

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH, blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Markdown.")
    )
    website = WebAddressField(_("website"))
    source_code = WebAddressField(_("source code"))
    documentation = WebAddressField(_("documentation"))
    demo = WebAddressField(_("demo"))
    download = WebAddressField(_("download"))
    issue_tracker = WebAddressField(_("issue tracker"))
    support = WebAddressField(_("support or forum"))
    api_documentation = WebAddressField(_("API documentation"))
    terms = WebAddressField(_("terms of use"))
    privacy_policy = WebAddressField(_("privacy policy"))
    # An SPDX expression, "proprietary", or blank: unknown.
    licence = models.CharField(
        _("licence"),
        max_length=200,
        blank=True,
        validators=[normalize],
        help_text=_("SPDX expression (AGPL-3.0-only) or “proprietary”."),
    )
    licence_family = models.CharField(
        _("licence family"), max_length=20, choices=Family, editable=False
    )
    pricing = models.CharField(_("price"), max_length=15, choices=Pricing, blank=True)
    first_release = PartialDateField(_("first release"))
    latest_version = models.CharField(_("latest version"), max_length=50, blank=True)
    latest_version_date = PartialDateField(_("date of the latest version"))
    logo = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("logo"),
        related_name="+",
        null=True,
        blank=True,
    )

    tags = TaggableManager(
        verbose_name=_("tags"), through="catalogue.TaggedTool", blank=True
    )
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("replaced by"),
        related_name="predecessors",
        null=True,
        blank=True,
    )

    activity = models.CharField(
        _("status"), max_length=15, choices=Activity, blank=True
    )
    activity_reason = models.CharField(
        _("why it has this status"), max_length=300, blank=True
    )

    objects = ToolQuerySet.as_manager()

    derived = ("sort_name", "licence_family")

    class Meta(Record.Meta):
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        indexes = [
            # The list by name.
            models.Index(fields=["status", "sort_name"], name="tool_listing"),
            # The list by "recently updated" and "newest".
            models.Index(fields=["status", "updated_at"], name="tool_updated"),
            models.Index(fields=["status", "created_at"], name="tool_created"),
        ]
        constraints = [
            *[rule for rule in record_constraints() if "name_filled" not in rule.name],
            models.CheckConstraint(condition=~Q(name=""), name="tool_name_filled"),
            models.CheckConstraint(
                condition=Q(name__length__lte=200), name="tool_name_short"
            ),
            at_most("summary", SUMMARY_LENGTH, "tool_summary_short"),
            at_most("description", DESCRIPTION_LENGTH, "tool_description_short"),
            at_most("activity_reason", 300, "tool_activity_reason_short"),
            models.CheckConstraint(
                condition=Q(kind__in=["software", "online-service"]),
                name="tool_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    pricing__in=[
                        "", "free", "freemium", "free-and-paid", "paid", "on-request",
                        "pay-as-you-go",
                    ]
                ),
                name="tool_pricing_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    activity__in=["", "active", "unmaintained", "archived", "shut-down"]
                ),
                name="tool_activity_known",
            ),
            models.CheckConstraint(
                condition=Q(licence_family__in=Family.values),
                name="tool_licence_family_known",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="tool_not_its_own_successor",
                violation_error_message=_("A tool cannot replace itself."),
            ),
        ]  # fmt: skip

    def derive(self):
        super().derive()
        self.licence = normalize(self.licence)
        self.licence_family = family_of(self.licence)

    @property
    def display_name(self):
        return self.name

    def get_absolute_url(self):
        return record_url("catalogue:tool", self.slug)

    @property
    def links(self):
        """The links that are known: (label, address), the website first."""
        fields = (self._meta.get_field(name) for name in self.LINKS)
        pairs = ((f.verbose_name, getattr(self, f.name)) for f in fields)
        return [(label, address) for label, address in pairs if address]

    def values_of(self, field):
        """Return the values of one list, from the prefetched rows."""
        return sorted(row.value for row in self.values.all() if row.field == field)

    @property
    def is_free_software(self):
        """True or False by the licence, None when it is not known."""
        if self.licence_family == Family.UNKNOWN:
            return None
        return self.licence_family not in (Family.PROPRIETARY, Family.SOURCE_AVAILABLE)


class TaggedTool(ItemBase):
    """A tag on a tool; the collections that hold the tool have it as a theme."""

    documents = (
        ("tool", "content_object"),
        ("collection", "content_object__collection_items__collection"),
    )

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged_tools")
    content_object = models.ForeignKey(Tool, models.CASCADE, related_name="tagged")

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="tool_tagged_once"
            )
        ]

    def __str__(self):
        return f"{self.content_object}: {self.tag}"


class ToolValue(Value):
    """One platform, language, way of hosting or audience of a tool."""

    class Field(models.TextChoices):
        PROGRAMMING_LANGUAGE = "programming_languages", _("programming languages")
        PLATFORM = "platforms", _("platforms")
        INTERFACE_LANGUAGE = "interface_languages", _("interface languages")
        HOSTING = "hosting", _("hosting")
        AUDIENCE = "audience", _("audience")

    tool = models.ForeignKey(Tool, models.CASCADE, related_name="values")

    class Meta(Value.Meta):
        verbose_name = _("value")
        verbose_name_plural = _("values")
        # The facets count by field and value.
        indexes = [models.Index(fields=["field", "value"], name="tool_value_facet")]
        constraints = [
            models.UniqueConstraint(
                fields=["tool", "field", "value"], name="tool_value_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    field__in=["programming_languages", "interface_languages"],
                    value__gt="",
                )
                | Q(field="platforms", value__in=Platform.values)
                | Q(field="hosting", value__in=Hosting.values)
                | Q(field="audience", value__in=Audience.values),
                name="tool_value_known",
            ),
        ]


class ToolIdentifier(Identifier):
    class Scheme(models.TextChoices):
        WIKIDATA = "wikidata", "Wikidata"
        REPOLOGY = "repology", "Repology"
        DEBIAN = "debian", "Debian"
        DPG = "dpg", _("Digital Public Goods registry")
        CIVICTECH_GUIDE = "civictech-guide", "Civic Tech Field Guide"
        PUBLICCODE = "publiccode", "publiccode.yml"
        DOI = "doi", "DOI"
        OTHER = "other", _("Other")

    tool = models.ForeignKey(Tool, models.CASCADE, related_name="identifiers")

    class Meta(Identifier.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                fields=["tool", "scheme", "value"], name="tool_identifier_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    scheme__in=[
                        "wikidata", "repology", "debian", "dpg", "civictech-guide",
                        "publiccode", "doi", "other",
                    ]
                )
                & ~Q(value=""),
                name="tool_identifier_known",
            ),
        ]  # fmt: skip
