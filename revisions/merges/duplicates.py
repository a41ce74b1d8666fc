"""Which records may be one: asked before a record is made, and to merge those twice.

Nothing is decided here: people see the reasons and judge.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import OSA

from core.kinds import Kind, kind as kind_named
from revisions.merges.catalogued import LEAST_BEGINNING, catalogued, digits
from revisions.merges.likeness import link_key, name_keys, page_key, squeezed
from revisions.merges.signs import Signs

# A host that more records have than this is one where many projects live.
ALONE = 3
# More records than this under one key are a custom, not a mistake.
CROWD = 20
# What a person gives that is compared; nobody has more links to one thing.
MOST_LINKS = 20


@dataclass(frozen=True)
class Candidate:
    """A record that may be the one that is meant."""

    record: object
    reasons: list  # words for people, the surest first
    weight: int


def candidates(
    kind, name="", links=(), identifiers=(), leaving_out=None, limit=5, visible_to=None
):
    """Return the Candidates that a record described like this may be, surest first.

    kind is a Kind or its key, links web addresses, identifiers (scheme, value) pairs,
    leaving_out the record that is being edited. Public records only, unless
    visible_to is a person who sees more. Two SQL queries; two more for the first that
    asks after a change of the catalogue.
    """
    kind = kind if isinstance(kind, Kind) else kind_named(kind)
    known, signs = catalogued(kind.key), Signs()
    if squeezed(name):
        _compare_name(known, name, signs)
    _compare_links(known, links, signs)
    _compare_identifiers(known, identifiers, signs)
    if leaving_out is not None:
        signs.found.pop(leaving_out.pk, None)
    return _surest(kind, signs, visible_to)[:limit]


def _surest(kind, signs, user):
    if not signs.found:
        return []
    found = [
        Candidate(record, signs.reasons(record.pk), signs.weight(record.pk))
        for record in _shown(kind, user).filter(pk__in=list(signs.found))
    ]
    return sorted(found, key=lambda c: (-c.weight, c.record.sort_name, c.record.pk))


def _shown(kind, user):
    objects = kind.model.objects
    return objects.visible_to(user) if user else objects.public()


def _compare_name(known, name, signs):
    for key in name_keys(name):
        for pk, other in known.names.get(key, {}).items():
            signs.add(pk, *(("alias", other) if other else ("name",)))
    for sign, keys in (("near", known.near(name)), ("begins", known.begun(name))):
        for pk in {pk for key in keys for pk in known.names[key]}:
            signs.add(pk, sign)


def _compare_links(known, links, signs):
    for url in list(links)[:MOST_LINKS]:
        what, key = link_key(url)
        having = known.links.get((what, key), {})
        for pk, pages in having.items():
            if what != "website" or len(having) <= ALONE:
                signs.add(pk, what, key)
            elif (page := page_key(url)) in pages:
                signs.add(pk, "page", page)


def _compare_identifiers(known, identifiers, signs):
    for scheme, value in identifiers:
        for pk in known.identifiers.get((str(scheme), str(value)), ()):
            signs.add(pk, "identifier", f"{known.schemes[scheme]}: {value}")


def pairs(kind, limit=50, offset=0, declared=frozenset(), visible_to=None):
    """Return [(record, record, reasons)] of records that may be one, surest first.

    Public ones, unless visible_to is a person who sees more. declared holds (primary
    key, primary key), in either order, of pairs that are known to be two. Three SQL
    queries, and two more as for candidates(); records meet only under keys that they
    share, so that the time grows with the records, not with their square.
    """
    kind = kind if isinstance(kind, Kind) else kind_named(kind)
    signs = _signs_of_pairs(catalogued(kind.key))
    shown = set(_shown(kind, visible_to).order_by().values_list("pk", flat=True))
    two = {frozenset(pair) for pair in declared}
    left = [p for p in signs.found if shown.issuperset(p) and frozenset(p) not in two]
    left.sort(key=lambda pair: (-signs.weight(pair), pair))
    left = left[offset : offset + limit]
    records = kind.model._base_manager.in_bulk({pk for pair in left for pk in pair})
    return [(records[a], records[b], signs.reasons((a, b))) for a, b in left]


def _signs_of_pairs(known):
    signs = Signs()
    for having in known.names.values():
        for couple in _couples(having):
            others = sorted(filter(None, (having[pk] for pk in couple)))
            signs.add(couple, *(("alias", others[0]) if others else ("name",)))
    _meet_by_near_name(known, signs)
    for (what, key), having in known.links.items():
        _meet_by_link(what, key, having, signs)
    for (scheme, value), having in known.identifiers.items():
        for couple in _couples(having):
            signs.add(couple, "identifier", f"{known.schemes[scheme]}: {value}")
    return signs


def _couples(keys):
    """Yield every two of some keys, the lower first; none of a crowd."""
    if 1 < len(keys) <= CROWD:
        yield from combinations(sorted(keys), 2)


def _meet_by_near_name(known, signs):
    # Other names of two things are often near; their own names seldom.
    own = {
        key: [pk for pk, other in having.items() if not other]
        for key, having in known.names.items()
    }
    for one, other in _near_keys(key for key, having in own.items() if having):
        for pk in own[one]:
            for pk_2 in own[other]:
                if pk != pk_2:
                    signs.add((min(pk, pk_2), max(pk, pk_2)), "near")


def _near_keys(keys):
    """Yield every two keys of which one sign is wrong.

    Such keys, and few others, have a form in common when each loses one sign.
    """
    forms = defaultdict(set)
    for key in keys:
        if len(key) > LEAST_BEGINNING:
            forms[key].add(key)
            for place in range(len(key)):
                forms[key[:place] + key[place + 1 :]].add(key)
    for near in forms.values():
        for one, other in _couples(near):
            if digits(one) == digits(other) and OSA.distance(one, other) == 1:
                yield one, other


def _meet_by_link(what, key, having, signs):
    if what != "website" or len(having) <= ALONE:
        for couple in _couples(having):
            signs.add(couple, what, key)
        return
    # Many live on that host: those meet that have one page in common.
    pages = defaultdict(set)
    for pk, addresses in having.items():
        for address in addresses:
            pages[address].add(pk)
    for address, pks in pages.items():
        for couple in _couples(pks):
            signs.add(couple, "page", address)
