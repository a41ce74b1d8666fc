from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_moderator
from catalogue.models.tool import Tool
from core.addresses import record_url
from core.models import (
    DESCRIPTION_LENGTH,
    Image,
    Record,
    RecordQuerySet,
    at_most,
    record_constraints,
)
from organizations.affiliation import organizations_of
from organizations.models import Organization


class CollectionQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """The public ones and the drafts of a person; all for moderators."""
        if user.is_staff:
            return self
        return self.filter(Q(status=Record.Status.PUBLISHED) | self._draft_of(user))

    def with_page_for(self, user):
        """Those that have a page for a person: none that is hidden."""
        shown = (Record.Status.PUBLISHED, Record.Status.DRAFT)
        return self.visible_to(user).filter(status__in=shown)

    def editable_by(self, user):
        """Those that are a person's own to change: as curator, as co-editor, for an
        organization that they speak for; all for moderators."""
        if not user.is_authenticated:
            return self.none()
        return self if is_moderator(user) else self.filter(self._edited_by(user))

    def mine(self, user):
        """What a person curates or edits, drafts included, the latest change first."""
        kept = (Record.Status.PUBLISHED, Record.Status.DRAFT)
        mine = self.filter(self._edited_by(user), status__in=kept)
        return mine.order_by("-updated_at", "pk")

    def _draft_of(self, user):
        if not user.is_authenticated:
            return Q(pk__in=[])
        return Q(status=Record.Status.DRAFT) & self._edited_by(user)

    def _edited_by(self, user):
        # Subqueries, not joins: a join would repeat a collection.
        shared = Collection.co_editors.through.objects.filter(user=user)
        return (
            Q(curator=user)
            | Q(pk__in=shared.values("collection"))
            | Q(curator_organization__in=organizations_of(user).values("pk"))
        )

    def featured(self):
        return self.filter(featured=True)

    def in_home_order(self):
        return self.order_by(F("home_position").asc(nulls_last=True), "sort_name", "pk")

    def with_tools_tagged(self, tags):
        """The collections of which at least two tools carry one of these tags."""
        return (
            self.filter(
                items__tool__tagged__tag__in=tags,
                items__tool__status=Record.Status.PUBLISHED,
            )
            .annotate(fitting=Count("items__tool", distinct=True))
            .filter(fitting__gte=2)
            .order_by("-fitting", "sort_name", "pk")
        )

    def with_tool_count(self):
        mine = (
            CollectionItem.objects.filter(
                collection=OuterRef("pk"), tool__status=Record.Status.PUBLISHED
            )
            .order_by()
            .values("collection")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(tool_count=Coalesce(Subquery(mine), 0))

    def for_cards(self):
        return (
            self.with_tool_count()
            .select_related("curator_organization", "curator", "cover")
            .prefetch_related(
                models.Prefetch(
                    "items", CollectionItem.objects.public().select_related("tool")
                )
            )
        )

    def for_page(self):
        """What the page of one collection shows, its public items as `items`."""
        items = CollectionItem.objects.with_public_tool().for_page()
        return (
            self.with_tool_count()
            .select_related("curator_organization", "curator", "cover", "verified_by")
            .prefetch_related(models.Prefetch("items", items), "co_editors")
        )


class Collection(Record):
    """An ordered, annotated list of tools that somebody recommends."""

    name = models.CharField(_("name"), max_length=200)

    description = models.TextField(
        _("description"), blank=True, help_text=_("Markdown.")
    )
    cover = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("cover"),
        related_name="+",
        null=True,
        blank=True,
    )

    # At most one curator; none of the three means the editors of the site.
    curator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("curator (person)"),
        related_name="collections",
        null=True,
        blank=True,
    )
    # A curator who has no account on this copy of the site.
    curator_name = models.CharField(_("curator (name)"), max_length=100, blank=True)
    curator_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("curator (organization)"),
        related_name="collections",
        null=True,
        blank=True,
    )
    co_editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("co-editors"),
        related_name="co_edited_collections",
        blank=True,
    )
    tools = models.ManyToManyField(
        Tool,
        verbose_name=_("tools"),
        through="catalogue.CollectionItem",
        related_name="collections",
    )

    featured = models.BooleanField(
        _("featured"), default=False, help_text=_("Shown on the home page.")
    )
    # Null: after those that have a place.
    home_position = models.PositiveSmallIntegerField(
        _("place on the home page"), null=True, blank=True
    )

    objects = CollectionQuerySet.as_manager()

    statuses = (*Record.statuses, Record.Status.DRAFT)

    class Meta(Record.Meta):
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [
            *record_constraints(statuses=["published", "hidden", "merged", "draft"]),
            at_most("name", 200, "collection_name_short"),
            at_most("description", DESCRIPTION_LENGTH, "collection_description_short"),
            models.CheckConstraint(
                condition=Q(curator__isnull=True, curator_name="")
                | Q(curator__isnull=True, curator_organization__isnull=True)
                | Q(curator_name="", curator_organization__isnull=True),
                name="collection_one_curator",
                violation_error_message=_(
                    "Name one curator: a person or an organization."
                ),
            ),
        ]

    def get_absolute_url(self):
        return record_url("catalogue:collection", self.slug)

    @property
    def curator_display_name(self):
        """The display name of the person who curates, or ""."""
        return self.curator.public_name if self.curator else self.curator_name


class CollectionItemQuerySet(models.QuerySet):
    def public(self):
        shown = Record.Status.PUBLISHED
        return self.filter(collection__status=shown, tool__status=shown)

    def with_public_tool(self):
        return self.filter(tool__status=Record.Status.PUBLISHED)

    def for_page(self):
        """Each item with its tool as cards show it."""
        return self.prefetch_related(
            models.Prefetch("tool", Tool.objects.all().for_cards())
        )


class CollectionItem(models.Model):
    """A tool in a collection, and why it is there."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="items")
    tool = models.ForeignKey(
        Tool,
        models.PROTECT,
        verbose_name=_("tool"),
        related_name="collection_items",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CollectionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "tool"],
                name="collection_item_once",
                violation_error_message=_("This tool is in the collection already."),
            ),
            at_most("note", 500, "collection_item_note_short"),
        ]

    def __str__(self):
        return str(self.tool)
