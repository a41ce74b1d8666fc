"""What every record shares: a name, a page, a history, and the rules of its row."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import StringListField, validate_web_addresses
from core.languages import columns
from core.text import fold

RESERVED_SLUGS = ("new", "edit", "history", "compare", "search", "map", "feed")
SUMMARY_LENGTH = 160
DESCRIPTION_LENGTH = 20_000


class StaleRecord(Exception):
    """Somebody else saved the record after this copy of it was read."""


class RecordQuerySet(models.QuerySet):
    """What can be asked of any record."""

    def public(self):
        return self.filter(status=Record.Status.PUBLISHED)

    def visible_to(self, user):
        return self if user.is_staff else self.public()


class Record(models.Model):
    """A thing with a name, a page, an editing history and a place in the search."""

    class Status(models.TextChoices):
        PUBLISHED = "published", _("Published")
        HIDDEN = "hidden", _("Hidden")
        MERGED = "merged", _("Merged into another")
        DRAFT = "draft", _("Draft")

    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("The end of the page's address. It never changes."),
    )
    sources = StringListField(
        _("sources"),
        validators=[validate_web_addresses],
        help_text=_("Addresses on which this page rests, one per line."),
    )

    status = models.CharField(
        _("publication"), max_length=10, choices=Status, default=Status.PUBLISHED
    )
    hidden_reason = models.CharField(_("why it is hidden"), max_length=300, blank=True)
    # Only moderators publish changes of it; others propose them.
    protected = models.BooleanField(_("protected"), default=False)
    # Null: nobody has confirmed the record yet.
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("verified by"),
        related_name="+",
        null=True,
        blank=True,
    )
    # The name of a verifier who has no account on this copy of the site.
    verified_by_name = models.CharField(
        _("verified by (name)"), max_length=100, blank=True
    )
    created_at = models.DateTimeField(
        _("created"), default=timezone.now, editable=False
    )
    updated_at = models.DateTimeField(
        _("updated"), default=timezone.now, editable=False
    )

    # Rises by one with every change; see claim().
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    # The name folded and without language: lists order by it on both databases.
    sort_name = models.CharField(max_length=200, editable=False)

    objects = RecordQuerySet.as_manager()

    # The statuses a kind can have.
    statuses = (Status.PUBLISHED, Status.HIDDEN, Status.MERGED)

    class Meta:
        abstract = True
        ordering = ["sort_name", "slug"]

    def __str__(self):
        return self.display_name

    def save(self, *args, update_fields=None, **kwargs):
        self.derive()
        if update_fields is not None:
            update_fields = {*update_fields, *self.derived}
        super().save(*args, update_fields=update_fields, **kwargs)

    # The columns that derive() fills.
    derived = ("sort_name",)

    def derive(self):
        """Fill the columns that follow from others; called before every write."""
        self.sort_name = fold(self.display_name)[:200]

    @property
    def display_name(self):
        """The name as lists sort it: the first one filled, English first."""
        for column in columns("name"):
            if text := getattr(self, column, None):
                return text
        return self.name or ""

    @property
    def is_public(self):
        return self.status == self.Status.PUBLISHED

    @property
    def verifier(self):
        """The display name of who confirmed the record, or ""."""
        return (
            self.verified_by.public_name if self.verified_by else self.verified_by_name
        )

    def claim(self, version):
        """Claim the right to change the row read at version, or raise StaleRecord.

        One conditional UPDATE: no lock is held while people type, and of two
        people saving the same version exactly one wins.
        """
        same = type(self)._base_manager.filter(pk=self.pk, version=version)
        if not same.update(version=F("version") + 1):
            raise StaleRecord
        self.version = version + 1


def record_constraints(*, statuses=Record.statuses, name="name"):
    """Return the rules of every record, as constraints for a concrete Meta.

    name is the field that must be filled: its language columns if it has some.
    """
    return [
        models.CheckConstraint(
            condition=~Q(slug="") & ~Q(slug__in=RESERVED_SLUGS),
            name="%(class)s_slug_not_reserved",
            violation_error_message=_("This word is reserved for an address."),
        ),
        models.CheckConstraint(
            condition=Q(status__in=statuses), name="%(class)s_status_known"
        ),
        models.CheckConstraint(
            condition=~Q(status=Record.Status.HIDDEN) | ~Q(hidden_reason=""),
            name="%(class)s_hidden_with_reason",
            violation_error_message=_("Say why it is hidden."),
        ),
        models.CheckConstraint(
            condition=Q(verified_on__isnull=False)
            | Q(verified_by__isnull=True, verified_by_name=""),
            name="%(class)s_verified_on_a_day",
            violation_error_message=_("Say on which day it was verified."),
        ),
        models.CheckConstraint(
            condition=Q(verified_by__isnull=True) | Q(verified_by_name=""),
            name="%(class)s_one_verifier",
            violation_error_message=_("Name one verifier, by account or by name."),
        ),
        filled(name, f"%(class)s_{name}_filled"),
    ]


def filled(field, constraint_name):
    """Return the rule that a trilingual field has a text in at least one language."""
    condition = Q()
    for column in columns(field):
        # A check whose outcome is NULL passes: NULL is refused in so many words.
        condition |= Q(**{f"{column}__isnull": False, f"{column}__gt": ""})
    return models.CheckConstraint(
        condition=condition,
        name=constraint_name,
        violation_error_message=_("Write it in at least one language."),
    )


def at_most(field, length, constraint_name):
    """Return the rule that no language of a field is longer than length characters."""
    condition = Q()
    for column in columns(field):
        # A column without text is NULL, and passes.
        condition &= Q(**{f"{column}__isnull": True}) | Q(
            **{f"{column}__length__lte": length}
        )
    return models.CheckConstraint(
        condition=condition,
        name=constraint_name,
        violation_error_message=_("One of the texts is too long."),
    )
