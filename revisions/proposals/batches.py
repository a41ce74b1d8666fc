"""Several proposals decided, assigned or taken back at once."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.kinds import kind as kind_named
from core.models import StaleRecord
from revisions.differences.three_way import State, rows
from revisions.fields import Problem
from revisions.models import Proposal
from revisions.proposals.proposing import base_of
from revisions.proposals.reviewing import (
    Decision,
    NotWaiting,
    OwnDecision,
    decide,
    record_of,
    reopen,
)
from revisions.snapshots import snapshot

# So many at a time: each is a change of its own, and a request has to end.
MOST = 100


@dataclass
class Batch:
    """What became of each: proposals done, and (proposal, why) of those left."""

    done: list = field(default_factory=list)
    left: list = field(default_factory=list)

    @property
    def pks(self):
        return [proposal.pk for proposal in self.done]


def chosen(pks):
    """Return the proposals of some primary keys, the oldest first."""
    # No primary key has more digits than 18.
    numbers = [int(pk) for pk in pks if re.fullmatch(r"[0-9]{1,18}", str(pk))]
    return Proposal.objects.filter(pk__in=numbers[:MOST]).for_queue()


def decide_all(proposals, by, *, reason=None, note=""):
    """Accept all fields of some proposals, or refuse them for a reason or a note.

    Each is written by itself: one that cannot be is left, with why.
    """
    batch = Batch()
    accept = reason is None and not note
    decision = Decision(accept=accept, reason=reason, note=note)
    for proposal in proposals:
        _try(batch, proposal, lambda one: _decide(one, decision, by))
    return batch


class Overtaken(Exception):
    """Somebody else has changed a field since: it takes a person to choose."""


def _decide(proposal, decision, by):
    record = record_of(proposal)
    if decision.accept and record and is_overtaken(proposal, record):
        raise Overtaken
    seen = record.version if record else None
    keys = [c.key for c in proposal.changes.all() if c.decision == c.Decision.WAITING]
    decide(proposal, dict.fromkeys(keys, decision), by, seen=seen)


def is_overtaken(proposal, record):
    """Whether a field of a proposal was changed otherwise since its base."""
    if proposal.is_new_record:
        return False
    kind, values = kind_named(proposal.kind), proposal.values
    base = base_of(kind, record, proposal.base)
    found = rows(kind, base, snapshot(record, kind), values)
    return any(r.state is State.CONFLICT for r in found if r.key in values)


def reopen_all(proposals, by):
    """Take decisions back; return a Batch: what could not be is told as left."""
    batch = Batch()
    for proposal in proposals:
        kept = []
        _try(batch, proposal, lambda one, kept=kept: kept.extend(reopen(one, by)[1]))
        if kept:
            batch.left.append((proposal, ", ".join(kept)))
    return batch


def _try(batch, proposal, act):
    try:
        act(proposal)
    except (NotWaiting, Overtaken, OwnDecision, Problem, StaleRecord) as error:
        batch.left.append((proposal, why(error)))
    else:
        batch.done.append(proposal)


def why(error):
    """Return in words why a decision could not be carried out."""
    if isinstance(error, NotWaiting):
        return _("Somebody has decided on it already.")
    if isinstance(error, StaleRecord):
        return _("The record has just been changed: look at it again.")
    if isinstance(error, OwnDecision):
        return _(
            "This is an appeal against your own decision: another moderator decides"
            " on it."
        )
    if isinstance(error, Overtaken):
        return _("A field has been changed since: decide on its own page.")
    return str(error)


def assign(proposals, user):
    """Give waiting proposals to a moderator, or to nobody for None."""
    pks = [proposal.pk for proposal in proposals]
    return Proposal.objects.waiting().filter(pk__in=pks).update(assignee=user)
