"""What the page of one proposal shows, to its author and to moderators."""

from dataclasses import dataclass

from django.db.models import Q

from core.kinds import kind as kind_named
from core.models import Record
from revisions.fields import Identifiers, Url
from revisions.finding import heir_of
from revisions.history import open_to
from revisions.merges.duplicates import candidates
from revisions.models import Proposal, Report
from revisions.proposals.proposing import title_of
from revisions.proposals.queue import lines, next_waiting
from revisions.proposals.review_form import ReviewForm
from revisions.proposals.reviewing import decides_on_own, record_of
from revisions.proposals.suspicion import labels
from revisions.proposals.telling import told

# More pages by one author than this are listed in the queue.
MOST_OTHERS = 5


@dataclass(frozen=True)
class Viewer:
    """Who looks at a proposal: its author, a moderator, or both."""

    user: object
    is_author: bool
    is_moderator: bool
    token: str = ""  # what lets a visitor in


def proposal_page(proposal, viewer, form=None):
    """Return the context of the page; form is a ReviewForm with what was typed."""
    record = record_of(proposal)
    kind = kind_named(proposal.kind)
    is_merged = record is not None and record.status == Record.Status.MERGED
    as_read = not _is_open(kind, record, viewer.user)
    record = heir_of(kind, record) or record
    decides = viewer.is_moderator and proposal.is_waiting
    context = {
        "proposal": proposal,
        "viewer": viewer,
        "kind": kind,
        "record": record if record and record.is_public else None,
        "is_merged": is_merged,
        "line": None if decides else lines([proposal], whole=True, as_read=as_read)[0],
        "told": told(proposal),
        "messages_said": proposal.messages.all(),
        **permissions(proposal, viewer),
    }
    if viewer.is_moderator:
        context |= _for_moderator(proposal, viewer.user, form if decides else None)
        context["form"] = (
            (form or ReviewForm(proposal, viewer.user)) if decides else None
        )
    return context


def _is_open(kind, record, user):
    """Whether a person may read what a record says now, which may be hidden."""
    if record is None or record.is_public:
        return record is not None
    return open_to(kind, user).filter(pk=record.pk).exists()


def permissions(proposal, viewer):
    """Return what the viewer may do with the proposal, by name."""
    appealed = any(message.is_appeal for message in proposal.messages.all())
    refused = proposal.status in (Proposal.Status.PARTLY, Proposal.Status.REJECTED)
    waits = proposal.status in (Proposal.Status.WAITING, Proposal.Status.UNCONFIRMED)
    author = viewer.is_author
    return {
        "may_withdraw": author and waits,
        "may_answer": (author or viewer.is_moderator) and proposal.is_waiting,
        "may_appeal": author and refused and not appealed,
        "may_resubmit": author and not waits,
        "is_unseen": author and proposal.is_decided and proposal.seen_at is None,
        "is_appealed": appealed,
        "is_mine_to_decide": not decides_on_own(proposal, viewer.user),
    }


def _for_moderator(proposal, user, form):
    return {
        "signs": labels(proposal.signals),
        "candidates": _candidates(proposal, user),
        "others": _others(proposal),
        "other_count": by_the_same(proposal).count() if _has_author(proposal) else 0,
        "reports": Report.objects.open().filter(
            kind=proposal.kind, object_id=proposal.object_id
        )
        if proposal.object_id
        else (),
        "next": next_waiting(proposal, user),
    }


def _candidates(proposal, user):
    """Return the records that a proposed new record may be."""
    if not proposal.is_new_record or not proposal.is_waiting:
        return []
    kind, values = kind_named(proposal.kind), proposal.values
    identifiers = [
        (row["scheme"], row["value"])
        for part in kind.fields
        if isinstance(part, Identifiers)
        for row in values.get(part.key) or ()
    ]
    links = [
        values[part.key]
        for part in kind.fields
        if isinstance(part, Url) and values.get(part.key)
    ]
    name = title_of(kind, values)
    return candidates(kind, name, links, identifiers, visible_to=user)


def _has_author(proposal):
    return bool(proposal.author_id or proposal.email or proposal.source)


def by_the_same(proposal):
    """Return the other waiting proposals of the same author."""
    who = Q(author=proposal.author_id) if proposal.author_id else Q(author=None)
    same = Proposal.objects.waiting().filter(
        who, email=proposal.email, source=proposal.source
    )
    return same.exclude(pk=proposal.pk)


def _others(proposal):
    """Return the other proposals for the same record that wait."""
    if proposal.object_id is None:
        return []
    same = Proposal.objects.waiting().filter(
        kind=proposal.kind, object_id=proposal.object_id
    )
    return same.exclude(pk=proposal.pk).for_queue()[:MOST_OTHERS]
