"""How well records match a query: the tiers, and what a search found of one kind."""

from collections.abc import Mapping
from enum import IntEnum
from functools import cache, cached_property

from pyroaring import BitMap

from core.kinds import ORDER

# A record found is known by a key: the number of its kind, then its primary key, of
# so many bits. Those of one kind stand together, which parts a set of them at once.
PK_BITS = 27


class Tier(IntEnum):
    """How well a record matches: the best place that holds every word of the query,
    together with the places before it.

    EXACT: it is called so. Among those that match by their tags, the ones whose own
    texts tell it, too, come first, then those of which the name or the summary tells
    a part.
    """

    EXACT = 0
    NAME = 1
    ALIASES = 2
    TAGS_AND_SUMMARY = 3
    TAGS_AND_DESCRIPTION = 4
    TAGS_AND_SOME = 5
    TAGS = 6
    SUMMARY = 7
    DESCRIPTION = 8
    RELATED = 9


# Digits of places: what a tier has every word in, and some word besides.
WHERE = {
    Tier.NAME: ["0"],
    Tier.ALIASES: ["01"],
    Tier.TAGS_AND_SUMMARY: ["012", "013"],
    Tier.TAGS_AND_DESCRIPTION: ["012", "0134"],
    Tier.TAGS_AND_SOME: ["012"],
    Tier.TAGS: ["012"],
    Tier.SUMMARY: ["0123"],
    Tier.DESCRIPTION: ["01234"],
    Tier.RELATED: ["012345"],
}
SOME = {Tier.TAGS_AND_SOME: "013"}


class Matches(Mapping):
    """{primary key: tier} of the records of one kind that a search found.

    Tens of thousands may be found: they are kept as `sets`, {tier: BitMap of primary
    keys}, the best tier first.
    """

    def __init__(self, sets=()):
        self.sets = dict(sets)

    def __getitem__(self, pk):
        for tier, pks in self.sets.items():
            if pk in pks:
                return tier
        raise KeyError(pk)

    def __iter__(self):
        for pks in self.sets.values():
            yield from pks

    def __len__(self):
        return sum(map(len, self.sets.values()))

    def __repr__(self):
        return f"Matches({self.sets})"

    @property
    def best(self):
        """The tier of the best match; there must be one."""
        return next(iter(self.sets))

    @cached_property
    def records(self):
        """The BitMap of all of them."""
        return BitMap.union(BitMap(), *self.sets.values())


def by_kind(tiers):
    """Return {kind key: Matches} of pairs of a tier and a BitMap of keys."""
    found = {}
    for tier, keys in tiers:
        for number, kind in enumerate(ORDER):
            if mine := keys & _keys_of(number):
                pks = mine.shift(-(number << PK_BITS))
                found.setdefault(kind, Matches()).sets[tier] = pks
    return found


@cache
def _keys_of(number):
    """Return the BitMap of all keys that a kind's records may have."""
    return BitMap(range(number << PK_BITS, (number + 1) << PK_BITS))
