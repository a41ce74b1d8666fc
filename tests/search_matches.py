"""What queries find, as plain data that two databases can be compared by."""

from django.utils import translation

from core.kinds import kind as kind_named
from core.models import Document
from core.search.asking import ask
from core.search.engine import search, suggest


def found(query, kinds=None):
    """Return the {"kind slug"} of the records that a query finds."""
    return set(tiers(query, kinds))


def tiers(query, kinds=None):
    """Return {"kind slug": tier} of the records that a query finds."""
    return _named(search(query, kinds=kinds))


def _named(found):
    return {
        f"{kind} {slug}": int(pks[pk])
        for kind, pks in found.items()
        for pk, slug in kind_named(kind)
        .model._base_manager.filter(pk__in=list(pks))
        .values_list("pk", "slug")
    }


def matches(queries):
    """Return {query: {record: tier}} for a list of queries."""
    return {query: tiers(query) for query in queries}


def answers(queries):
    """Return {query: [corrected, dropped, {record: tier}]} for a list of queries."""
    with translation.override("en"):
        asked = {query: ask(query) for query in queries}
    return {
        query: [answer.corrected, answer.dropped, _named(answer.found)]
        for query, answer in asked.items()
    }


def suggestions(queries):
    """Return {query: {kind: [[slug, title, other name]]}} for a list of queries."""
    return {
        query: {
            kind: [[one.slug, one.title, one.other] for one in found]
            for kind, found in suggest(query, language="fr").items()
        }
        for query in queries
    }


def forget(_documents):
    """Empty the index; return how many documents it had."""
    return Document.objects.all().delete()[0]
