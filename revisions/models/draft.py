"""Forms that somebody has begun to fill in."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What a person typed into the form of a record and has not sent yet."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts"
    )
    # The kind's key; object_id is null for a new record.
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    # The number of the revision the form was drawn from; null for a new record.
    base = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(_("name"), max_length=200, blank=True)
    # {name of the form's field: [value as sent, …]}
    data = models.JSONField(encoder=DjangoJSONEncoder)
    updated_at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "object_id"], name="draft_one_per_record"
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(object_id__isnull=True),
                name="draft_one_new_per_kind",
            ),
        ]

    def __str__(self):
        return self.title or self.kind
