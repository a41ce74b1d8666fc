"""The form in which a moderator decides on a proposal, field by field."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.kinds import kind as kind_named
from core.text import one_line
from revisions.differences.changes import label
from revisions.differences.differing import Comparison
from revisions.differences.showing import Names
from revisions.differences.three_way import State, resolved, rows
from revisions.forms import RecordForm
from revisions.forms.inputs import Refused
from revisions.models import Reason, Revision
from revisions.proposals.proposing import base_of
from revisions.proposals.reviewing import PUBLICATION, Decision, record_of
from revisions.snapshots import snapshot

ACCEPT, REJECT = "accept", "reject"
NOTE_LENGTH = 300


@dataclass(frozen=True)
class ReviewRow:
    """A field, or one language of it: what it said, says, and would say.

    Each is a Difference, None for nothing; moved says that somebody else changed it
    since it was proposed.
    """

    language: str
    state: State
    before: object
    now: object
    proposed: object
    moved: bool = False

    @property
    def is_conflict(self):
        return self.state is State.CONFLICT


@dataclass
class ReviewField:
    """A field of a proposal: its rows, what was decided, and how it can be edited."""

    key: str
    label: str
    change: object
    rows: list
    bound: object = None  # the field of a RecordForm, if the form has it
    choice: str = ACCEPT
    reason: str = ""
    note: str = ""
    error: str = ""
    edited: bool = False  # the moderator typed something else

    @property
    def is_conflict(self):
        return any(row.is_conflict for row in self.rows)

    @property
    def is_refused(self):
        return self.choice == REJECT

    @property
    def edit_open(self):
        return self.edited or bool(self.bound and self.bound.errors)


@dataclass
class ReviewForm:
    """What a moderator decides; data is a QueryDict of a request, or None.

    After is_valid() `decisions` are {key: Decision} of the fields that wait.
    """

    proposal: object
    user: object
    data: object = None
    decisions: dict = field(default_factory=dict)
    error: str = ""

    def __post_init__(self):
        self.kind = kind_named(self.proposal.kind)
        self.record = record_of(self.proposal)
        self.now = now_of(self.kind, self.record)
        self.version = self.record.version if self.record else None
        self.reasons = list(Reason.objects.offered(Reason.Use.REJECT))
        self.waiting = [c for c in self.proposal.changes.all() if _waits(c)]
        self.fields = self._fields()

    def _fields(self):
        values = {change.key: change.value for change in self.waiting}
        base = (
            base_of(self.kind, self.record, self.proposal.base) if self.record else {}
        )
        if self.proposal.is_new_record:
            base = self.now
        found = [r for r in rows(self.kind, base, self.now, values) if r.key in values]
        self.proposed = {**self.now, **resolved(found, self.now, {})}
        self.form = RecordForm(
            self.kind,
            self.record,
            self.now,
            viewer=self.user,
            data=self.data,
            initial={key: self.proposed.get(key) for key in values},
        )
        names = Names(self.kind, base, self.now, self.proposed)
        comparison = Comparison(self.kind.model, names, whole=True)
        return [
            self._field(change, [r for r in found if r.key == change.key], comparison)
            for change in self.waiting
        ]

    def _field(self, change, found, comparison):
        part = next((p for p in self.kind.fields if p.key == change.key), None)
        shown = [_row(part, row, comparison) for row in found]
        if part is None:
            shown = [_beside(change, self.record, comparison)]
        made = ReviewField(
            change.key,
            label(self.kind, change.key),
            change,
            shown,
            bound=self.form.fields.get(change.key) if part else None,
        )
        made.choice = "" if made.is_conflict else ACCEPT
        if made.bound and self.data is not None:
            made.edited = made.bound.typed != made.bound.control.shown(
                self.proposed.get(change.key)
            )
        if self.data is not None:
            made.choice = self.data.get(f"decision-{change.key}", "")
            made.reason = self.data.get(f"reason-{change.key}", "")
            made.note = one_line(self.data.get(f"note-{change.key}", ""))[:NOTE_LENGTH]
        return made

    @property
    def all_choice(self):
        """What was pressed for all fields together: "accept", "reject" or ""."""
        return (self.data or {}).get("all", "")

    def is_valid(self):
        for one in self.fields:
            if self.all_choice:
                one.choice = self.all_choice
            if self.all_choice == REJECT:
                one.reason = one.reason or self.data.get("reason-all", "")
                one.note = one.note or one_line(self.data.get("note-all", ""))[:300]
            self.decisions[one.key] = self._decision(one)
        return not self.error and not any(one.error for one in self.fields)

    def _decision(self, one):
        if one.choice == ACCEPT:
            return self._accepted(one)
        reason = next((r for r in self.reasons if str(r.pk) == one.reason), None)
        if one.choice != REJECT:
            one.error = _("Accept it or not.")
        elif not reason and not one.note:
            one.error = _("Say why it is not accepted.")
        return Decision(accept=False, reason=reason, note=one.note)

    def _accepted(self, one):
        if one.bound is None or one.key not in self.data.getlist("shown"):
            return Decision(accept=True)
        try:
            typed = one.bound.control.normal(one.bound.typed, self.now.get(one.key))
        except Refused as refused:
            one.bound.errors = refused.errors
            one.error = _("Correct what you wrote.")
            return None
        if typed == self.proposed.get(one.key):
            return Decision(accept=True)
        return Decision(accept=True, value=typed)


def now_of(kind, record):
    """Return the plain data of a record, {} for none: what its last revision kept."""
    if record is None:
        return {}
    last = Revision.objects.of(record).filter(number=record.version).first()
    return last.data if last else snapshot(record, kind)


def _waits(change):
    return change.decision == change.Decision.WAITING


def _row(part, row, comparison):
    """Return the ReviewRow of a Row."""

    def state(value):
        return {row.language: value} if row.language and value else value or None

    def compared(before, after):
        found = comparison.of(part, state(before), state(after), row.label)
        return next(iter(found), None)

    return ReviewRow(
        row.language or "",
        row.state,
        compared(row.base, row.base),
        compared(row.theirs, row.theirs),
        compared(row.theirs, row.mine),
        moved=row.base != row.theirs,
    )


def _beside(change, record, comparison):
    """Return the ReviewRow of what is no field: that a draft shall be public."""
    now = getattr(record, change.key, None) if change.key == PUBLICATION else None
    words = label_of(comparison, change.key)
    return ReviewRow(
        "",
        State.MINE,
        None,
        comparison.beside(change.key, now, now, words),
        comparison.beside(change.key, now, change.value, words),
    )


def label_of(comparison, key):
    return str(comparison.model._meta.get_field(key).verbose_name)
