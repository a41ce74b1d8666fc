"""Who wrote each value that a record has today, when, and on what it rests."""

from dataclasses import dataclass

from revisions.differences.differing import contents, identity
from revisions.differences.showing import Names
from revisions.fields import StringList, Translated, TranslatedLists
from revisions.fields.relations import Identifiers, ListOfEntries, References, Values
from revisions.history import credited
from revisions.models import Redirect, Revision
from revisions.snapshots import through


@dataclass(frozen=True)
class Blame:
    """Values of one field that one revision gave: a Difference without difference."""

    value: object
    revision: Revision


def blame(kind, record, *, redirects=None):
    """Return the Blames of a record's fields, in the kind's order.

    A text has one for each language, a list one for each revision that gave some of
    its values. Reads the revisions from the last back to where the last value came
    in; five queries and one for each kind of record that is named.
    """
    redirects = Redirect.table() if redirects is None else redirects
    today, origins = _origins(kind, record, redirects)
    revisions = credited(Revision.objects.defer("data")).in_bulk(set(origins.values()))
    names = Names(kind, today)
    return [
        Blame(value, revisions[pk])
        for part in kind.fields
        for pk, data in _by_origin(part, today, origins)
        for value in contents(kind, data, redirects={}, names=names)
    ]


def _origins(kind, record, redirects):
    """Return (data of today, {(key, what): key of the revision that gave it})."""
    rows = Revision.objects.of(record).order_by("-number").values_list("pk", "data")
    today, later, searched, found, last = None, {}, {}, {}, None
    for pk, data in rows.iterator(chunk_size=100):
        if today is None:
            today = through(kind, data, redirects)
            searched = {part: _atoms(part, data, redirects) for part in kind.fields}
        for part, atoms in searched.items():
            # Most fields are the same as in the revision after: they are not read.
            if data.get(part.key) != later.get(part.key):
                before = _atoms(part, data, redirects)
                for what in [w for w in atoms if before.get(w) != atoms[w]]:
                    found[part.key, what] = last
                    del atoms[what]
        later, last = data, pk
    for part, atoms in searched.items():
        found |= {(part.key, what): last for what in atoms}
    return today or {}, found


def _atoms(part, data, redirects):
    """Return {what of it: value} of the smallest parts of a field that people write.

    A text in one language, one value of a list, or all of a plain value.
    """
    value = data.get(part.key)
    return {} if value is None else dict(_pieces(part, part.through(value, redirects)))


def _pieces(part, value):
    if isinstance(part, Translated | TranslatedLists):
        return [(code, value[code]) for code in value]
    if isinstance(part, ListOfEntries):
        return [(identity(part, entry), entry) for entry in value]
    if isinstance(part, Identifiers):
        return [(tuple(item.values()), item) for item in value]
    if isinstance(part, References | Values | StringList):
        return [(item, item) for item in value]
    return [("", value)]


def _by_origin(part, today, origins):
    """Yield (revision, {key: the part of the value that it gave}) of a field."""
    value = today.get(part.key)
    if value is None:
        return
    groups = {}
    for what, one in _pieces(part, value):
        groups.setdefault(origins[part.key, what], []).append((what, one))
    for pk, pieces in groups.items():
        if isinstance(part, Translated | TranslatedLists):
            yield pk, {part.key: dict(pieces)}
        elif isinstance(value, list):
            yield pk, {part.key: [one for _what, one in pieces]}
        else:
            yield pk, {part.key: value}
