"""A person with an account."""

from django.contrib.auth.models import AbstractUser, UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models.ban import Ban
from accounts.roles import ACCOUNT_ROLES, STAFF_ROLES
from core.languages import CONTENT_LANGUAGES

ABOUT_LENGTH = 300


class UserManager(DjangoUserManager):
    """Makes accounts by role: what staff may do follows from it."""

    def create_superuser(self, username, email=None, password=None, **fields):
        """Make an administrator; `manage.py createsuperuser` calls this."""
        fields.setdefault("role", roles.Role.ADMINISTRATOR)
        return super().create_superuser(username, email, password, **fields)


class User(AbstractUser):
    """A person with an account: a contributor, or more than that."""

    Role = roles.Role

    class Language(models.TextChoices):
        EN = "en", "English"
        FR = "fr", "Français"
        ES = "es", "Español"

    class Notify(models.TextChoices):
        AT_ONCE = "at-once", _("At once, for each decision")
        NEVER = "never", _("Never")

    display_name = models.CharField(
        _("display name"),
        max_length=100,
        blank=True,
        help_text=_("Shown beside what this person writes."),
    )
    about = models.CharField(
        _("about"),
        max_length=ABOUT_LENGTH,
        blank=True,
        help_text=_("Shown on the public page of this person."),
    )

    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.EN
    )
    notify = models.CharField(
        _("e-mails about what was proposed"),
        max_length=10,
        choices=Notify,
        default=Notify.AT_ONCE,
    )

    role = models.CharField(
        _("role"),
        max_length=15,
        choices=[(role.value, role.label) for role in ACCOUNT_ROLES],
        default=Role.CONTRIBUTOR,
    )
    # Null: never, or by a moderator's choice of role.
    trusted_at = models.DateTimeField(
        _("trusted since"), null=True, blank=True, editable=False
    )
    # Null with a time above: by the rule about accepted proposals.
    trusted_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("trusted by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in ACCOUNT_ROLES]),
                name="user_role_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=[role.value for role in STAFF_ROLES], is_staff=True
                )
                | Q(role__in=["contributor", "trusted"], is_staff=False),
                name="user_staff_follows_role",
            ),
            models.CheckConstraint(
                condition=Q(role="administrator", is_superuser=True)
                | (~Q(role="administrator") & Q(is_superuser=False)),
                name="user_superuser_follows_role",
            ),
            models.CheckConstraint(
                condition=Q(language__in=CONTENT_LANGUAGES), name="user_language_known"
            ),
            models.CheckConstraint(
                condition=Q(notify__in=["at-once", "never"]), name="user_notify_known"
            ),
        ]

    def __str__(self):
        return self.public_name

    def save(self, *args, update_fields=None, **kwargs):
        self.is_staff = self.role in STAFF_ROLES
        self.is_superuser = self.role == self.Role.ADMINISTRATOR
        if update_fields is not None and "role" in update_fields:
            update_fields = {*update_fields, "is_staff", "is_superuser"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def public_name(self):
        return self.display_name or self.username

    @property
    def is_trusted(self):
        return roles.is_trusted(self)

    @property
    def is_moderator(self):
        return roles.is_moderator(self)

    @property
    def is_administrator(self):
        return roles.is_administrator(self)

    @cached_property
    def ban(self):
        """The ban that is in force against this person and lasts longest, or None."""
        return Ban.objects.in_force().against(self).longest()

    @property
    def is_banned(self):
        """Whether this person may read but not contribute for now."""
        return self.ban is not None

    def trust(self, by=None, at=None):
        """Let a contributor publish at once; return whether that is new.

        by is the moderator who decides so, None for the rule about accepted
        proposals. Who is trusted already, or more than that, stays as they are.
        """
        if self.role != self.Role.CONTRIBUTOR:
            return False
        self.role = self.Role.TRUSTED
        self.trusted_at, self.trusted_by = at or timezone.now(), by
        self.save(update_fields=["role", "trusted_at", "trusted_by"])
        return True
