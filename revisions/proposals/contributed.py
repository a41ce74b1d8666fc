"""What a person has given to the catalogue, and what became of it."""

from dataclasses import dataclass

from django.db.models import Count, Max
from django.urls import reverse

from core.kinds import kind as kind_named
from revisions.models import Proposal, Report, Revision
from revisions.proposals.reviewing import PROPOSALS_TO_TRUST

SHOWN = 20


def unseen(user):
    """Return how many decisions about what a person sent in they have not read.

    One query.
    """
    proposals = unseen_proposals(user).order_by().values("pk")
    return proposals.union(unseen_reports(user).values("pk"), all=True).count()


def unseen_proposals(user):
    return Proposal.objects.decided().filter(author=user, seen_at=None)


def unseen_reports(user):
    reports = Report.objects.filter(author=user, seen_at=None)
    return reports.filter(decided_at__isnull=False).order_by()


@dataclass(frozen=True)
class Written:
    """A record that a person wrote in: how many changes, the last one when."""

    kind: object
    record: object
    number: int
    last: object


@dataclass(frozen=True)
class Begun:
    """A draft, and the address of the form it belongs to; "" when that is gone."""

    draft: object
    url: str


def contributed(user):
    """Return the context of a person's own page, the list of proposals left out."""
    accepted = 0
    if not user.is_trusted:
        accepted = user.proposals.with_accepted_field().count()
    return {
        "unseen": unseen(user),
        "drafts": drafts(user),
        "reports": user.reports.select_related("reason")[:SHOWN],
        "written": written(user),
        "accepted_count": accepted,
        "to_trust": PROPOSALS_TO_TRUST,
        "left_to_trust": max(0, PROPOSALS_TO_TRUST - accepted),
    }


def written(user):
    """Return what a person wrote in last; a query, and one for each kind among it."""
    rows = list(
        Revision.objects.filter(author=user)
        .order_by()
        .values_list("kind", "object_id")
        .annotate(number=Count("pk"), last=Max("created_at"))
        .order_by("-last")[:SHOWN]
    )
    records = _public((kind, pk) for kind, pk, _number, _last in rows)
    return [
        Written(kind_named(kind), records[kind, pk], number, last)
        for kind, pk, number, last in rows
        if (kind, pk) in records
    ]


def drafts(user):
    """Return what a person began and has not sent, the newest first."""
    found = list(user.drafts.all()[:SHOWN])
    records = _public((d.kind, d.object_id) for d in found if d.object_id)
    return [Begun(draft, _form_of(draft, records)) for draft in found]


def _form_of(draft, records):
    kind = kind_named(draft.kind)
    if draft.object_id is None:
        return reverse("revisions:new", args=[kind])
    record = records.get((draft.kind, draft.object_id))
    return reverse("revisions:edit", args=[kind, record.slug]) if record else ""


def _public(keys):
    """Return {(kind key, primary key): record} of those that are public."""
    wanted = {}
    for kind, pk in keys:
        wanted.setdefault(kind, set()).add(pk)
    return {
        (key, record.pk): record
        for key, pks in wanted.items()
        for record in kind_named(key).model.objects.public().filter(pk__in=pks)
    }
