"""Deletes what the privacy notice says is kept for a time only."""

import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Ban, User

UNCONFIRMED = datetime.timedelta(days=30)
ENDED_BAN = datetime.timedelta(days=365)


_more = {}


def register(what, old):
    """Add what a room above keeps for a time only.

    what says it in words; old(at) returns the queryset of the rows that go.
    """
    _more[what] = old


def forget(at=None):
    """Delete what is past its time; return {what: how many rows}."""
    at = at or timezone.now()
    return {
        **{what: _delete(old(at)) for what, old in _more.items()},
        "unconfirmed accounts": _delete(unconfirmed(at)),
        "sessions": _delete(Session.objects.filter(expire_date__lt=at)),
        "traces of sessions": _delete(traces()),
        "ended bans": _delete(Ban.objects.filter(until__lt=at - ENDED_BAN)),
    }


def unconfirmed(at):
    """The accounts opened with an address that nobody confirmed in time."""
    old = User.objects.filter(date_joined__lt=at - UNCONFIRMED, last_login=None)
    opened = old.filter(emailaddress__isnull=False, role=User.Role.CONTRIBUTOR)
    return opened.exclude(emailaddress__verified=True)


def traces():
    """What is known of browsers whose session is over."""
    live = Session.objects.filter(session_key=OuterRef("session_key"))
    return UserSession.objects.filter(~Exists(live))


def _delete(rows):
    model = rows.model
    keys = list(rows.values_list("pk", flat=True).distinct())
    # In steps that SQLite has room for.
    for start in range(0, len(keys), 500):
        model._base_manager.filter(pk__in=keys[start : start + 500]).delete()
    return len(keys)
