"""How a person leaves: what they wrote stays, who they were goes."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import Ban
from core.models import CatalogueVersion

_steps = []
_last_steps = []


def register(function):
    """Add what a room does before an account goes; it takes the user.

    Rows that belong to the person alone go with the account (CASCADE); what stands in
    the catalogue stays without them (SET_NULL). Only what is neither needs a step.
    """
    if function not in _steps:
        _steps.append(function)


def register_last(function):
    """Add what is done when every other step is."""
    if function not in _last_steps:
        _last_steps.append(function)


@transaction.atomic
def leave(user):
    """Delete an account; the pages then name a former contributor."""
    for step in (*_steps, *_last_steps):
        step(user)
    keep_bans(user)
    user.delete()
    CatalogueVersion.bump()


def keep_bans(user):
    """Let the bans in force hold for the addresses, or leaving would end them."""
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    emails = list(addresses.values_list("email", flat=True))
    for ban in Ban.objects.in_force().filter(user=user):
        for email in emails:
            Ban.objects.create(
                email=email,
                reason=ban.reason,
                until=ban.until,
                by=ban.by,
                created_at=ban.created_at,
            )
