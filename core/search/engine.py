"""Asks the database's own full-text search; both engines match the same records.

A database tells which documents have a word in a place, one probe for each word and
place, all in one query; these sets are put together here.
"""

import json
import sys
from array import array
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from core.kinds import ORDER
from core.search.analyser import (
    NAME,
    Query,
    beginnings,
    name_form,
    parse,
    plain,
    words,
)
from core.search.index import EVERY, KIND_BITS, NAMES, PLACES
from core.search.tiers import PK_BITS, SOME, WHERE, Tier, by_kind

KIND_MASK = (1 << KIND_BITS) - 1
EVERYWHERE = "".join(str(digit) for digit in range(len(PLACES)))
IN_NAMES = EVERYWHERE[: len(NAMES)]
# A beginning that is shorter counts in names only: elsewhere it says nothing.
MIN_BEGINNING = 4
# The best of each kind among the records in whose names the words stand.
SUGGESTED = """
    SELECT kind, slug, {title}, aliases FROM (
        SELECT id, row_number() OVER (
            PARTITION BY id & {mask} ORDER BY later, popularity DESC, {by_name}, id
        ) AS place FROM ({hits}) AS hits
    ) AS ranked JOIN core_document AS document ON document.id = ranked.id
    WHERE place <= %s ORDER BY place
"""


@dataclass(frozen=True)
class Suggestion:
    """A record that one may mean; other is the name that fits if the title does not."""

    slug: str
    title: str
    other: str


class Sqlite:
    """How FTS5 is asked."""

    probe = """
        SELECT probe.key, json_group_array({key}) {filter}
        FROM json_each(%s) AS probe
        CROSS JOIN core_document_words AS document
        WHERE document.core_document_words MATCH json_extract(probe.value, '$[0]')
        {phrase} GROUP BY probe.key
    """
    phrase = """
        AND (json_extract(probe.value, '$[1]') = '' OR (
            SELECT instr(exact, json_extract(probe.value, '$[1]'))
            FROM core_document WHERE id = document.rowid
        ) > 0)
    """
    id = "document.rowid"
    by_name = "sort_name"
    # Each document once, with the number of the first query that finds it.
    hits = """
        SELECT document.id, popularity, sort_name, min(probe.key) AS later
        FROM json_each(%s) AS probe CROSS JOIN core_document_words AS found
        CROSS JOIN core_document AS document ON document.id = found.rowid
        WHERE found.core_document_words MATCH probe.value GROUP BY document.id
    """

    @staticmethod
    def params(probes):
        return [json.dumps(probes)]

    texts = staticmethod(json.dumps)

    @staticmethod
    def keys(collected):
        return array("I", json.loads(collected))

    @staticmethod
    def form(form, *, prefix=False):
        return f'"{form}"*' if prefix else f'"{form}"'

    @staticmethod
    def either(parts):
        return f"({' OR '.join(parts)})"

    @staticmethod
    def both(parts):
        return f"({' AND '.join(parts)})"


class PostgreSQL:
    """How a tsvector is asked."""

    probe = """
        SELECT probe.number - 1, string_agg(int4send(({key})::int), '') {filter}
        FROM unnest(%s::tsquery[], %s::text[])
            WITH ORDINALITY AS probe(words, phrase, number)
        JOIN core_document AS document
            ON core_document_lexemes(document.words) @@ probe.words
        {phrase} GROUP BY probe.number
    """
    phrase = "WHERE probe.phrase = '' OR strpos(document.exact, probe.phrase) > 0"
    id = "document.id"
    # As SQLite sorts, and faster than by the rules of a language.
    by_name = 'sort_name COLLATE "C"'
    hits = """
        SELECT document.id, popularity, sort_name, min(probe.number) AS later
        FROM unnest(%s::tsquery[]) WITH ORDINALITY AS probe(words, number)
        JOIN core_document AS document
            ON core_document_lexemes(document.words) @@ probe.words
        GROUP BY document.id
    """

    @staticmethod
    def params(probes):
        return [list(column) for column in zip(*probes, strict=True)]

    texts = staticmethod(list)

    @staticmethod
    def keys(collected):
        """Read numbers of four bytes: tens of thousands in no time."""
        keys = array("I", bytes(collected or b""))
        if sys.byteorder == "little":
            keys.byteswap()
        return keys

    @staticmethod
    def form(form, *, prefix=False):
        return f"'{form}':*" if prefix else f"'{form}'"

    @staticmethod
    def either(parts):
        return f"({' | '.join(parts)})"

    @staticmethod
    def both(parts):
        return f"({' & '.join(parts)})"


def _engine():
    return PostgreSQL if connection.vendor == "postgresql" else Sqlite


def search(query, *, kinds=None):
    """Return {kind key: Matches} of the records that match a query.

    query is a text or a Query; kinds are kind keys, all by default. Matches are
    {primary key: tier}. One SQL query, none for a query without words.
    """
    sought = Sought(_parsed(query))
    return by_kind(sought.tiers(_sets(sought.probes(), kinds)))


def matching(queries, *, kinds=None):
    """Return what each of some queries finds: BitMaps of keys (core.search.tiers).

    One SQL query, none without words.
    """
    sought = [Sought(_parsed(query)) for query in queries]
    probes = dict.fromkeys(probe for one in sought for probe in one.probes())
    sets = _sets(list(probes), kinds)
    return [
        BitMap.union(BitMap(), *(keys for _tier, keys in one.tiers(sets)))
        for one in sought
    ]


def _parsed(query):
    return query if isinstance(query, Query) else parse(query)


def _rows(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _sets(probes, kinds):
    """Return {probe: BitMap of the keys of the records where it holds}."""
    sets = {probe: BitMap() for probe in probes}
    if not probes:
        return sets
    engine, among = _engine(), ""
    if kinds:
        numbers = ", ".join(str(ORDER.index(kind)) for kind in kinds)
        # Not among the conditions: PostgreSQL would begin with it, and go through all
        # records of a kind rather than through the index.
        among = f"FILTER (WHERE {engine.id} & {KIND_MASK} IN ({numbers}))"
    sql = engine.probe.format(
        key=_key(engine.id),
        filter=among,
        # Left out where there is none: looking at the texts of each row is dear.
        phrase=engine.phrase if any(phrase for _words, phrase in probes) else "",
    )
    for number, collected in _rows(sql, engine.params(probes)):
        sets[probes[number]] = BitMap(engine.keys(collected))
    return sets


def _key(column):
    """Return SQL for a record's key (core.search.tiers) by that of its document."""
    return f"(({column} & {KIND_MASK}) << {PK_BITS}) | ({column} >> {KIND_BITS})"


class Sought:
    """A query as probes of the index: (what to match, phrase that must follow)."""

    def __init__(self, query):
        self.query = query
        engine = _engine()
        self.words = [_by_place(engine, term) for term in query.terms]
        self.excluded = [_by_place(engine, term) for term in query.excluded_terms]
        self.phrases = [_phrase(engine, phrase) for phrase in query.phrases]
        self.excluded_phrases = [_phrase(engine, p) for p in query.excluded_phrases]
        self.exact = [(engine.form(f"{place}{query.name}"), "") for place in IN_NAMES]
        self.begun = [
            (engine.form(f"{place}{query.name_prefix}", prefix=True), "")
            for place in IN_NAMES
        ]
        self.every = (engine.form(EVERY), "")

    def probes(self):
        """Return every probe that tiers() needs the set of."""
        found = [probe for at in (*self.words, *self.excluded) for probe in at.values()]
        found += [*self.phrases, *self.excluded_phrases]
        found += self.exact if self.query.name else []
        found += self.begun if self.query.name_prefix else []
        if self.query and not self.query.terms:
            found.append(self.every)
        return list(dict.fromkeys(found))

    def tiers(self, sets):
        """Yield (tier, BitMap of keys), the best first, each key once."""
        unwanted = BitMap.union(
            BitMap(),
            *(sets[probe] for at in self.excluded for probe in at.values()),
            *(sets[probe] for probe in self.excluded_phrases),
        )
        seen = unwanted
        for tier, found in self._candidates(sets):
            keys = BitMap.intersection(found, *(sets[p] for p in self.phrases)) - seen
            if keys:
                yield tier, keys
                seen = seen | keys

    def _candidates(self, sets):
        if self.query.name:
            yield Tier.EXACT, BitMap.union(*(sets[probe] for probe in self.exact))
        if self.query and not self.query.terms:
            yield Tier.RELATED, sets[self.every]
        words = [
            {place: sets[probe] for place, probe in at.items()} for at in self.words
        ]
        for tier, wheres in WHERE.items() if words else ():
            found = BitMap.intersection(*(_in(at, w) for w in wheres for at in words))
            if tier in SOME:
                found &= BitMap.union(*(_in(at, SOME[tier]) for at in words))
            last = wheres[0][-1]
            if self.query.name_prefix and last in IN_NAMES:
                found |= sets[self.begun[int(last)]]
            yield tier, found


def _in(at, places):
    """Return where a word stands in one of some places."""
    return BitMap.union(*(at[place] for place in places))


def _by_place(engine, term):
    """Return {digit of a place: probe for a word there}."""
    return {
        place: (engine.either(_forms(engine, term, place)), "") for place in EVERYWHERE
    }


def _forms(engine, term, place):
    asked = [engine.form(f"{place}{form}") for form in sorted(term.forms)]
    if term.prefix and (place in IN_NAMES or len(term.prefix) >= MIN_BEGINNING):
        asked.append(engine.form(f"{place}{term.prefix}", prefix=True))
    return asked


def _phrase(engine, phrase):
    """Return the probe for words in this very order, wherever they stand."""
    each = (
        engine.either([engine.form(f"{place}{word}") for place in EVERYWHERE])
        for word in phrase.split()
    )
    return engine.both(each), phrase


@contextmanager
def many_at_once():
    """Have PostgreSQL add the words of many documents to its index in bulk.

    Three times as fast; searches are slower meanwhile, for they go through what is
    not added yet.
    """
    _say_of_index("ALTER INDEX core_document_words SET (fastupdate = on)")
    try:
        yield
    finally:
        _say_of_index("ALTER INDEX core_document_words SET (fastupdate = off)")
        _say_of_index("SELECT gin_clean_pending_list('core_document_words')")
        _say_of_index("ANALYZE core_document")


def _say_of_index(statement):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement)


def suggest(text, *, language, each=5):
    """Return {kind key: Suggestions} of what a person may be typing the name of.

    Every word must stand, or begin a word, in the names of a record, whatever their
    language; for tags, synonyms are names, too. Those whose name begins with what is
    typed come first, then those with more use cases; no others while it is short and
    `each` names begin so. At most `each` of a kind, titles in a language. One SQL
    query, two for what is short and begins fewer names.
    """
    terms, name = beginnings(text)
    if not terms:
        return {}
    engine = _engine()
    begins = [engine.form(f"{place}{name}", prefix=True) for place in IN_NAMES]
    standing = engine.both(
        engine.either([f for place in IN_NAMES for f in _forms(engine, term, place)])
        for term in terms
    )
    asked, rows = [engine.either(begins), standing], []
    if len(name) < len(NAME) + MIN_BEGINNING:
        rows = _suggested(engine, asked[:1], language, each)
    if len(rows) < each:
        rows = _suggested(engine, asked, language, each)
    found = {}
    for kind, slug, title, aliases in rows:
        other = _other(terms, name, title, aliases.split("\n"))
        found.setdefault(kind, []).append(Suggestion(slug, title, other))
    return found


def _suggested(engine, asked, language, each):
    """Return the best rows of each kind; what the first query finds comes before."""
    sql = SUGGESTED.format(
        title=f"title_{language}",
        mask=KIND_MASK,
        by_name=engine.by_name,
        hits=engine.hits,
    )
    return _rows(sql, [engine.texts(asked), each])


def _other(terms, name, title, aliases):
    """Return the first other name that fits what is typed, "" when the title does."""
    fitting = (text for text in (title, *aliases) if _fits(terms, name, text))
    first = next(fitting, title)
    return "" if first == title else first


def _fits(terms, name, text):
    here = words(text)
    if name_form(here).startswith(name):
        return True
    forms = [plain(word) for word in here]
    return all(any(f.startswith(t.prefix) for f in forms) for t in terms)
