"""Concrete examples of how organizations used tools."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from catalogue.models import Tool
from core.addresses import record_url
from core.choices import Audience
from core.fields import (
    PartialDateField,
    StringListField,
    WebAddressField,
    validate_web_addresses,
)
from core.models import (
    DESCRIPTION_LENGTH,
    SUMMARY_LENGTH,
    Picture,
    Record,
    Value,
    at_most,
    record_constraints,
)
from organizations.models import Organization
from taxonomy.models import Tag, Tagged, TaggedQuerySet, tags_in


class UseCaseQuerySet(TaggedQuerySet):
    def for_cards(self):
        """What a card shows: use cases, their tags, tools and participants."""
        return self.prefetch_related(
            tags_in(TaggedUseCase),
            models.Prefetch("uses", UseCaseTool.objects.select_related("tool")),
            models.Prefetch(
                "participations", Participation.objects.select_related("organization")
            ),
        )

    def newest_first(self):
        return self.order_by(
            F("started_earliest").desc(nulls_last=True), "sort_name", "pk"
        )

    def for_stories(self):
        """What a story of the home page shows: use cases and their tools."""
        return self.prefetch_related(
            models.Prefetch("uses", UseCaseTool.objects.select_related("tool"))
        )

    def for_ledger(self):
        """What a line of a ledger shows: the newest first, with who took part."""
        return self.newest_first().prefetch_related(
            models.Prefetch(
                "participations",
                Participation.objects.select_related("organization"),
            )
        )

    def for_page(self):
        """What the page of one use case shows of the use case itself."""
        tools = Tool.objects.with_use_case_count().select_related("logo")
        return self.select_related("verified_by").prefetch_related(
            tags_in(TaggedUseCase),
            "values",
            models.Prefetch("pictures", UseCasePicture.objects.select_related("image")),
            models.Prefetch("uses__tool", tools),
            models.Prefetch(
                "participations",
                Participation.objects.select_related("organization__logo"),
            ),
        )


class UseCase(Tagged, Record):
    """How an organization used one or more tools: where, when, with what result."""

    class Level(models.TextChoices):
        LOCAL = "local", _("Local")
        REGIONAL = "regional", _("Regional")
        NATIONAL = "national", _("National")
        INTERNATIONAL = "international", _("International")

    class Running(models.TextChoices):
        UNKNOWN = "", _("Unknown")
        YES = "yes", _("Yes")
        NO = "no", _("No")

    class Budget(models.TextChoices):
        UNKNOWN = "", _("Unknown")
        NONE = "none", _("No budget")
        UNDER_10K = "under-10k", _("Under 10,000 €")
        UNDER_50K = "10k-50k", _("10,000 to 50,000 €")
        UNDER_250K = "50k-250k", _("50,000 to 250,000 €")
        UNDER_1M = "250k-1m", _("250,000 to 1 million €")
        OVER_1M = "over-1m", _("Over 1 million €")

    name = models.CharField(_("name"), max_length=200)

    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH, blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("The need, what was done. Markdown.")
    )
    outcome = models.TextField(_("result"), blank=True, help_text=_("Markdown."))
    difficulties = models.TextField(
        _("what was hard"), blank=True, help_text=_("Markdown.")
    )
    # Blank: international, or unknown.
    country = CountryField(_("country"), blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    level = models.CharField(_("level"), max_length=15, choices=Level, blank=True)
    started = PartialDateField(
        _("started"), earliest="started_earliest", latest="started_latest"
    )
    ended = PartialDateField(
        _("ended"), earliest="ended_earliest", latest="ended_latest"
    )
    # The first and the last day that the texts above may mean; null when unknown.
    started_earliest = models.DateField(null=True, editable=False)
    started_latest = models.DateField(null=True, editable=False)
    ended_earliest = models.DateField(null=True, editable=False)
    ended_latest = models.DateField(null=True, editable=False)
    running = models.CharField(
        _("still running"), max_length=3, choices=Running, blank=True
    )
    url = WebAddressField(_("link"))
    evidence = StringListField(
        _("evidence"),
        validators=[validate_web_addresses],
        help_text=_("Further addresses that show it, one per line."),
    )
    participant_count = models.PositiveIntegerField(
        _("number of participants"), null=True, blank=True
    )
    budget = models.CharField(_("budget"), max_length=10, choices=Budget, blank=True)
    staff = models.DecimalField(
        _("staff"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Full-time equivalents that worked on it."),
    )

    tags = TaggableManager(
        verbose_name=_("tags"), through="usecases.TaggedUseCase", blank=True
    )
    tools = models.ManyToManyField(
        Tool,
        verbose_name=_("tools"),
        through="usecases.UseCaseTool",
        related_name="use_cases",
    )
    participants = models.ManyToManyField(
        Organization,
        verbose_name=_("participants"),
        through="usecases.Participation",
        related_name="use_cases",
    )

    objects = UseCaseQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("use case")
        verbose_name_plural = _("use cases")
        indexes = [
            # The list by name.
            models.Index(fields=["status", "sort_name"], name="use_case_listing"),
            # The list by "newest".
            models.Index(
                fields=["status", "started_earliest"], name="use_case_started"
            ),
        ]
        constraints = [
            *record_constraints(),
            at_most("name", 200, "usecase_name_short"),
            at_most("summary", SUMMARY_LENGTH, "usecase_summary_short"),
            at_most("description", DESCRIPTION_LENGTH, "usecase_description_short"),
            at_most("outcome", DESCRIPTION_LENGTH, "usecase_outcome_short"),
            at_most("difficulties", DESCRIPTION_LENGTH, "usecase_difficulties_short"),
            models.CheckConstraint(
                condition=Q(
                    level__in=["", "local", "regional", "national", "international"]
                ),
                name="usecase_level_known",
            ),
            models.CheckConstraint(
                condition=Q(running__in=["", "yes", "no"]), name="usecase_running_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    budget__in=[
                        "", "none", "under-10k", "10k-50k", "50k-250k", "250k-1m",
                        "over-1m",
                    ]
                ),
                name="usecase_budget_known",
            ),
            models.CheckConstraint(
                condition=Q(started_earliest__isnull=True)
                | Q(ended_latest__isnull=True)
                | Q(started_earliest__lte=F("ended_latest")),
                name="usecase_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="usecase_on_the_globe",
                violation_error_message=_(
                    "Write both coordinates, in degrees, or none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(staff__isnull=True) | Q(staff__gte=0),
                name="usecase_staff_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(running="yes") | Q(ended=""),
                name="usecase_running_has_not_ended",
                violation_error_message=_("What still runs has no end."),
            ),
        ]  # fmt: skip

    def get_absolute_url(self):
        return record_url("usecases:use-case", self.slug)

    @property
    def public_participations(self):
        """Who took part, leads first, from the prefetched rows."""
        order = list(Participation.Role.values)
        rows = [row for row in self.participations.all() if row.organization.is_public]
        return sorted(rows, key=lambda row: order.index(row.role))

    @property
    def public_uses(self):
        """The tools used, from the prefetched rows."""
        return [use for use in self.uses.all() if use.tool.is_public]


class TaggedUseCase(ItemBase):
    """A tag on a use case; its tools have it as a usage."""

    documents = (("use-case", "content_object"), ("tool", "content_object__uses__tool"))

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged_use_cases")
    content_object = models.ForeignKey(UseCase, models.CASCADE, related_name="tagged")

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="usecase_tagged_once"
            )
        ]

    def __str__(self):
        return f"{self.content_object}: {self.tag}"


class UseCaseTool(models.Model):
    """A tool that was used, and what for."""

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="uses")
    tool = models.ForeignKey(
        Tool, models.PROTECT, verbose_name=_("tool"), related_name="uses"
    )
    used_for = models.CharField(_("used for"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("tool used")
        verbose_name_plural = _("tools used")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "tool"], name="usecase_tool_once"
            ),
            at_most("used_for", 300, "usecase_tool_used_for_short"),
        ]

    def __str__(self):
        return str(self.tool)


class Participation(models.Model):
    """An organization of a use case, and what it did there."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        PARTNER = "partner", _("Partner")
        FUNDER = "funder", _("Funder")
        PROVIDER = "provider", _("Provider")
        TOOK_PART = "", _("Took part")

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="participations")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="participations",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, blank=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "organization", "role"], name="participation_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "partner", "funder", "provider", ""]),
                name="participation_role_known",
            ),
        ]

    def __str__(self):
        return f"{self.organization}: {self.get_role_display()}"


class UseCaseValue(Value):
    """Whom a use case was for."""

    class Field(models.TextChoices):
        AUDIENCE = "audience", _("audience")

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="values")

    class Meta(Value.Meta):
        verbose_name = _("value")
        verbose_name_plural = _("values")
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "field", "value"], name="usecase_value_once"
            ),
            models.CheckConstraint(
                condition=Q(field="audience", value__in=Audience.values),
                name="usecase_value_known",
            ),
        ]


class UseCasePicture(Picture):
    """A picture of a use case."""

    use_case = models.ForeignKey(UseCase, models.CASCADE, related_name="pictures")

    class Meta(Picture.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            at_most("alt", 300, "usecase_picture_alt_short"),
            at_most("caption", 300, "usecase_picture_caption_short"),
        ]
