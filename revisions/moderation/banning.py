"""Keeps people from contributing, and lets them in again."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Ban
from revisions.models import ModerationAction
from revisions.moderation.log import log


@transaction.atomic
def ban(*, by, reason, user=None, email="", until=None, rule="", at=None):
    """Ban an account or an address; return the Ban.

    by is the moderator, reason what the person is told, until a time or None for
    without an end, rule the code of the paragraph on which it rests.
    """
    at = at or timezone.now()
    made = Ban.objects.create(
        user=user, email=email, reason=reason, until=until, by=by, created_at=at
    )
    log(ModerationAction.Action.BANNED, by, at=at, rule=rule)
    return made


@transaction.atomic
def end(ban, *, by, at=None):
    """Let a banned person contribute again; the ban stays known.

    Does nothing when it has ended already.
    """
    at = at or timezone.now()
    if not Ban.objects.in_force(at).filter(pk=ban.pk).update(until=at):
        return
    log(ModerationAction.Action.UNBANNED, by, at=at)
