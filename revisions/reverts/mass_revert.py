"""Takes back all that one person changed since a day, or says what is in the way.

Of each field what counts is the last value that somebody else gave it: it comes back
where the person's own value still stands. A field that somebody else has changed
meanwhile stays as it is. A record that the person made is hidden, unless somebody
else has worked on it.
"""

from dataclasses import dataclass, field

from django.db import IntegrityError
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from core.kinds import all_kinds, kind as kind_named
from core.languages import CONTENT_LANGUAGES
from core.models import Record, StaleRecord
from revisions.differences.changes import label
from revisions.editing import Attribution, Change, broken_rule, hide, write
from revisions.fields import Problem, Translated, TranslatedLists
from revisions.models import ModerationAction, Revision
from revisions.moderation.log import log

# So many records at a time: a request has to end. Who has changed more is reverted in
# several goes.
MOST = 100
# An address is not taken back: others may have noted it.
STAYS = {"slug"}


@dataclass
class Plan:
    """What is to be done with one record.

    back is {key: plain value} to write; created says that the person made the record;
    left are the words for what stays, why the reason when nothing can be done.
    """

    kind: object
    record: Record
    back: dict = field(default_factory=dict)
    created: bool = False
    hides: bool = False
    left: list = field(default_factory=list)
    why: str = ""

    @property
    def labels(self):
        """The words for the fields that come back."""
        return [label(self.kind, key) for key in self.back]

    @property
    def does_something(self):
        return self.hides or bool(self.back)


@dataclass(frozen=True)
class Report:
    """What was done: plans carried out, plans that were not, whether there is more."""

    done: list
    left: list
    more: bool


def plans(author, since):
    """Return ([Plan], whether there are more records) of a person's changes.

    since is the time from which on they count. A query for each kind, one for who
    changed what, one for the revisions.
    """
    touched = (
        Revision.objects.filter(author=author, created_at__gte=since)
        .values_list("kind", "object_id")
        .annotate(first=Min("number"))
        .order_by("kind", "object_id")
    )
    found = list(touched[: MOST + 1])
    firsts = {(kind, pk): first for kind, pk, first in found[:MOST]}
    histories = _histories(firsts)
    made = [
        _plan(kind, record, author, histories[kind.key, record.pk])
        for kind, record in _records(firsts)
    ]
    return made, len(found) > MOST


def _records(firsts):
    for kind in all_kinds():
        pks = [pk for key, pk in firsts if key == kind.key]
        if pks:
            for record in kind.model._base_manager.filter(pk__in=pks):
                yield kind, record


def _histories(firsts):
    """Return {(kind key, primary key): revisions from just before the first on}."""
    found = {key: [] for key in firsts}
    pks = {pk for _kind, pk in firsts}
    rows = Revision.objects.filter(
        kind__in={kind for kind, _pk in firsts}, object_id__in=pks
    )
    for revision in rows.order_by("number").iterator():
        first = firsts.get((revision.kind, revision.object_id))
        if first is not None and revision.number >= first - 1:
            found[revision.kind, revision.object_id].append(revision)
    return found


def _plan(kind, record, author, history):
    plan = Plan(
        kind, record, created=history[0].number == 1 and is_by(history[0], author)
    )
    others = [r for r in history[not plan.created :] if not is_by(r, author)]
    if not record.is_public:
        plan.why = _("It is not public any more.")
    elif plan.created and others:
        plan.why = _("Others have worked on it since.")
    elif plan.created:
        plan.hides = True
    else:
        _fill(plan, author, history)
    return plan


def is_by(revision, author):
    return revision.author_id == author.pk


def _fill(plan, author, history):
    """Find what comes back to a record that somebody else made."""
    clean, theirs, overtaken = _judged(plan.kind, author, history)
    now = dict(history[-1].data)
    for name in theirs:
        key, code = name
        if key in STAYS:
            overtaken.add(name)
            continue
        values = plan.back.get(key, now.get(key))
        plan.back[key] = _with(values, code, clean.get(name))
    plan.back = {k: v for k, v in plan.back.items() if v != now.get(k)}
    if any(r.action == Revision.Action.MERGE and is_by(r, author) for r in history):
        plan.left.append(_("another record was merged into it"))
    known = [part.key for part in plan.kind.fields]
    keys = {key for key, _code in overtaken}
    plan.left += [label(plan.kind, key) for key in known if key in keys]


def _judged(kind, author, history):
    """Return (last values by others, names still the author's, names overtaken).

    A name is (key, language), without a language for what has none.
    """
    parts = {part.key: part for part in kind.fields}
    before = clean = _flat(parts, history[0].data)
    clean, theirs, overtaken = dict(clean), set(), set()
    for revision in history[1:]:
        after = _flat(parts, revision.data)
        names = [n for n in before | after if before.get(n) != after.get(n)]
        for name in names:
            if is_by(revision, author):
                theirs.add(name)
                continue
            if name in theirs:
                theirs.remove(name)
                overtaken.add(name)
            clean[name] = after.get(name)
        before = after
    return clean, sorted(theirs, key=str), overtaken - set(theirs)


def _flat(parts, data):
    """Return {(key, language): value} of plain data of a kind's fields."""
    found = {}
    for key, value in data.items():
        if isinstance(parts.get(key), Translated | TranslatedLists):
            found |= {(key, code): text for code, text in value.items()}
        elif key in parts:
            found[key, None] = value
    return found


def _with(values, code, value):
    if code is None:
        return value
    texts = {**(values or {}), code: value}
    return {c: texts[c] for c in CONTENT_LANGUAGES if texts.get(c)} or None


def revert(author, since, by, reason, *, at=None):
    """Carry out the plans of a person's changes; return a Report.

    by is the moderator, reason a revisions.models.Reason. Each record is a change of
    its own: what stands in the way of one does not hold up the others.
    """
    at = at or timezone.now()
    made, more = plans(author, since)
    done, left = [], []
    for before in made:
        # A record that came back before it may have changed this one with it.
        plan = _anew(before, author, since)
        if plan.does_something and _carry_out(plan, by, reason, at):
            done.append(plan)
        if plan.left or plan.why:
            left.append(plan)
    if done:
        log(ModerationAction.Action.REVERTED, by, at=at, rule=reason.rule)
    return Report(done, left, more)


def _anew(plan, author, since):
    key = (plan.kind.key, plan.record.pk)
    mine = Revision.objects.of(plan.record).filter(author=author, created_at__gte=since)
    history = _histories({key: mine.aggregate(first=Min("number"))["first"]})[key]
    record = kind_named(plan.kind.key).model._base_manager.get(pk=plan.record.pk)
    return _plan(plan.kind, record, author, history)


def _carry_out(plan, by, reason, at):
    attribution = Attribution(
        by,
        comment=_("Changes of one author taken back"),
        action=Revision.Action.REVERT,
        at=at,
    )
    try:
        if plan.hides:
            hide(plan.record, reason.text, attribution)
            log(ModerationAction.Action.HIDDEN, by, at=at, record=plan.record,
                rule=reason.rule)  # fmt: skip
        else:
            write(plan.kind, [Change(plan.record, plan.back)], attribution)
    except (StaleRecord, Problem, IntegrityError) as error:
        plan.why = _why_not(plan.kind, error)
        return False
    return True


def _why_not(kind, error):
    if isinstance(error, StaleRecord):
        return _("Somebody has just changed it.")
    if isinstance(error, IntegrityError):
        return broken_rule(kind, error)
    return str(error)
