"""What differs between two states of a record, as data for pages.

Texts are compared word by word and language by language, sets by their values, lists
by their entries, whatever place they stand at. Slugs are compared through redirects.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

from revisions.differences.changes import label
from revisions.differences.showing import Names, Said, say, say_unknown
from revisions.differences.words import DEL, INS, SAME, word_diff
from revisions.fields import (
    StringList,
    Text,
    Translated,
    TranslatedLists,
)
from revisions.fields.relations import Identifiers, ListOfEntries, References, Values
from revisions.models import Redirect
from revisions.snapshots import through

__all__ = ["Difference", "Entry", "contents", "differences", "word_diff"]
# A text of one line that is at least so long is compared word by word.
LONG = 150
# How many characters that are the same are shown around a change.
AROUND = 160
GAP = "gap"


@dataclass(frozen=True)
class Difference:
    """What differs in one key of a record, in one language if it has several.

    form says which of the others are filled: "text" parts, "value" before and after,
    "set" removed, added and kept, "list" entries.
    """

    key: str
    label: str
    language: str = ""
    form: str = "value"
    changed: bool = True
    # [(op, text)] of word_diff().
    parts: list = field(default_factory=list)
    # Said, None for unknown.
    before: Said | None = None
    after: Said | None = None
    # Lists of Said.
    removed: list = field(default_factory=list)
    added: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    # A list of Entry.
    entries: list = field(default_factory=list)

    @property
    def shown(self):
        """The parts of a text, of what is the same only what stands around changes.

        ("gap", "…") stands for what is left out.
        """
        if not self.changed:
            return self.parts
        last = len(self.parts) - 1
        return [
            shown
            for place, (op, text) in enumerate(self.parts)
            for shown in (
                _around(text, first=place == 0, last=place == last)
                if op == SAME
                else [(op, text)]
            )
        ]


@dataclass(frozen=True)
class Entry:
    """One entry of a list: op is "same", "del" or "ins".

    parts are Differences: of what else an entry says that came or went, of what
    changed in one that stayed. was and now are its places when it moved.
    """

    op: str
    said: Said
    parts: list = field(default_factory=list)
    was: int | None = None
    now: int | None = None


def differences(kind, before, after, *, redirects=None, names=None):
    """Return the Differences between two states of a record, in the kind's order.

    before and after are plain data, {} before the first revision. redirects are those
    of Redirect.table(), names a Names of both, when the caller has them already.
    """
    return _compared(kind, before, after, redirects, names, whole=False)


def contents(kind, data, *, redirects=None, names=None):
    """Return all that plain data say, as Differences without a difference."""
    return _compared(kind, data, data, redirects, names, whole=True)


def _compared(kind, before, after, redirects, names, *, whole):
    redirects = Redirect.table() if redirects is None else redirects
    before, after = (through(kind, data, redirects) for data in (before, after))
    comparison = Comparison(kind.model, names or Names(kind, before, after), whole)
    found = [
        difference
        for part in kind.fields
        if whole or before.get(part.key) != after.get(part.key)
        for difference in comparison.of(
            part, before.get(part.key), after.get(part.key), label(kind, part.key)
        )
    ]
    known = {part.key for part in kind.fields}
    for key in sorted((before.keys() | after.keys()) - known):
        states = before.get(key), after.get(key)
        found += comparison.beside(key, *states, label(kind, key))
    return found


@dataclass(frozen=True)
class Comparison:
    """Compares fields of one model; whole tells of those that are alike too."""

    model: type
    names: Names
    whole: bool = False

    def of(self, part, before, after, label):
        """Return the Differences of a field, None standing for unknown."""
        if (before == after and not self.whole) or before is after is None:
            return []
        for types, compare in COMPARISONS:
            if isinstance(part, types):
                return compare(self, part, before, after, label)
        if type(part) is Text and part.max_length >= LONG and not part.check:
            return [self.text(part.key, label, "", before or "", after or "")]
        said = [self.say(part, value) for value in (before, after)]
        changed = before != after
        return [Difference(part.key, label, "", "value", changed, [], *said)]

    def beside(self, key, before, after, label):
        """Return the Difference of a key that is no field of the kind."""
        if before == after and not self.whole:
            return []
        said = [
            None if value is None else say_unknown(self.model, key, value)
            for value in (before, after)
        ]
        return [Difference(key, label, "", "value", before != after, [], *said)]

    def say(self, part, value):
        return None if value is None else say(part, value, self.model, self.names)

    def text(self, key, label, language, before, after):
        parts = word_diff(before, after)
        return Difference(key, label, language, "text", before != after, parts)

    def by_language(self, part, before, after, label):
        before, after = before or {}, after or {}
        return [
            self.text(part.key, label, code, before.get(code, ""), after.get(code, ""))
            for code in _languages(before, after)
            if self.whole or before.get(code) != after.get(code)
        ]

    def lists_by_language(self, part, before, after, label):
        before, after = before or {}, after or {}
        return [
            self.strings(part, before.get(code), after.get(code), label, code)[0]
            for code in _languages(before, after)
            if self.whole or before.get(code) != after.get(code)
        ]

    def strings(self, part, before, after, label, language=""):
        def entry(op, old, new):
            return Entry(op, self.say(part, new if op != DEL else old))

        before, after = before or [], after or []
        entries = _entries(before, after, lambda text: text, entry)
        same = before == after
        return [
            Difference(part.key, label, language, "list", not same, entries=entries)
        ]

    def sets(self, part, before, after, label):
        before, after = before or [], after or []
        parts = {
            "removed": [item for item in before if item not in after],
            "added": [item for item in after if item not in before],
            "kept": [item for item in after if item in before],
        }
        said = {
            name: [self.say(part, item) for item in items]
            for name, items in parts.items()
        }
        return [Difference(part.key, label, "", "set", before != after, **said)]

    def rows(self, part, before, after, label):
        inside = Comparison(part.rows_model, self.names, self.whole)
        entries = _entries(
            before or [],
            after or [],
            lambda entry: identity(part, entry),
            lambda op, old, new: inside.entry(part, op, old, new),
            ordered=part.ordered,
        )
        return [
            Difference(part.key, label, "", "list", before != after, entries=entries)
        ]

    def entry(self, part, op, old, new):
        """Return the Entry of a row: what it points to, and what else it says."""
        first, *others = part.parts
        shown = new if op != DEL else old
        whole = Comparison(self.model, self.names, whole=self.whole or op != SAME)
        parts = [
            difference
            for other in others
            for difference in whole.of(
                other,
                (old if op == SAME else shown).get(other.key),
                shown.get(other.key),
                self.label_of(other),
            )
        ]
        return Entry(op, self.say(first, shown[first.key]), parts)

    def label_of(self, part):
        return str(self.model._meta.get_field(part.column).verbose_name)


COMPARISONS = (
    (Translated, Comparison.by_language),
    (TranslatedLists, Comparison.lists_by_language),
    (StringList, Comparison.strings),
    (ListOfEntries, Comparison.rows),
    ((References, Values, Identifiers), Comparison.sets),
)


def _around(text, *, first, last):
    """Return a text that is the same, its middle left out when it is long."""
    before, after = (0 if first else AROUND), (0 if last else AROUND)
    if len(text) <= before + after + AROUND:
        return [(SAME, text)]
    # Cut between words.
    start = text[:before].rpartition(" ")[0] + " " if before else ""
    end = " " + text[len(text) - after :].partition(" ")[2] if after else ""
    return [(op, part) for op, part in ((SAME, start), (GAP, "…"), (SAME, end)) if part]


def identity(part, entry):
    """Return what makes an entry the same one in two states: not its other words."""
    names = getattr(part, "unique", None) or (part.parts[0].key,)
    return tuple(str(entry.get(name, "")) for name in names)


def _languages(before, after):
    return [code for code in ("en", "fr", "es") if code in before or code in after]


def _entries(before, after, identity, entry, *, ordered=True):
    """Return the Entries of two lists, what went among what stayed.

    entry(op, old, new) makes one. Entries of one identity are told apart by order.
    """
    old, new = numbered(before, identity), numbered(after, identity)
    places = {key: place for place, key in enumerate(old)}
    stayed = [key for key in new if key in old]
    moved = set(stayed) - _in_order(stayed, places) if ordered else set()
    found = []
    for place, key in enumerate(new):
        if key not in old:
            found.append(entry(INS, None, new[key]))
            continue
        made = entry(SAME, old[key], new[key])
        found.append(_moved(made, places[key], place) if key in moved else made)
    gone = [entry(DEL, old[key], None) for key in old if key not in new]
    return [*found, *gone]


def numbered(items, identity):
    """Return {(identity, how often it stood before): item}."""
    numbered, counts = {}, {}
    for item in items:
        key = identity(item)
        counts[key] = counts.get(key, 0) + 1
        numbered[key, counts[key]] = item
    return numbered


def _in_order(keys, places):
    """Return the most of the keys that stand in the order of their places."""
    ends, best, chain = [], [], {}
    for key in keys:
        at = bisect_left(ends, places[key])
        chain[key] = best[at - 1] if at else None
        ends[at : at + 1] = [places[key]]
        best[at : at + 1] = [key]
    found, key = set(), best[-1] if best else None
    while key is not None:
        found.add(key)
        key = chain[key]
    return found


def _moved(entry, was, now):
    return Entry(entry.op, entry.said, entry.parts, was + 1, now + 1)
