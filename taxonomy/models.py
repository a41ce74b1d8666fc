from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from core.addresses import record_url
from core.fields import StringListField
from core.models import Record, RecordQuerySet, at_most, record_constraints


class TaggedQuerySet(RecordQuerySet):
    """What can be asked of records that carry tags."""

    def tagged_with_any(self, tags):
        """The records that carry one of these tags, each once."""
        rows = self.model._meta.get_field("tagged").related_model._base_manager
        fitting = rows.filter(tag__in=tags).order_by().values("content_object")
        return self.filter(pk__in=fitting)

    def tagged_with_all(self, tags):
        """The records that carry every one of these tags."""
        records = self
        for tag in tags:
            records = records.tagged_with_any([tag])
        return records


class Tagged(models.Model):
    """What carries tags, through rows of a table of its own called `tagged`."""

    class Meta:
        abstract = True

    @property
    def public_tags(self):
        """The public tags, themes first, from the prefetched rows."""
        tags = [row.tag for row in self.tagged.all() if row.tag.is_public]
        return sorted(tags, key=lambda tag: (not tag.is_theme, tag.sort_name))


class TagQuerySet(RecordQuerySet):
    def themes(self):
        return self.filter(kind=Tag.Kind.THEME)

    def functions(self):
        return self.filter(kind=Tag.Kind.FUNCTION)

    def roots(self):
        return self.filter(parent=None)

    def with_children(self):
        return self.prefetch_related("children")


class Tag(Record, TagBase):
    """A theme (one of the OGP's policy areas) or a function (what a tool is for).

    `name` is the slug, for ever: taggit looks tags up by name. People see `label`.
    """

    class Kind(models.TextChoices):
        THEME = "theme", _("Theme")
        FUNCTION = "function", _("Function")

    name = models.SlugField(_("name"), max_length=100, unique=True, editable=False)
    label = models.CharField(_("label"), max_length=80)
    description = models.CharField(_("description"), max_length=300, blank=True)
    synonyms = StringListField(
        _("synonyms"), help_text=_("Other words for it, one per line, for the search.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("parent"),
        related_name="children",
        null=True,
        blank=True,
    )

    objects = TagQuerySet.as_manager()

    derived = ("sort_name", "name")

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["sort_name", "slug"]
        constraints = [
            *record_constraints(name="label"),
            at_most("label", 80, "tag_label_short"),
            at_most("description", 300, "tag_description_short"),
            models.CheckConstraint(
                condition=Q(name=F("slug")), name="tag_name_is_its_slug"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["theme", "function"]), name="tag_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="tag_not_its_own_parent",
                violation_error_message=_("A tag cannot be its own parent."),
            ),
        ]

    def derive(self):
        self.name = self.slug
        super().derive()

    @property
    def display_name(self):
        return self.label_en or self.label_fr or self.label_es or ""

    @property
    def is_theme(self):
        return self.kind == self.Kind.THEME

    def get_absolute_url(self):
        return record_url("pages:tag", self.slug)

    def family_ids(self):
        """Return the primary keys of the tag and of what is under it."""
        return [self.pk, *(child.pk for child in self.children.all())]


def tags_in(rows):
    """Return the prefetch of a record's tags through that table, in one query."""
    return models.Prefetch("tagged", rows.objects.select_related("tag"))
