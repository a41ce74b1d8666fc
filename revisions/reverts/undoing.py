"""Takes one older change back, as far as later changes have left it standing.

Texts are undone language by language, lists value by value: what somebody else wrote
since stays.
"""

from dataclasses import dataclass, field
from functools import partial

from core.languages import CONTENT_LANGUAGES
from revisions.differences.changes import label
from revisions.differences.differing import identity, numbered
from revisions.fields import StringList, Translated, TranslatedLists
from revisions.fields.relations import Identifiers, ListOfEntries, References, Values
from revisions.models import Redirect
from revisions.reverts.restoring import fit
from revisions.snapshots import through

# An address is changed by renaming, which keeps the former one.
STAYS = {"slug"}


@dataclass
class Undoing:
    """What undoing a change comes to.

    values are {key: plain value} to write, None to empty; overtaken are (key, language
    or "") that later changes have changed again, and which therefore stay.
    """

    kind: object
    values: dict = field(default_factory=dict)
    overtaken: list = field(default_factory=list)

    @property
    def left(self):
        """Return [(words for a field, language or "")] of what stays."""
        return [(label(self.kind, key), language) for key, language in self.overtaken]


def undo(kind, before, after, now, *, redirects=None):
    """Return the Undoing of the change that led from one state of a record to another.

    before and after are the plain data of two revisions that follow each other, now
    those of today. Slugs are compared through redirects, those of Redirect.table().
    """
    redirects = Redirect.table() if redirects is None else redirects
    states = [through(kind, data, redirects) for data in (before, after, now)]
    undoing = Undoing(kind)
    for part in kind.fields:
        values = [state.get(part.key) for state in states]
        if values[0] == values[1] or part.key in STAYS:
            continue
        undoing.values[part.key], overtaken = _undone(part, *values)
        undoing.overtaken += [(part.key, language) for language in overtaken]
    today, back = states[2], fit(kind, undoing.values, redirects, now.get("slug"))
    undoing.values = {k: value for k, value in back.items() if value != today.get(k)}
    return undoing


def _undone(part, before, after, now):
    """Return (value, languages in which it stays, [""] for all of it)."""
    if now == after:
        return before, []
    for types, undone in WAYS:
        if isinstance(part, types):
            return undone(part, before, after, now)
    return _value(before, after, now)


def _value(before, after, now):
    if now in (before, after):
        return before, []
    return now, [""]


def _by_language(part, before, after, now):
    before, after, now = before or {}, after or {}, now or {}
    texts, left = dict(now), []
    for code in CONTENT_LANGUAGES:
        states = before.get(code), after.get(code), now.get(code)
        if states[0] != states[1]:
            texts[code], overtaken = _value(*states)
            left += [code] if overtaken else []
    return {c: texts[c] for c in CONTENT_LANGUAGES if texts.get(c)} or None, left


def _set(part, before, after, now):
    values = _without_added(before, after, now)
    values += [v for v in before or [] if v not in (after or []) and v not in values]
    return _sorted(values) or None, []


def _list(part, before, after, now):
    before = before or []
    values = _without_added(before, after, now)
    for place, value in enumerate(before):
        if value not in (after or []) and value not in values:
            values.insert(place, value)
    only_moved = set(before) == set(after or [])
    return values or None, [""] if only_moved else []


def _without_added(before, after, now):
    added = [value for value in after or [] if value not in (before or [])]
    return [value for value in now or [] if value not in added]


def _sorted(values):
    """Return values of a set as fields write them: identifiers are small dicts."""
    return sorted(values, key=lambda value: sorted(value.items())
                  if isinstance(value, dict) else value)  # fmt: skip


def _entries(part, before, after, now):
    """Undo what came, went or was changed among the entries of a list."""
    was, then, left = (
        numbered(rows or [], partial(identity, part)) for rows in (before, after, now)
    )
    stays, overtaken = [], False
    for key, entry in left.items():
        if key in then and then[key] != was.get(key) and entry != was.get(key):
            if entry != then[key]:
                overtaken = True
            elif key in was:
                entry = was[key]  # noqa: PLW2901
            else:
                continue
        stays.append(entry)
    for place, (key, entry) in enumerate(was.items()):
        if key not in then and key not in left:
            stays.insert(place, entry)
    overtaken |= any(
        key in was and then[key] != was[key] and key not in left for key in then
    )
    overtaken |= stays == (now or []) and was == then
    return stays or None, [""] if overtaken else []


WAYS = (
    ((Translated, TranslatedLists), _by_language),
    (StringList, _list),
    (ListOfEntries, _entries),
    ((References, Values, Identifiers), _set),
)
