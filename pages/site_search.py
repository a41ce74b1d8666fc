"""The search over the four kinds, and tags."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models import Collection, Tool
from core.languages import current_language
from core.search.analyser import MAX_QUERY_LENGTH
from core.search.engine import search
from core.text import one_line
from organizations.models import Organization
from taxonomy.models import Tag
from usecases.models import UseCase

SHOWN = 5


@dataclass(frozen=True)
class Section:
    """What the search found of one kind: the best, and how many in all."""

    key: str
    label: str
    template: str
    url: str
    count: int
    records: list


KINDS = (
    ("tool", _("Tools"), Tool, "catalogue/_tool_row.html", "catalogue:tools"),
    ("use-case", _("Use cases"), UseCase, "usecases/_use_case_row.html",
     "usecases:use-cases"),
    ("organization", _("Organizations"), Organization,
     "organizations/_organization_row.html", "organizations:organizations"),
    ("collection", _("Collections"), Collection, "catalogue/_collection_row.html",
     "catalogue:collections"),
)  # fmt: skip


def search_page(data):
    """Return the context of the search page for the query string's data."""
    typed = one_line(data.get("q", ""))
    query = typed[:MAX_QUERY_LENGTH]
    found = search(query, language=current_language())
    sections = [_section(row, found.get(row[0], {})) for row in KINDS]
    return {
        "query": query,
        "too_long": len(typed) > MAX_QUERY_LENGTH,
        "sections": [section for section in sections if section.count],
        "tags": _best(Tag.objects.public(), found.get("tag", {})),
        "count": sum(section.count for section in sections),
        "no_header_search": True,
    }


def _section(row, scores):
    key, label, model, template, url = row
    records = _best(model.objects.public().for_cards(), scores)
    return Section(key, label, template, reverse(url), len(scores), records)


def _best(records, scores):
    """Return the records with the highest scores, the best first."""
    pks = sorted(scores, key=lambda pk: (-scores[pk], pk))[:SHOWN]
    found = records.in_bulk(pks) if pks else {}
    return [found[pk] for pk in pks if pk in found]
