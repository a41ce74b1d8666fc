"""Invitations to curate a collection, or to help with it."""

import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.collection import Collection

SALT = "catalogue.invitation"
# How long an invitation can be accepted.
DAYS = 30


class CollectionInvitationQuerySet(models.QuerySet):
    def in_force(self, at=None):
        limit = (at or timezone.now()) - datetime.timedelta(days=DAYS)
        return self.filter(created_at__gt=limit)

    def run_out(self, at=None):
        limit = (at or timezone.now()) - datetime.timedelta(days=DAYS)
        return self.filter(created_at__lte=limit)

    def addressed_to(self, user):
        """Those that name an account, or one of its confirmed e-mail addresses."""
        mine = user.emailaddress_set.filter(verified=True)
        emails = [email.lower() for email in mine.values_list("email", flat=True)]
        return self.filter(Q(user=user) | Q(email__in=emails))

    def of_token(self, token):
        """The invitation that a link from an e-mail is about, or none."""
        try:
            return self.filter(pk=signing.loads(token, salt=SALT))
        except signing.BadSignature:
            return self.none()


class CollectionInvitation(models.Model):
    """A person is asked to edit a collection with others, or to take it over.

    The row goes when they answer, or when who asked takes it back.
    """

    class Part(models.TextChoices):
        CO_EDITOR = "co-editor", _("Co-editor")
        CURATOR = "curator", _("Curator")

    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="invitations"
    )
    part = models.CharField(_("part"), max_length=9, choices=Part)
    # One of the two: who has no account yet is asked by e-mail.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("account"),
        related_name="collection_invitations",
        null=True,
        blank=True,
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("invited by"),
        related_name="+",
    )
    created_at = models.DateTimeField(_("time"), default=timezone.now)

    objects = CollectionInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=["co-editor", "curator"]),
                name="collection_invitation_part_known",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="")
                | (Q(user__isnull=True) & ~Q(email="")),
                name="collection_invitation_account_or_address",
            ),
            models.UniqueConstraint(
                fields=["collection", "part", "user"],
                name="collection_invitation_once_per_account",
            ),
            models.UniqueConstraint(
                fields=["collection", "part", "email"],
                condition=~Q(email=""),
                name="collection_invitation_once_per_address",
            ),
        ]

    def __str__(self):
        return f"{self.collection}: {self.guest}"

    def get_absolute_url(self):
        return reverse("catalogue:invitation", args=[self.token])

    @property
    def guest(self):
        """The name or the address of who is invited."""
        return self.user.public_name if self.user else self.email

    @property
    def token(self):
        return signing.dumps(self.pk, salt=SALT)
