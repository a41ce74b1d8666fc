"""What to show to who lost the race, and how their choices are carried out."""

from dataclasses import dataclass, replace

from revisions.differences.differing import contents, differences
from revisions.differences.showing import Names
from revisions.differences.three_way import State, resolved, rows
from revisions.fields import References, StringList, Values
from revisions.forms.record_form import SHOWN

PICK = "pick-"


@dataclass(frozen=True)
class Meeting:
    """Two states of a record that grew from one: what each says, row by row."""

    kind: object
    rows: list
    now: dict

    @property
    def disputed(self):
        return [row for row in self.rows if row.state is State.CONFLICT]

    @property
    def disputed_said(self):
        """What both changed, as pages show it."""
        return said(self.kind, self.disputed)

    @property
    def calm_said(self):
        """What only one of the two changed, as pages show it."""
        calm = [row for row in self.rows if row.state is not State.CONFLICT]
        return said(self.kind, calm)

    @property
    def values(self):
        """{key: value} of the record as both together would have it."""
        return resolved(self.rows, self.now, {})


def meeting(kind, base, now, mine):
    """Return the Meeting of two states; lists that both added to are put together."""
    parts = {part.key: part for part in kind.fields}
    found = [_together(parts[row.key], row) for row in rows(kind, base, now, mine)]
    return Meeting(kind, [row for row in found if row.state is not State.SAME], now)


def _together(part, row):
    if row.state is not State.CONFLICT or not isinstance(
        part, References | Values | StringList
    ):
        return row
    base, theirs, mine = (list(side or []) for side in (row.base, row.theirs, row.mine))
    gone = [item for item in base if item not in mine]
    kept = [item for item in theirs if item not in gone]
    both = [*kept, *(item for item in mine if item not in base and item not in kept)]
    both = part.normal(both) if both else None
    state = State.SAME if both == row.theirs else State.CONFLICT
    return replace(row, mine=both, state=state)


@dataclass(frozen=True)
class SaidRow:
    """A Row as pages show it: base, theirs and mine are Differences or None."""

    name: str
    key: str
    label: str
    language: str
    state: str
    base: object
    theirs: object
    mine: object


def said(kind, rows):
    """Return a SaidRow for each Row."""
    sides = [
        _alone(row, side) for row in rows for side in (row.base, row.theirs, row.mine)
    ]
    names = Names(kind, *sides)
    return [_said(kind, row, names) for row in rows]


def _alone(row, value):
    """Return plain data that say one side of a row and nothing else."""
    if value is None:
        return {}
    return {row.key: {row.language: value} if row.language else value}


def _said(kind, row, names):
    base = _alone(row, row.base)

    def against(value):
        other = _alone(row, value)
        found = differences(kind, base, other, names=names)
        return next(iter(found or contents(kind, other, names=names)), None)

    return SaidRow(
        name=row.name,
        key=row.key,
        label=row.label,
        language=row.language or "",
        state=row.state.value,
        base=next(iter(contents(kind, base, names=names)), None),
        theirs=against(row.theirs),
        mine=against(row.theirs if row.state is State.THEIRS else row.mine),
    )


def with_choices(data, form):
    """Return the data of a form after the choices of a conflict.

    What was left to the others stays as it is now.

    form is of the record as it is now.
    """
    chosen = [
        name.removeprefix(PICK)
        for name in data
        if name.startswith(PICK) and data[name] == State.THEIRS
    ]
    data = data.copy()
    for name in chosen:
        _leave(data, form, *name.split("-", 1))
    return data


def _leave(data, form, key, language=""):
    if language and key in form.fields and f"{key}_{language}" in data:
        shown = form.fields[key].control.shown(form.base.get(key))
        data[f"{key}_{language}"] = shown[language]
    else:
        data.setlist(SHOWN, [k for k in data.getlist(SHOWN) if k != key])
