"""The pages that are asked for under load."""

from urllib.parse import urlencode

from django.urls import reverse

from api.benchmark.pages import WORD, pages
from catalogue.models import Tool

# Name of a case: the page of api.benchmark.pages that it is, if it is one of those.
CASES = {
    "home": "Home",
    "list": "Tools",
    "two facets": "Tools, two facets",
    "search": "Search",
    "suggestions": None,
    "tool": "Tool",
    "compare": None,
}
COMPARED = 3


def addresses() -> dict:
    """Return {case: address} for the records of the database; three queries or so."""
    found, tools = pages(), Tool.objects.public().with_use_case_count().by_use()
    slugs = [("tool", tool.slug) for tool in tools[:COMPARED]]
    ours = {
        "suggestions": f"{reverse('pages:suggest')}?q={WORD[:3]}",
        "compare": f"{reverse('catalogue:compare')}?{urlencode(slugs)}",
    }
    return {case: ours.get(case) or found[page] for case, page in CASES.items()}
