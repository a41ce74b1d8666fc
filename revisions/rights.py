"""Who may change a record. A person is a User or an AnonymousUser."""

from accounts.models import Ban
from accounts.roles import is_moderator, is_trusted
from core.models import Record


def may_contribute(user, email=""):
    """Return whether a person may send in changes at all, by an address or not.

    A banned address contributes nothing, whoever is signed in.
    """
    if user.is_authenticated and user.is_banned:
        return False
    return not email or not Ban.objects.in_force().against_email(email).exists()


def may_edit(user, kind, record=None):
    """Return whether a person may propose or publish changes of a record.

    Records that belong to people (collections) are changed by these alone.
    """
    if not may_contribute(user):
        return False
    owners = _owners(kind, record)
    return not owners or user.pk in owners or is_moderator(user)


def may_publish(user, kind, record=None):
    """Return whether changes of a person are public at once; without a record, of a
    new one.
    """
    if not user.is_authenticated or not may_edit(user, kind, record):
        return False
    if is_moderator(user):
        return True
    if kind.curated or (record and record.protected):
        return False
    return is_trusted(user) or _is_own_draft(user, kind, record)


def _is_own_draft(user, kind, record):
    """A draft is shown to its owners only: nothing goes public with its changes."""
    return (
        record is not None
        and record.status == Record.Status.DRAFT
        and user.pk in _owners(kind, record)
    )


def _owners(kind, record):
    return kind.owners(record) if record is not None and record.pk else frozenset()
