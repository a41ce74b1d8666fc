"""The names, links and identifiers of all records of a kind, kept in memory."""

from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.kinds import kind as kind_named
from core.languages import columns
from core.models import CatalogueVersion, Record
from revisions.fields import (
    Identifiers,
    StringList,
    Translated,
    TranslatedLists,
    Url,
    UrlList,
)
from revisions.merges.likeness import WORD_END, link_key, name_keys, page_key, squeezed

# How many signs may be wrong in a name of so many letters and digits.
SLIPS = {5: 1, 8: 2, 12: 3}
# A name that begins another one counts from so many letters and digits.
LEAST_BEGINNING = 5
# Of names that are near to one, as many are looked at.
NEAREST = 20


def catalogued(kind_key):
    """Return the Catalogued records of a kind, of this version of the catalogue.

    One query; three when the catalogue has changed since a process last asked.
    """
    version = CatalogueVersion.current()
    return _catalogued(kind_key, version) if version else Catalogued(kind_key)


@lru_cache(maxsize=8)
def _catalogued(kind_key, version):
    return Catalogued(kind_key)


class Catalogued:
    """What the records of a kind are known by, whoever may see them.

    `names` is {key: {primary key: another name, or "" for its own}}, `links` {(what,
    key): {primary key: {host and path}}}, `identifiers` {(scheme, value): {primary
    key}}; see revisions.merges.likeness for the keys. Records merged into others are
    none.
    """

    def __init__(self, kind_key):
        self.names = defaultdict(dict)
        self.links = defaultdict(lambda: defaultdict(set))
        self.identifiers = defaultdict(set)
        self.schemes = {}  # {scheme: its words}
        self.written = {}  # {key of a name: a name as written}
        kind = kind_named(kind_key)
        rows = kind.model._base_manager.exclude(status=Record.Status.MERGED)
        self._read_columns(kind, rows.order_by("pk"))
        for part in kind.fields:
            if isinstance(part, Identifiers):
                self._read_identifiers(part)
        self.keys = sorted(self.names)

    def _read_columns(self, kind, rows):
        own, others, links = columns_of(kind)
        for pk, *row in rows.values_list("pk", *own, *others, *links):
            for name in filter(None, row[: len(own)]):
                self._add_name(pk, name, "")
            for names in row[len(own) : len(own) + len(others)]:
                for name in names or ():
                    self._add_name(pk, name, name)
            for url in filter(None, row[len(own) + len(others) :]):
                if (key := link_key(url)) != ("", ""):
                    self.links[key][pk].add(page_key(url))

    def _add_name(self, pk, name, other):
        for key in name_keys(name):
            self.written.setdefault(key, name)
            if not other or pk not in self.names[key]:
                self.names[key][pk] = other

    def _read_identifiers(self, part):
        self.schemes = dict(part.rows_model.Scheme.choices)
        rows = part.rows_model._base_manager.order_by()
        for pk, *pair in rows.values_list(f"{part.owner}_id", "scheme", "value"):
            self.identifiers[tuple(pair)].add(pk)

    def near(self, name):
        """Return the keys of the names that are almost this one."""
        key = squeezed(name)
        allowed = max((n for size, n in SLIPS.items() if len(key) >= size), default=0)
        if not allowed:
            return []
        found = process.extract(
            key, self.keys, scorer=OSA.distance, score_cutoff=allowed, limit=NEAREST
        )
        return [near for near, _slips, _at in found if digits(near) == digits(key)]

    def begun(self, name):
        """Return the keys of names that are this one with more words, or with less."""
        key = squeezed(name)
        if len(key) < LEAST_BEGINNING:
            return []
        start = bisect_left(self.keys, key)
        longer = [
            following
            for following in islice(self.keys, start, start + NEAREST)
            if following.startswith(key)
            and key in map(squeezed, beginnings(self.written[following]))
        ]
        shorter = map(squeezed, beginnings(name))
        return longer + [
            k for k in shorter if len(k) >= LEAST_BEGINNING and k in self.names
        ]


def columns_of(kind):
    """Return the columns of a kind that hold its names, other names, and links."""
    parts = kind.fields
    name = next(part for part in parts if part.key == kind.named)
    own = columns(name.key) if isinstance(name, Translated) else [name.key]
    others = [column for part in parts for column in other_names(part)]
    return own, others, [part.column for part in parts if isinstance(part, Url)]


def other_names(part):
    """Return the columns in which a field keeps other names of the record."""
    if isinstance(part, TranslatedLists):
        return columns(part.key)
    is_list = isinstance(part, StringList) and not isinstance(part, UrlList)
    return [part.column] if is_list else []


def beginnings(name):
    """Return a name without its last word, without its last two, and so on.

    >>> beginnings("Decidim Barcelona 2016")
    ['Decidim', 'Decidim Barcelona']
    """
    return [name[: match.start()] for match in WORD_END.finditer(name)]


def digits(key):
    """Return the digits of a name: names that differ in one are of two things."""
    return [sign for sign in key if sign.isdigit()]
