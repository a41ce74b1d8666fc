"""Asks the database's own full-text search; both engines match the same records."""

from django.db import connection

from core.search.analyser import STEMMERS, parse

TABLE = "core_document_words"  # the FTS5 table of migration 0002
COLUMNS = ("name", "keywords", "body", "related")
LABELS = dict(zip(COLUMNS, "ABCD", strict=True))  # PostgreSQL's names of weights
# How much a word counts in each column.
WEIGHTS = (10.0, 4.0, 1.0, 0.7)


# A match of every word in the name alone comes before one in the name and the
# keywords, and that before one that needs the whole text.
TIERS = (("name",), ("name", "keywords"), COLUMNS)
TIER = 1000


def search(query, *, language, kinds=None):
    """Return {kind key: {primary key: score}} of the records that match a query.

    Every word must match somewhere in one language's document of the record.
    A higher score is a better match; language is the page's, and what is
    written in it comes a little before the rest. One SQL query, none for a
    query without words.
    """
    terms = parse(query)
    if not terms:
        return {}
    part, ask = (
        (_postgresql_part, _postgresql_query)
        if connection.vendor == "postgresql"
        else (_sqlite_part, _sqlite_query)
    )
    parts, params = [], []
    for tier, columns in enumerate(reversed(TIERS)):
        for written_in in STEMMERS:
            sql, values = part(tier, ask(terms, written_in, columns))
            parts.append(f"{sql} AND d.language = %s{_kinds_sql(kinds)}")
            params += [*values, written_in, *(kinds or ())]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return _best_scores(cursor.fetchall(), language)


def _best_scores(rows, language):
    found = {}
    for kind, pk, written_in, tier, score in rows:
        weighed = tier * TIER + score * (1.2 if written_in == language else 1)
        records = found.setdefault(kind, {})
        records[pk] = max(weighed, records.get(pk, 0))
    return found


def _sqlite_part(tier, query):
    sql = (
        f"SELECT d.kind, d.object_id, d.language, {tier},"  # noqa: S608
        f" -bm25({TABLE}, {', '.join(map(str, WEIGHTS))})"
        f" FROM {TABLE} JOIN core_document d ON d.id = {TABLE}.rowid"
        f" WHERE {TABLE} MATCH %s"
    )
    return sql, [query]


def _sqlite_query(terms, language, columns):
    def ask(term):
        forms = [f'"{variant}"' for variant in sorted(term.variants[language])]
        if term.prefix:
            forms.append(f'"{term.prefix}"*')
        return f"({' OR '.join(forms)})"

    words = " AND ".join(ask(term) for term in terms)
    return f"{{{' '.join(columns)}}} : ({words})"


def _postgresql_part(tier, query):
    weights = "{" + ",".join(str(weight / 10) for weight in reversed(WEIGHTS)) + "}"
    sql = (
        f"SELECT d.kind, d.object_id, d.language, {tier},"  # noqa: S608
        " ts_rank(%s::float4[], d.words, to_tsquery('simple', %s), 1)"
        " FROM core_document d WHERE d.words @@ to_tsquery('simple', %s)"
    )
    return sql, [weights, query, query]


def _postgresql_query(terms, language, columns):
    labels = "".join(LABELS[column] for column in columns)

    def ask(term):
        forms = [f"'{variant}':{labels}" for variant in sorted(term.variants[language])]
        if term.prefix:
            forms.append(f"'{term.prefix}':*{labels}")
        return f"({' | '.join(forms)})"

    return " & ".join(ask(term) for term in terms)


def _kinds_sql(kinds):
    if not kinds:
        return ""
    return f" AND d.kind IN ({', '.join(['%s'] * len(kinds))})"
