"""The history of every record, and where its former addresses lead."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.kinds import kind_of


class RevisionQuerySet(models.QuerySet):
    def of(self, record):
        return self.filter(kind=kind_of(record).key, object_id=record.pk)

    def by_people(self):
        return self.filter(author__isnull=False)


class Revision(models.Model):
    """What a record said after one change. Written once, never changed."""

    # The kind's key and the record's primary key.
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField(_("number"))
    # Null: a machine, or a person whose account is gone.
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
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    data = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
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
        ]

    def __str__(self):
        return f"{self.kind} {self.data.get('slug', self.object_id)} v{self.number}"


class Redirect(models.Model):
    """A former slug of a record, which still answers."""

    kind = models.CharField(_("kind"), max_length=20)
    old = models.SlugField(_("former slug"), max_length=100)
    new = models.SlugField(_("slug"), max_length=100)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["kind", "old"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "old"],
                name="redirect_one_target",
                violation_error_message=_("This former slug leads elsewhere already."),
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")),
                name="redirect_goes_elsewhere",
                violation_error_message=_("A slug cannot lead to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.old} → {self.new}"

    @classmethod
    def table(cls):
        """Return {(kind key, former slug): slug} of every redirect."""
        return {(r.kind, r.old): r.new for r in cls.objects.all()}
