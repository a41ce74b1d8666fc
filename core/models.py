"""What every record shares, and the tables that serve all kinds."""

from urllib.parse import quote
from uuid import uuid4

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


class Image(models.Model):
    """A picture re-encoded by core.images, named by the hash of its bytes."""

    class Format(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpg", "JPEG"
        WEBP = "webp", "WebP"
        AVIF = "avif", "AVIF"

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    # Widths in pixels of the smaller copies that exist beside the original.
    widths = models.JSONField(default=list, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__length=64), name="image_sha256_whole"
            ),
            models.CheckConstraint(
                condition=Q(format__in=["png", "jpg", "webp", "avif"]),
                name="image_format_known",
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0), name="image_has_pixels"
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def file_name(self):
        return f"{self.sha256}.{self.format}"


class Picture(models.Model):
    """A picture shown on a record's page, in order."""

    image = models.ForeignKey(Image, models.PROTECT, verbose_name=_("image"))
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.alt or self.image.file_name


class Value(models.Model):
    """One value of a list that a record may have several of."""

    field = models.CharField(max_length=24)
    value = models.CharField(max_length=50)

    class Meta:
        abstract = True
        ordering = ["value"]

    def __str__(self):
        return self.value


class Identifier(models.Model):
    """The record's name in another catalogue."""

    scheme = models.CharField(_("scheme"), max_length=20)
    value = models.CharField(_("identifier"), max_length=200)

    class Meta:
        abstract = True
        ordering = ["scheme", "value"]

    # Where an identifier of a scheme can be looked up.
    ADDRESSES = {
        "wikidata": "https://www.wikidata.org/wiki/{}",
        "repology": "https://repology.org/project/{}",
        "debian": "https://tracker.debian.org/pkg/{}",
        "doi": "https://doi.org/{}",
        "ror": "https://ror.org/{}",
    }

    def __str__(self):
        return f"{self.scheme}:{self.value}"

    @property
    def scheme_name(self):
        """The catalogue that the identifier stands in, in words."""
        return dict(self.Scheme.choices).get(self.scheme, self.scheme)

    @property
    def url(self):
        """Where the identifier can be looked up, "" when that is not known."""
        return self.ADDRESSES.get(self.scheme, "").format(quote(self.value, safe="/"))


class CatalogueVersion(models.Model):
    """One row whose number rises, last in its transaction, with every change.

    The stamp is another with each change: a restored copy of the database, which
    counts on from an older number, is not taken for what a process read before.
    """

    number = models.PositiveBigIntegerField(default=0)
    stamp = models.UUIDField(default=uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="catalogue_version_one_row")
        ]

    def __str__(self):
        return str(self.number)

    @classmethod
    def lock(cls):
        """Let one transaction at a time go on from here, until it ends.

        Two that write the index documents of the same dependents would each miss
        what the other has not committed yet.
        """
        list(cls.objects.select_for_update().filter(pk=1))

    @classmethod
    def bump(cls, changed=None):
        """Raise the number and note what changed: {kind key: primary keys}.

        None says that anything may have changed.
        """
        stamp = uuid4()
        if not cls.objects.filter(pk=1).update(number=F("number") + 1, stamp=stamp):
            cls.objects.create(pk=1, number=1, stamp=stamp)
        number = cls.objects.values_list("number", flat=True).get(pk=1)
        CatalogueChange.note(number, stamp, changed)

    @classmethod
    def current(cls):
        """Return (number, stamp), None before the first change; one query."""
        return cls.objects.filter(pk=1).values_list("number", "stamp").first()


class CatalogueChange(models.Model):
    """Which records a change of the catalogue's version touched.

    Processes that keep something of the records in memory read here what to read
    anew. Only the last changes are kept.
    """

    # More records than that are not listed: everything is to be read anew.
    MOST_RECORDS = 500
    KEPT = 1000

    number = models.PositiveBigIntegerField(primary_key=True)
    stamp = models.UUIDField()
    # {kind key: primary keys}, or null when anything may have changed.
    records = models.JSONField(null=True)

    def __str__(self):
        return str(self.number)

    @classmethod
    def note(cls, number, stamp, changed):
        if changed is not None:
            changed = {kind: sorted(pks) for kind, pks in changed.items() if pks}
            if sum(map(len, changed.values())) > cls.MOST_RECORDS:
                changed = None
        cls.objects.filter(number__lte=number - cls.KEPT).delete()
        # A copy restored from an older dump comes by the same number again.
        cls.objects.filter(number__gte=number).delete()
        cls.objects.create(number=number, stamp=stamp, records=changed)

    @classmethod
    def since(cls, version):
        """Return {kind key: primary keys} of what changed since a version.

        version is what CatalogueVersion.current() returned then. None when that
        cannot be told. One query.
        """
        rows = list(
            cls.objects.filter(number__gte=version[0])
            .order_by("number")
            .values_list("number", "stamp", "records")
        )
        if not rows or rows[0][:2] != tuple(version):
            return None
        found = {}
        for _number, _stamp, records in rows[1:]:
            if records is None:
                return None
            for kind, pks in records.items():
                found.setdefault(kind, set()).update(pks)
        return found


class Document(models.Model):
    """What the search knows of one record, in all its languages.

    The engines keep their own structure beside it: a full-text table on SQLite (by
    triggers), an index on PostgreSQL; see migration 0004. The primary key says of
    which kind and of which record it is (core.search.index.document_pk), so that
    they need not look at the row.
    """

    id = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()

    # The words, each where it counts most, and the texts as folded words in order;
    # core.search.index tells how they are written.
    words = models.TextField(blank=True)
    exact = models.TextField(blank=True)

    # What suggestions show, and what results that match alike are ordered by.
    slug = models.CharField(max_length=100)
    title_en = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    title_es = models.CharField(max_length=200)
    # Other names, one per line.
    aliases = models.TextField(blank=True)
    popularity = models.PositiveIntegerField(default=0)
    verified_on = models.DateField(null=True)
    sort_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], name="document_one_per_record"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class Word(models.Model):
    """A word as people wrote it in a name, a tag or a summary, to correct others by.

    Rows only come, with rising keys, until the index is written anew: what a process
    has read of them stays right.
    """

    word = models.CharField(max_length=40, unique=True)

    def __str__(self):
        return self.word
