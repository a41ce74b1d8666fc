"""What two people wrote from the same state of a record, side by side.

Texts in several languages are compared language by language, every other field as
a whole.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.languages import CONTENT_LANGUAGES
from revisions.differences.changes import label
from revisions.fields import Translated, TranslatedLists


class State(StrEnum):
    MINE = "mine"  # only I changed it
    THEIRS = "theirs"  # only they changed it
    SAME = "same"  # both changed it to the same
    CONFLICT = "conflict"  # both changed it, each otherwise


@dataclass(frozen=True)
class Row:
    """A field, or one language of it, in three states; None is unknown."""

    key: str
    language: str | None
    label: str
    base: object
    theirs: object
    mine: object
    state: State

    @property
    def name(self):
        """What tells the row from others in a form: "summary-fr"."""
        return f"{self.key}-{self.language}" if self.language else self.key

    @property
    def default(self):
        """The side to take unless somebody decides otherwise."""
        return State.THEIRS if self.state is State.THEIRS else State.MINE


def rows(kind, base, theirs, mine):
    """Return a Row for everything that either side changed, in the kind's order.

    base and theirs are plain data; mine is {key: normal value} of what I changed.
    """
    return [
        row
        for part in kind.fields
        if part.key in mine or base.get(part.key) != theirs.get(part.key)
        for row in _rows_of(kind, part, base, theirs, mine)
    ]


def _rows_of(kind, part, base, theirs, mine):
    key = part.key
    values = (base.get(key), theirs.get(key), mine.get(key, base.get(key)))
    if not isinstance(part, Translated | TranslatedLists):
        yield _row(kind, key, None, *values)
        return
    for code in CONTENT_LANGUAGES:
        texts = [(value or {}).get(code) for value in values]
        if any(text != texts[0] for text in texts):
            yield _row(kind, key, code, *texts)


def _row(kind, key, language, base, theirs, mine):
    state = _state(base, theirs, mine)
    return Row(key, language, label(kind, key), base, theirs, mine, state)


def _state(base, theirs, mine):
    if mine == theirs:
        return State.SAME
    if mine == base:
        return State.THEIRS
    return State.MINE if theirs == base else State.CONFLICT


def resolved(rows, theirs, choices):
    """Return {key: value} that makes the record what was chosen, row by row.

    theirs is the plain data of now; choices are {row.name: State.MINE or
    State.THEIRS}, the row's default where there is none. What stays as it is now is
    left out.
    """
    values = {}
    for row in rows:
        if choices.get(row.name, row.default) != State.MINE or row.mine == row.theirs:
            continue
        if row.language is None:
            values[row.key] = row.mine
            continue
        texts = dict(values.get(row.key) or theirs.get(row.key) or {})
        texts[row.language] = row.mine
        values[row.key] = _without_unknowns(texts)
    return values


def _without_unknowns(texts):
    known = {code: texts[code] for code in CONTENT_LANGUAGES if texts.get(code)}
    return known or None
