"""What queries find, as plain data that two databases can be compared by."""

from core.kinds import kind as kind_named
from core.search.engine import search


def found(query, language="en", kinds=None):
    """Return the {"kind slug"} of the records that a query finds."""
    return {
        f"{kind} {slug}"
        for kind, scores in search(query, language=language, kinds=kinds).items()
        for slug in kind_named(kind)
        .model._base_manager.filter(pk__in=scores)
        .values_list("slug", flat=True)
    }


def matches(queries):
    """Return {query: sorted records} for a list of queries."""
    return {query: sorted(found(query)) for query in queries}
