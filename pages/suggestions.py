"""What the search field offers while a person types."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.languages import current_language
from core.search.analyser import MAX_QUERY_LENGTH
from core.search.engine import suggest
from core.text import one_line

# One letter begins half of the names.
LEAST_LETTERS = 2
# Of each kind: together they fit on a screen.
EACH = 3
# Key of a kind, what its group is called, the address of its records' pages.
GROUPS = (
    ("tool", gettext_lazy("Tools"), "catalogue:tool"),
    ("use-case", gettext_lazy("Use cases"), "usecases:use-case"),
    ("organization", gettext_lazy("Organizations"), "organizations:organization"),
    ("collection", gettext_lazy("Collections"), "catalogue:collection"),
    ("tag", gettext_lazy("Themes and functions"), "pages:tag"),
)


def suggestions(typed):
    """Return what to offer for what was typed, as the field shows it.

    {query, groups: [{key, label, items: [{title, url, other}]}], everything: {title,
    url}, status}; other is a name that fits when the title does not, or "". One query.
    """
    query = one_line(typed)[:MAX_QUERY_LENGTH]
    found = {}
    if len(query) >= LEAST_LETTERS:
        found = suggest(query, language=current_language(), each=EACH)
    groups = [
        {"key": key, "label": str(label), "items": _items(found[key], page)}
        for key, label, page in GROUPS
        if key in found
    ]
    return {
        "query": query,
        "groups": groups,
        "everything": {
            "title": _("Search for “%(query)s” in everything") % {"query": query},
            "url": f"{reverse('pages:search')}?{urlencode({'q': query})}",
        },
        "status": _status(sum(len(group["items"]) for group in groups)),
    }


def _items(found, page):
    return [
        {"title": s.title, "url": reverse(page, args=[s.slug]), "other": s.other}
        for s in found
    ]


def _status(count):
    if not count:
        return _("No suggestions")
    return ngettext("%(n)s suggestion", "%(n)s suggestions", count) % {"n": count}


def opensearch(offered, absolute):
    """Return the same as browsers take it: query, titles, descriptions, addresses.

    absolute makes an address whole.
    """
    rows = [
        (item["title"], group["label"], absolute(item["url"]))
        for group in offered["groups"]
        for item in group["items"]
    ]
    return [offered["query"], *([row[part] for row in rows] for part in range(3))]
