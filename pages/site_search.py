"""The search over the four kinds, and tags."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import QueryDict
from django.utils.html import escape

from catalogue.compare import PICK
from core.filtersets import TABS, lists
from core.languages import localized
from core.listing import carried, tabs
from core.matches import explained
from core.models import CatalogueVersion
from core.search.analyser import MAX_QUERY_LENGTH
from core.search.asking import ask
from core.text import one_line
from pages.tagged import at_version
from taxonomy.models import Tag

SHOWN = 5
SHOWN_TAGS = 8


@dataclass(frozen=True)
class Section:
    """What the search found of one kind: the rows of the best, how many in all."""

    key: str
    label: str
    url: str
    count: int
    rows: list


def search_page(data):
    """Return the context of the search page for the query string's data.

    At most five queries once the rows of the page were drawn: the version, the
    search, the tags, the passages, and the spelling where nothing was found.
    """
    typed = one_line(data.get("q", ""))
    query = typed[:MAX_QUERY_LENGTH]
    version = CatalogueVersion.current()
    answer = ask(query, version=version)
    found = sections(answer, data, version)
    return {
        "query": query,
        "too_long": len(typed) > MAX_QUERY_LENGTH,
        "answer": answer,
        "tabs": tabs(answer, data),
        "carried": carried(data),
        "sections": found,
        "tags": tags(answer.found.get("tag", {}), version),
        "count": sum(section.count for section in found),
        "no_header_search": True,
    }


def sections(answer, data, version):
    """Return the Sections of what was found, the kind of the best match first.

    data is that of the query string, version the catalogue's.
    """
    filtersets = [
        kind(QueryDict.fromkeys(["q"], answer.used), answer=answer, version=version)
        for kind in lists()
        if answer.found.get(kind.record_kind)
    ]
    filtersets.sort(key=lambda f: (f.tiers.best, TABS.index(f.record_kind)))
    pages = [(filterset, filterset.page_of(0, SHOWN)) for filterset in filtersets]
    addresses = {tab["kind"]: tab["url"] for tab in tabs(answer, data)}

    def finish(row):
        """Let the link that picks a tool lead to the list, which keeps the others."""
        picked = f'href="{escape(addresses["tool"])}&amp;compare='
        return row.replace(f'href="{PICK}', picked)

    return [
        Section(
            filterset.record_kind,
            filterset.label,
            addresses[filterset.record_kind],
            len(filterset.found),
            rows,
        )
        for filterset, rows in zip(filtersets, explained(pages, finish), strict=True)
    ]


def tags(tiers, version):
    """Return the best tags of what was found; one query at the first time."""
    if not tiers:
        return []
    found = at_version(_tags, tuple(tiers), version)
    order = {tag: (tiers[tag.pk], localized(tag, "label").text) for tag in found}
    return sorted(order, key=order.get)[:SHOWN_TAGS]


@lru_cache(maxsize=64)
def _tags(pks, version):
    return list(Tag.objects.public().filter(pk__in=pks))
