"""What people may do: five roles, each with all that the ones before it may."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """From the least to the most; a visitor has no account."""

    VISITOR = "visitor", _("Visitor")
    CONTRIBUTOR = "contributor", _("Contributor")
    TRUSTED = "trusted", _("Trusted contributor")
    MODERATOR = "moderator", _("Moderator")
    ADMINISTRATOR = "administrator", _("Administrator")

    def at_least(self, other):
        """Whether this role may do all that the other may.

        Not <=, which compares the words.
        """
        order = list(type(self))
        return order.index(self) >= order.index(other)


# What an account can be.
ACCOUNT_ROLES = [role for role in Role if role is not Role.VISITOR]
STAFF_ROLES = [role for role in Role if role.at_least(Role.MODERATOR)]


def role_of(user):
    """Return the Role of a user, signed in or not; a closed account has none."""
    if not user.is_authenticated or not user.is_active:
        return Role.VISITOR
    return Role(user.role)


def is_contributor(user):
    """Whether the user is signed in, in whatever role."""
    return role_of(user).at_least(Role.CONTRIBUTOR)


def is_trusted(user):
    """Whether what the user writes is published at once."""
    return role_of(user).at_least(Role.TRUSTED)


def is_moderator(user):
    """Whether the user reviews what others propose."""
    return role_of(user).at_least(Role.MODERATOR)


def is_administrator(user):
    """Whether the user may do everything, with accounts too."""
    return role_of(user).at_least(Role.ADMINISTRATOR)
