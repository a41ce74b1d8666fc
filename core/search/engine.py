"""Asks the database's own full-text search; both engines match the same records."""

from django.db import connection

from core.search.analyser import STEMMERS, parse

TABLE = "core_document_words"  # the FTS5 table of migration 0002
COLUMNS = ("name", "keywords", "body", "related")
# How much a word counts in each column.
WEIGHTS = (10.0, 4.0, 1.0, 0.7)


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
    ask = _ask_postgresql if connection.vendor == "postgresql" else _ask_sqlite
    found = {}
    for kind, pk, written_in, score in ask(terms, kinds):
        weighed = score * (1.2 if written_in == language else 1)
        records = found.setdefault(kind, {})
        records[pk] = max(weighed, records.get(pk, 0))
    return found


def _ask_sqlite(terms, kinds):
    parts, params = [], []
    for language in STEMMERS:
        parts.append(
            f"SELECT d.kind, d.object_id, d.language,"  # noqa: S608
            f" -bm25({TABLE}, {', '.join(map(str, WEIGHTS))})"
            f" FROM {TABLE} JOIN core_document d ON d.id = {TABLE}.rowid"
            f" WHERE {TABLE} MATCH %s AND d.language = %s{_kinds_sql(kinds)}"
        )
        params += [_sqlite_query(terms, language), language, *(kinds or ())]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return cursor.fetchall()


def _sqlite_query(terms, language):
    def ask(term):
        forms = [f'"{variant}"' for variant in sorted(term.variants[language])]
        if term.prefix:
            forms.append(f'"{term.prefix}"*')
        return f"({' OR '.join(forms)})"

    return " AND ".join(ask(term) for term in terms)


def _ask_postgresql(terms, kinds):
    parts, params = [], []
    weights = "{" + ",".join(str(weight / 10) for weight in reversed(WEIGHTS)) + "}"
    for language in STEMMERS:
        query = _postgresql_query(terms, language)
        parts.append(
            "SELECT d.kind, d.object_id, d.language,"  # noqa: S608
            " ts_rank(%s::float4[], d.words, to_tsquery('simple', %s), 1)"
            " FROM core_document d"
            " WHERE d.words @@ to_tsquery('simple', %s) AND d.language = %s"
            + _kinds_sql(kinds)
        )
        params += [weights, query, query, language, *(kinds or ())]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return cursor.fetchall()


def _postgresql_query(terms, language):
    def ask(term):
        forms = [f"'{variant}'" for variant in sorted(term.variants[language])]
        if term.prefix:
            forms.append(f"'{term.prefix}':*")
        return f"({' | '.join(forms)})"

    return " & ".join(ask(term) for term in terms)


def _kinds_sql(kinds):
    if not kinds:
        return ""
    return f" AND d.kind IN ({', '.join(['%s'] * len(kinds))})"
