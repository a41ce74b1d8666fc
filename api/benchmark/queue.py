"""Measures the pages of moderators while very much waits, and a long history."""

import datetime
import time
from itertools import cycle, islice
from math import ceil
from statistics import median

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.kinds import all_kinds, kind
from revisions.models import Proposal, ProposedChange, Report, Revision

AUTHORS = 50
REVISIONS = 1000  # of the record with a long history
WARM_UP = 2


class Undone(Exception):
    """What was made is taken back."""


def measure(number: int, requests: int) -> dict:
    """Return {page: (queries, median, 95th percentile)} in milliseconds.

    So many proposals wait for the records of the database, which is left as it was:
    all of it happens in one transaction that is taken back. Raises ValueError when
    there are no records.
    """
    found = {}
    try:
        with transaction.atomic():
            moderator = fill(number)
            record = change_often(moderator)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            found = _measured(moderator, record, requests)
            raise Undone
    except Undone:
        return found


def fill(number: int):
    """Make so many waiting proposals by many authors; return a moderator."""
    targets = [
        (kind, record)
        for kind in all_kinds()
        if not kind.curated
        for record in kind.model.objects.public()[:500]
    ]
    if not targets:
        raise ValueError("the catalogue is empty: load some records first")
    authors = User.objects.bulk_create(
        User(username=f"bench-author-{place}") for place in range(AUTHORS)
    )
    moderator = User.objects.create(username="bench-moderator", role=Role.MODERATOR)
    now = timezone.now()
    proposals = Proposal.objects.bulk_create(
        (
            _proposal(place, *target, authors[place % AUTHORS], now)
            for place, target in enumerate(islice(cycle(targets), number))
        ),
        batch_size=500,
    )
    ProposedChange.objects.bulk_create(
        (change for proposal in proposals for change in _changes(proposal)),
        batch_size=500,
    )
    _report(proposals[: number // 10], now)
    return moderator


def _proposal(place, kind, record, author, now):
    return Proposal(
        kind=kind.key,
        object_id=record.pk,
        base=record.version,
        title=record.display_name,
        author=author,
        language=("en", "fr", "es")[place % 3],
        comment="As its site says",
        signals=["links"] if place % 10 == 0 else [],
        created_at=now - datetime.timedelta(minutes=place),
    )


def _changes(proposal):
    text = {"en": f"What proposal {proposal.pk} says of it", "fr": "Ce qu’elle en dit"}
    key = "description" if proposal.kind == "collection" else "summary"
    yield ProposedChange(proposal=proposal, key=key, value=text)
    yield ProposedChange(
        proposal=proposal, key="sources", value=["https://example.org/source"]
    )


def change_often(author):
    """Give a tool a history of REVISIONS revisions; return the tool."""
    tool = kind("tool").model.objects.public().first()
    last = Revision.objects.of(tool).get(number=tool.version)
    now = timezone.now()
    Revision.objects.bulk_create(
        Revision(
            kind="tool",
            object_id=tool.pk,
            number=number,
            author=author,
            comment="As its site says",
            data=last.data | {"summary": {"en": f"What revision {number} says"}},
            created_at=now + datetime.timedelta(seconds=number),
        )
        for number in range(tool.version + 1, REVISIONS + 1)
    )
    type(tool).objects.filter(pk=tool.pk).update(version=REVISIONS)
    return tool


def _report(proposals, now):
    Report.objects.bulk_create(
        Report(
            kind=proposal.kind,
            object_id=proposal.object_id,
            title=proposal.title,
            why=Report.Why.OUTDATED,
            language="en",
            created_at=now,
        )
        for proposal in proposals
    )


def pages(record) -> dict:
    """Return {name: address} of the pages to measure, in order."""
    queue = reverse("revisions:queue")
    about = [kind("tool"), record.slug]
    oldest = Proposal.objects.waiting().for_queue().first()
    return {
        "Queue": queue,
        "Queue, last page": f"{queue}?page=99999",
        "Queue, narrowed": f"{queue}?kind=tool&language=fr&age=2&assigned=nobody",
        "Queue, one author": f"{queue}?author=@bench-author-7",
        "Queue, signs of spam": f"{queue}?signs=yes",
        "Overview": reverse("revisions:moderation"),
        "Reports": reverse("revisions:reports"),
        "One proposal": oldest.get_absolute_url(),
        f"History of {REVISIONS:,} revisions": reverse("revisions:history", args=about),
        "Who wrote what of it": reverse("revisions:values", args=about),
    }


def _measured(moderator, record, requests):
    client = Client(HTTP_HOST="localhost")
    client.force_login(moderator, backend="accounts.backends.RoleBackend")
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings = {
        "STORAGES": {"default": default, "staticfiles": plain},
        "SECURE_SSL_REDIRECT": False,
        "ALLOWED_HOSTS": ["localhost"],
    }
    with override_settings(**settings):
        return {
            name: _cost(client, address, requests)
            for name, address in pages(record).items()
        }


def _cost(client, address, requests):
    for _time in range(WARM_UP):
        _ask(client, address)
    with CaptureQueriesContext(connection) as captured:
        _ask(client, address)
        queries = len(captured)  # The next request forgets them.
    times = sorted(1000 * _ask(client, address) for _time in range(requests))
    last = times[ceil(0.95 * len(times)) - 1]
    return queries, round(median(times), 1), round(last, 1)


def _ask(client, address):
    start = time.perf_counter()
    response = client.get(address)
    seconds = time.perf_counter() - start
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")
    return seconds
