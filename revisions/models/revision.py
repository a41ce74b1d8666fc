"""The history of every record."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from core.kinds import kind_of


class RevisionQuerySet(models.QuerySet):
    def of(self, record):
        return self.filter(kind=kind_of(record).key, object_id=record.pk)

    def newest_of(self, kind, pks):
        """The last revision of each of some records."""
        same = Revision.objects.filter(
            kind=OuterRef("kind"), object_id=OuterRef("object_id")
        )
        newest = Subquery(same.order_by("-number").values("number")[:1])
        return self.filter(kind=kind.key, object_id__in=pks, number=newest)

    def touching(self, language):
        """Those that changed a text in a language of the content."""
        return self.filter(languages__contains=language)

    def by_people(self):
        """Those that a person wrote, people whose account is gone included."""
        return self.filter(source="")

    def unpatrolled(self):
        """Those that nobody has looked at, of people whom nobody reviewed."""
        looked = Patrol.objects.filter(revision=OuterRef("pk"))
        return self.by_people().filter(~Exists(looked), reviewer__isnull=True)


class Revision(models.Model):
    """What a record said after one change. Written once, never changed.

    Only whom it is credited to can change: a visitor who opens an account later, a
    person whose account goes.
    """

    class Action(models.TextChoices):
        EDIT = "edit", _("Edited")
        REVERT = "revert", _("Reverted")
        UNDO = "undo", _("Undone")
        MERGE = "merge", _("Merged")
        RENAME = "rename", _("New address")
        HIDE = "hide", _("Hidden")
        SHOW = "show", _("Shown again")
        PROTECT = "protect", _("Protection changed")
        VERIFY = "verify", _("Verified")

    # The kind's key and the record's primary key.
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField(_("number"))
    # Null: a machine, a visitor without an account, or a person whose account is gone.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("author"),
        related_name="revisions",
        null=True,
        blank=True,
    )
    # The catalogue or command that wrote it, "" for a person.
    source = models.CharField(_("source"), max_length=100, blank=True)
    action = models.CharField(
        _("action"), max_length=10, choices=Action, default=Action.EDIT
    )
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    # Where it can be checked.
    evidence = models.URLField(_("source of the change"), max_length=500, blank=True)
    # The moderator who accepted it, when it was proposed.
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("accepted by"),
        related_name="+",
        null=True,
        blank=True,
    )
    data = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    # Those in which it changed a text, such as "en,fr", as it was written.
    languages = models.CharField(_("languages"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("time"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "number"], name="revision_one_per_version"
            ),
            models.CheckConstraint(
                condition=Q(number__gt=0), name="revision_numbered_from_one"
            ),
            models.CheckConstraint(
                condition=Q(source="") | Q(author__isnull=True),
                name="revision_by_person_or_source",
            ),
        ]
        indexes = [
            # What a person did, the newest first: contributor pages, mass reverts.
            models.Index(
                fields=["author", "-created_at"], name="revision_of_contributor"
            ),
            # The page of recent changes.
            models.Index(fields=["-created_at", "-id"], name="revision_recent"),
        ]

    def __str__(self):
        return f"{self.kind} {self.data.get('slug', self.object_id)} v{self.number}"


class Patrol(models.Model):
    """A moderator looked at a change that went public without review."""

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="patrol")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True
    )
    created_at = models.DateTimeField(_("time"))

    def __str__(self):
        return str(self.revision)
