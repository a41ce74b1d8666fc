"""What moderators do with proposals, and what their authors answer."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import STAFF_ROLES
from core.kinds import kind as kind_named
from core.models import Record, StaleRecord
from revisions import editing
from revisions.differences.three_way import State, resolved, rows
from revisions.editing import Attribution, Change
from revisions.fields import Problem
from revisions.finding import heir_of
from revisions.models import (
    Message,
    ModerationAction,
    Proposal,
    ProposedChange,
    Revision,
)
from revisions.moderation.log import log
from revisions.proposals.proposing import base_of, create
from revisions.proposals.telling import tell_decision
from revisions.snapshots import snapshot

UNSET = object()
# After so many proposals with an accepted field what a person writes is public at
# once; design of the site, how a record changes.
PROPOSALS_TO_TRUST = 5
# A draft of a collection asks to be public by proposing this state.
PUBLICATION = "status"


class NotWaiting(Exception):
    """Somebody decided on the proposal already, or its author took it back."""


class OwnDecision(Exception):
    """An appeal is against the decision of who would decide on it."""


@dataclass(frozen=True)
class Decision:
    """What becomes of one field: accepted, perhaps with another value, or not.

    A refusal says why: by reason, a Reason, or by note, in words.
    """

    accept: bool
    reason: object = None
    note: str = ""
    value: object = UNSET


@transaction.atomic
def decide(proposal, decisions, by, *, seen=None, at=None):
    """Accept or refuse each waiting field of a proposal; return the proposal anew.

    decisions is {key: Decision} with each of its waiting keys; by is the moderator;
    seen is the version of the record that they saw, None for a new record. Accepted
    fields are written as one revision of the proposal's author. Raises NotWaiting,
    OwnDecision, StaleRecord when the record was changed since, and Problem for values
    that the record cannot have, or when it was merged into another.
    """
    at = at or timezone.now()
    proposal = _locked(proposal, Proposal.Status.WAITING)
    if decides_on_own(proposal, by):
        raise OwnDecision
    changes = [c for c in proposal.changes.all() if c.decision == _WAITING]
    for change in changes:
        _note(change, decisions[change.key])
    accepted = {c.key: c.value for c in changes if c.decision == _ACCEPTED}
    if accepted:
        _carry_out(proposal, accepted, by, seen, at)
    ProposedChange.objects.bulk_update(
        changes, ["decision", "value", "edited", "reason", "note"]
    )
    _conclude(proposal, by, at)
    log(_LOGGED[proposal.status], by, at=at, record=record_of(proposal),
        rule=_rule(changes))  # fmt: skip
    _trust(proposal.author, at)
    transaction.on_commit(lambda: tell_decision(proposal))
    return proposal


_WAITING = ProposedChange.Decision.WAITING
_ACCEPTED = ProposedChange.Decision.ACCEPTED
_LOGGED = {
    Proposal.Status.ACCEPTED: ModerationAction.Action.ACCEPTED,
    Proposal.Status.PARTLY: ModerationAction.Action.PARTLY,
    Proposal.Status.REJECTED: ModerationAction.Action.REJECTED,
}


def _locked(proposal, *statuses):
    """Return the proposal as it is now, held until the transaction ends."""
    now = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if now.status not in statuses:
        raise NotWaiting
    return now


def decides_on_own(proposal, moderator):
    """Whether it is an appeal against the moderator's decision, and another could."""
    against = {message.against_id for message in proposal.messages.all()} - {None}
    if moderator.pk not in against:
        return False
    staff = User.objects.filter(role__in=[role.value for role in STAFF_ROLES])
    return staff.filter(is_active=True).exclude(pk=moderator.pk).exists()


def _note(change, decision):
    change.decision = _ACCEPTED if decision.accept else ProposedChange.Decision.REJECTED
    change.reason, change.note = decision.reason, decision.note
    if decision.accept and decision.value is not UNSET:
        change.edited = change.value != decision.value
        change.value = decision.value


def _rule(changes):
    return next((c.reason.rule for c in changes if c.reason and c.reason.rule), "")


def _conclude(proposal, by, at):
    decisions = {change.decision for change in proposal.changes.all()}
    status = Proposal.Status.PARTLY
    if len(decisions) == 1:
        accepted = _ACCEPTED in decisions
        status = Proposal.Status.ACCEPTED if accepted else Proposal.Status.REJECTED
    proposal.status, proposal.decided_by, proposal.decided_at = status, by, at
    proposal.seen_at = None
    proposal.save()


def record_of(proposal):
    """Return the record of a proposal, None for a new one that is not accepted."""
    if proposal.object_id is None:
        return None
    model = kind_named(proposal.kind).model
    return model._base_manager.filter(pk=proposal.object_id).first()


def _standing_record(proposal):
    """Return the record of a proposal; raises Problem when another stands for it."""
    record = record_of(proposal)
    if record and record.status == Record.Status.MERGED:
        heir = heir_of(kind_named(proposal.kind), record)
        raise Problem(
            _("The record is merged into “%(name)s”: propose the change there.")
            % {"name": heir.display_name if heir else record.display_name}
        )
    return record


def _carry_out(proposal, values, by, seen, at):
    """Write accepted values as a revision of the proposal's author."""
    kind = kind_named(proposal.kind)
    attribution = Attribution(
        proposal.author, source=proposal.source, comment=proposal.comment,
        evidence=proposal.evidence, reviewer=by, at=at,
    )  # fmt: skip
    record = _standing_record(proposal)
    try:
        with transaction.atomic():
            record = _written(kind, record, dict(values), attribution, seen, proposal)
    except IntegrityError as error:
        raise Problem(editing.broken_rule(kind, error)) from error
    if record:
        proposal.object_id = record.pk
        proposal.revision = Revision.objects.of(record).get(number=record.version)


def _written(kind, record, values, by, seen, proposal):
    """Return the record after the write, None when nothing differs from it."""
    published = values.pop(PUBLICATION, None)
    if record is None:
        _check_entry(kind, {}, values)
        return create(kind, values, by)
    if seen is not None and record.version != seen:
        raise StaleRecord
    now = snapshot(record, kind)
    values = merged(kind, proposal, now, values)
    _check_entry(kind, now, values)
    if values:
        record = editing.write(kind, [Change(record, values)], by)[0]
    if published or _was_taken_back(proposal, record):
        editing.show(record, by)
        return record
    return record if values else None


def _was_taken_back(proposal, record):
    """Whether this is a new record that a reopened proposal had made."""
    return proposal.is_new_record and record.status == Record.Status.HIDDEN


def merged(kind, proposal, now, values):
    """Return {key: value} that carries accepted values over into the data of now.

    In a text with languages only those change that the proposal changed, so that a
    translation written meanwhile stays.
    """
    if proposal.is_new_record:
        return {key: value for key, value in values.items() if now.get(key) != value}
    base = base_of(kind, record_of(proposal), proposal.base)
    return resolved(rows(kind, base, now, values), now, {})


def _check_entry(kind, now, values):
    entry = {**now, **values}
    entry = {key: value for key, value in entry.items() if value is not None}
    missing = [p.key for p in kind.fields if p.required and p.key not in entry]
    missing = [key for key in missing if key != "slug"]
    if missing:
        raise Problem(_("a record needs: %s") % ", ".join(missing))
    for key, reason in kind.check_entry({"slug": "", **entry}):
        raise Problem(f"{key}: {reason}")


def _trust(author, at):
    if author is None or author.is_trusted:
        return
    enough = author.proposals.with_accepted_field().count() >= PROPOSALS_TO_TRUST
    if enough and author.trust(at=at):
        log(ModerationAction.Action.TRUSTED, None, at=at)


@transaction.atomic
def reopen(proposal, by, *, at=None):
    """Take a decision back; return (proposal, keys that could not be taken back).

    What was accepted and has not been changed since is undone by a new revision; a
    record that the proposal made is hidden. Then the proposal waits again. Raises
    NotWaiting, and Problem for a record that was merged into another since.
    """
    at = at or timezone.now()
    proposal = _locked(proposal, *Proposal.DECIDED)
    left = _take_back(proposal, by, at) if proposal.revision else []
    proposal.changes.update(decision=_WAITING, reason=None, note="", edited=False)
    proposal.status = Proposal.Status.WAITING
    proposal.decided_at = proposal.decided_by = proposal.revision = None
    proposal.save()
    log(ModerationAction.Action.REOPENED, by, at=at, record=record_of(proposal))
    return proposal, left


def _take_back(proposal, by, at):
    kind, record = kind_named(proposal.kind), _standing_record(proposal)
    attribution = Attribution(
        by, comment=_("Decision taken back"), action=Revision.Action.UNDO, at=at
    )
    if proposal.is_new_record:
        editing.hide(record, _("Waiting for review again"), attribution)
        return []
    written = proposal.revision
    before = base_of(kind, record, written.number - 1)
    now = snapshot(record, kind)
    back = rows(kind, written.data, now, _changed_back(kind, before, written.data))
    overtaken = [row for row in back if row.state is State.CONFLICT]
    values = resolved(back, now, {row.name: State.THEIRS for row in overtaken})
    if values:
        editing.write(kind, [Change(record, values)], attribution)
    return [row.label for row in overtaken]


def _changed_back(kind, before, after):
    return {
        part.key: before.get(part.key)
        for part in kind.fields
        if before.get(part.key) != after.get(part.key)
    }


@transaction.atomic
def withdraw(proposal, *, at=None):
    """Let the author take back a proposal that still waits; raises NotWaiting."""
    proposal = _locked(proposal, Proposal.Status.WAITING, Proposal.Status.UNCONFIRMED)
    proposal.status = Proposal.Status.WITHDRAWN
    proposal.save()
    return proposal


@transaction.atomic
def answer(proposal, text, by, *, by_moderator=False, appeal=False, at=None):
    """Write a message about a proposal; an appeal lets what was refused wait again.

    by is None for a visitor. Raises NotWaiting for an appeal against nothing, or a
    second one.
    """
    at = at or timezone.now()
    if appeal:
        proposal = _locked(proposal, Proposal.Status.PARTLY, Proposal.Status.REJECTED)
        if proposal.messages.filter(is_appeal=True).exists():
            raise NotWaiting
        refused = proposal.changes.filter(decision=ProposedChange.Decision.REJECTED)
        refused.update(decision=_WAITING)
        proposal.status, proposal.decided_at = Proposal.Status.WAITING, None
        proposal.save()
    return Message.objects.create(
        proposal=proposal, author=by, by_moderator=by_moderator, is_appeal=appeal,
        against=proposal.decided_by if appeal else None, text=text, created_at=at,
    )  # fmt: skip
