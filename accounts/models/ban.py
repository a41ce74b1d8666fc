"""Who may not contribute, why and until when."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BanQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """The bans that have not ended at a time, now by default."""
        return self.filter(Q(until=None) | Q(until__gt=at or timezone.now()))

    def against(self, user):
        """The bans of an account, or of one of its confirmed e-mail addresses."""
        mine = user.emailaddress_set.filter(verified=True)
        addresses = [
            address.lower() for address in mine.values_list("email", flat=True)
        ]
        return self.filter(Q(user=user) | Q(email__in=addresses))

    def against_email(self, email):
        """The bans of an e-mail address, and of the account whose address it is."""
        email = email.strip().lower()
        # To PostgreSQL "ı" is an "i" in capitals: Python compares again.
        near = EmailAddress.objects.filter(email__iexact=email, verified=True)
        owners = [a.user_id for a in near if a.email.lower() == email]
        return self.filter(Q(email=email) | Q(user__in=owners))

    def longest(self):
        """The ban that ends last, or None when there is none."""
        return self.order_by(F("until").desc(nulls_first=True), "pk").first()


class Ban(models.Model):
    """An account or an e-mail address that may read but not contribute."""

    # One of the two: visitors propose with an address that they confirmed.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("account"),
        related_name="bans",
        null=True,
        blank=True,
    )
    email = models.EmailField(_("e-mail address"), blank=True)

    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("Shown to the person.")
    )
    # Null: for good, until somebody ends it.
    until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: without an end.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("decided by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    created_at = models.DateTimeField(_("time"), default=timezone.now, editable=False)

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="")
                | (Q(user__isnull=True) & ~Q(email="")),
                name="ban_account_or_address",
                violation_error_message=_("Name an account or an e-mail address."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="ban_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("created_at")),
                name="ban_ends_after_it_begins",
                violation_error_message=_("A ban ends after it begins."),
            ),
        ]

    def __str__(self):
        return str(self.user or self.email)

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)
