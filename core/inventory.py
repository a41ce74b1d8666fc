"""What each process remembers of the records of a list, to count and to sort them.

An inventory holds, for every value of every facet, the set of the records that have
it, as a compressed bitmap: intersecting sets counts all the values of a list in a
millisecond, where SQL would need a GROUP BY for each facet. It is of one version of
the catalogue; when the version has risen, what changed since is read anew before
anything is answered, so that lists and counts never disagree with the database.
"""

import threading
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import islice

from pyroaring import BitMap

from core.models import CatalogueChange, CatalogueVersion

# How many drawn rows are kept for each language.
KEPT_ROWS = 2000

_inventories = {}
_lock = threading.RLock()


def inventory(filterset_class, version=None):
    """Return the Inventory of a list as the catalogue is now.

    version is CatalogueVersion.current(), if it is at hand. One query when nothing
    changed since the last time; after a change of some records, one more for the list
    of changes and one for each facet and for the orders; the whole is read again when
    it is not known what changed.
    """
    version = version or CatalogueVersion.current()
    known = _inventories.get(filterset_class)
    # A catalogue that nothing was ever written to has no version to go by.
    if known and version and known.version == version:
        return known
    with _lock:
        known = _inventories.get(filterset_class)
        if not (known and version and known.version == version):
            known = _inventories[filterset_class] = _renewed(
                known, filterset_class, version
            )
    return known


def forget():
    """Forget every inventory: the next request reads anew."""
    _inventories.clear()


def _renewed(known, filterset_class, version):
    changed = None
    if known and known.version and version:
        changed = CatalogueChange.since(known.version)
    if changed is None:
        fresh = Inventory(version, filterset_class)
        fresh.read(filterset_class.records())
        return fresh
    pks = changed.get(filterset_class.record_kind, ())
    return known.advanced(version, filterset_class, pks)


@dataclass
class Order:
    """Primary keys in one order, and how to find a record's place in it.

    columns are names of columns, with a minus before those that descend; the
    primary key comes last of itself. Of a column that descends, what is unknown
    comes last, too.
    """

    columns: tuple
    pks: array = field(default_factory=lambda: array("Q"))
    _places: array | None = None

    def sort(self, data):
        self.pks = array("Q", sorted(data, key=lambda pk: self.key(pk, data[pk])))

    def key(self, pk, row):
        """Return what a record is sorted by; row is {column: value}."""
        parts = []
        for column in self.columns:
            value = row[column.removeprefix("-")]
            parts.append(-value if column.startswith("-") else value)
        return (*parts, pk)

    def moved(self, out, data, into):
        """Return the order without some records and with others.

        data holds the rows of all that stay and of all that come.
        """

        def key_of(pk):
            return self.key(pk, data[pk])

        pks = array("Q", (pk for pk in self.pks if pk not in out))
        for pk in into:
            pks.insert(bisect_left(pks, key_of(pk), key=key_of), pk)
        return Order(self.columns, pks)

    @property
    def places(self):
        """The place of each primary key; an array, for it is a tenth of a dict."""
        if self._places is None:
            places = array("L", bytes(8 * (max(self.pks, default=0) + 1)))
            for place, pk in enumerate(self.pks):
                places[pk] = place
            self._places = places
        return self._places

    def page(self, found, start, stop):
        """Return the primary keys of a part of the records found.

        found is a BitMap of records; a page far down costs little more than the first.
        """
        if len(found) == len(self.pks):
            return list(self.pks[start:stop])
        if start >= len(found):
            return []
        # Who walks from the first record of all meets so many up to the last wanted.
        walk = len(self.pks) * min(stop, len(found)) // len(found)
        if walk < len(found):
            return list(islice(filter(found.__contains__, self.pks), start, stop))
        here = BitMap(array("I", map(self.places.__getitem__, found)))
        return [self.pks[place] for place in here[start:stop]]


class Inventory:
    """The public records of one list, by facet value and in each of its orders."""

    def __init__(self, version, filterset_class):
        self.version = version
        self.facets = {facet.name: facet for facet in filterset_class.facets()}
        self.orders = {
            name: Order(columns) for name, columns in filterset_class.orders().items()
        }
        self.everything = BitMap()
        self.values = {name: {} for name in self.facets}
        self.data = {}
        self._labels = {}
        self._rows = {}
        self._counts = {}
        # {language: the drawn facets of the whole list}.
        self.drawn = {}
        # What core.facet_views keeps of the facets it drew.
        self.frames = {}

    # Reading

    def read(self, records):
        """Read everything: one query for the orders, one for each facet."""
        self.data = self._data_of(records)
        self.everything = BitMap(self.data.keys())
        for order in self.orders.values():
            order.sort(self.data)
        for name, facet in self.facets.items():
            self.values[name] = self._bitmaps(facet, records)
        self._fill_rests()

    def advanced(self, version, filterset_class, pks):
        """Return the inventory of a later version, where these records changed."""
        new = Inventory(version, filterset_class)
        if not pks:
            new.__dict__ |= {
                **self.__dict__,
                "version": version,
                "_labels": {},
                "drawn": {},
                "frames": {},
            }
            return new
        records = filterset_class.records().filter(pk__in=pks)
        out, rows = BitMap(pks), new._data_of(records)
        # Copied, so that who reads the old inventory meanwhile sees no half of it.
        new.data = {**self.data, **rows}
        for pk in out - BitMap(rows.keys()):
            new.data.pop(pk, None)
        new.everything = (self.everything - out) | BitMap(rows.keys())
        new.orders = {
            name: order.moved(out, new.data, rows)
            for name, order in self.orders.items()
        }
        for name, facet in self.facets.items():
            new.values[name] = self._patched(facet, out, new._bitmaps(facet, records))
        new._fill_rests()
        new._rows = {
            language: {pk: row for pk, row in rows.items() if pk not in out}
            for language, rows in self._rows.items()
        }
        return new

    def _patched(self, facet, out, fresh):
        before = self.values[facet.name]
        merged = {
            value: (before.get(value, BitMap()) - out) | fresh.get(value, BitMap())
            for value in {**before, **fresh}
        }
        return {value: records for value, records in merged.items() if records}

    def _data_of(self, records):
        """Return {primary key: {column: number or text}} of the columns of orders."""
        columns = {c.removeprefix("-") for o in self.orders.values() for c in o.columns}
        rows = records.order_by().values("pk", *columns)
        return {
            row.pop("pk"): {column: _sortable(value) for column, value in row.items()}
            for row in rows.iterator()
        }

    def _bitmaps(self, facet, records):
        found = {}
        for value, pk in facet.pairs(records):
            found.setdefault(value, []).append(pk)
        return {value: BitMap(pks) & self.everything for value, pks in found.items()}

    def _fill_rests(self):
        for name, facet in self.facets.items():
            if not facet.rest:
                continue
            values = self.values[name]
            values.pop(facet.rest, None)
            rest = self.everything - BitMap.union(BitMap(), *values.values())
            if rest:
                values[facet.rest] = rest

    # Answering

    def having(self, name, values):
        """Return the BitMap of the records that have one of the values of a facet."""
        known = self.values[name]
        return BitMap.union(BitMap(), *(known[v] for v in values if v in known))

    def counts(self, name, found=None):
        """Return {value: number of records}, of all records or of those found."""
        if found is None or found is self.everything:
            if name not in self._counts:
                self._counts[name] = {v: len(r) for v, r in self.values[name].items()}
            return self._counts[name]
        counts = {v: r.intersection_cardinality(found)
                  for v, r in self.values[name].items()}  # fmt: skip
        return {value: n for value, n in counts.items() if n}

    def labels(self, name, values, language):
        """Return {value: label} of some values of a facet, as facet.named() does."""
        known = self._labels.setdefault((name, language), {})
        missing = [value for value in values if value not in known]
        if missing:
            found = self.facets[name].named(missing)
            known |= {value: str(found.get(value, value)) for value in missing}
        return {value: known[value] for value in values}

    def rows(self, language):
        """Return {primary key: its row of the list, as drawn in a language}."""
        known = self._rows.setdefault(language, {})
        while len(known) > KEPT_ROWS:
            known.pop(next(iter(known)), None)
        return known


def _sortable(value):
    """Return a number or a text: the unknown and the oldest sort below all else."""
    if value is None:
        return float("-inf")
    if hasattr(value, "timestamp"):
        return value.timestamp()
    if hasattr(value, "toordinal"):
        return value.toordinal()
    return value
