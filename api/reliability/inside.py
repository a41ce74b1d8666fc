"""What is made before, and counted after, inside the database of the trial."""

import io

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from accounts.models import User
from accounts.roles import Role
from core.kinds import kind as kind_named
from revisions.editing import Attribution, Change, write
from revisions.models import Proposal, Revision
from revisions.snapshots import snapshot, with_relations


def prepare(people, tools):
    """Make so many tools and people, half of them trusted; return how to be them.

    {"tools": [slug, …], "sessions": [session key, …]}
    """
    kind = kind_named("tool")
    values = [
        {"slug": f"tool-{n}", "name": f"Tool {n}", "kind": "software",
         "summary": {"en": f"Tool {n} as it was"}}
        for n in range(tools)
    ]  # fmt: skip
    changes = [Change(kind.model(), one) for one in values]
    write(kind, changes, Attribution(source="reliability"))
    return {
        "tools": [one["slug"] for one in values],
        "sessions": [_session(_person(n)) for n in range(people)],
    }


def _person(number):
    role = Role.TRUSTED if number % 2 else Role.CONTRIBUTOR
    return User.objects.create_user(f"person{number}", role=role)


def _session(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def count():
    """Return what the database holds of the trial, and what is wrong with it."""
    revisions = Revision.objects.exclude(source="reliability")
    return {
        "revisions": list(revisions.values_list("comment", flat=True)),
        "proposals": list(Proposal.objects.values_list("comment", flat=True)),
        "wrong": [*_records_wrong(), *_index_wrong()],
    }


def _records_wrong():
    """Yield what is wrong between records and their history."""
    kind = kind_named("tool")
    for record in with_relations(kind, kind.model.objects.all()):
        numbers = list(
            Revision.objects.of(record).order_by("number").values_list("number", "data")
        )
        if [number for number, _data in numbers] != list(range(1, record.version + 1)):
            yield f"{record.slug}: a revision is missing"
        last = numbers[-1][1]
        if snapshot(record, kind) != {
            key: value for key, value in last.items() if key not in ("status",)
        }:
            yield f"{record.slug}: it is not what its last revision says"


def _index_wrong():
    """Yield which documents of the search are not what their records say."""
    told = io.StringIO()
    try:
        call_command("reindex", check=True, verbosity=0, stdout=told, stderr=told)
    except SystemExit:
        yield from told.getvalue().splitlines()
