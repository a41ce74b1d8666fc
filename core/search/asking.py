"""What the pages ask of the search."""

from dataclasses import dataclass
from functools import lru_cache

from core.models import Document
from core.search.analyser import parse
from core.search.engine import matching, search
from core.search.relaxing import choose, parts
from core.search.spelling import best, corrections


@dataclass(frozen=True)
class Answer:
    """What a query found, after it was corrected or shortened if it had to be."""

    query: str
    found: dict  # {kind key: Matches, which are {primary key: tier}}
    corrected: str = ""  # the query as it was probably meant
    dropped: str = ""  # what was left out of it, as typed
    unquoted: bool = False  # whether its quotes were left out
    shortened: str = ""  # the query without what was left out

    @property
    def used(self):
        """The query whose results these are."""
        return self.shortened or self.corrected or self.query


def ask(query, *, kinds=None, version=None):
    """Return the Answer to what a person typed.

    When nothing matches, the query is read as the nearest words of the catalogue;
    when that finds nothing either, what helps most is left out. One SQL query where
    something matches, four where nothing does.

    version is what CatalogueVersion.current() returned before, if it is at hand: then
    no query is asked for what was found in that version already.
    """
    if version and not kinds:
        found = _found_in(version, query)
    else:
        found = search(query, kinds=kinds)
    parsed = parse(query)
    return Answer(query, found) if found or not parsed else _near(parsed, kinds)


@lru_cache(maxsize=128)
def _found_in(version, query):
    """Return what search() finds; the more a word finds, the more often it is asked."""
    return search(query)


def _near(query, kinds):
    meant = corrections(query)
    read = parse(meant[0][1]) if meant else query
    asked = [*(text for _slips, text in meant), *parts(read)]
    keys = matching(asked, kinds=kinds)
    corrected = best(meant, keys[: len(meant)])
    if corrected:
        return Answer(query.text, search(corrected, kinds=kinds), corrected)
    relaxed = choose(read, keys[len(meant) :])
    if not relaxed:
        return Answer(query.text, {})
    return Answer(
        query.text,
        search(relaxed.query, kinds=kinds),
        read.text if meant else "",
        relaxed.dropped,
        relaxed.unquoted,
        relaxed.query,
    )


def ranked(tiers, kind, *, first=None):
    """Return the primary keys of records of a kind, the best match first.

    tiers is {primary key: tier}. Of those that match alike, those with more use cases
    come first, then those verified last, then by name. One SQL query; first says how
    many are wanted.
    """
    wanted = _best(tiers, first) if first else tiers
    rows = Document.objects.filter(kind=kind, object_id__in=list(wanted)).values_list(
        "object_id", "popularity", "verified_on", "sort_name"
    )
    order = {
        pk: (tiers[pk], -popularity, -(verified.toordinal() if verified else 0), name)
        for pk, popularity, verified, name in rows
    }
    return sorted(order, key=order.get)[:first]


def _best(tiers, first):
    """Return the primary keys of as many of the best tiers as hold so many records."""
    kept, by_tier = [], {}
    for pk, tier in tiers.items():
        by_tier.setdefault(tier, []).append(pk)
    for tier in sorted(by_tier):
        kept += by_tier[tier]
        if len(kept) >= first:
            break
    return kept
