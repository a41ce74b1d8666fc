"""Finds the tool that somebody means by what they typed."""

from catalogue.models import Tool
from core.search.analyser import MAX_QUERY_LENGTH
from core.text import one_line
from revisions.forms.sources import Records, Unknown


def tools_meant(typed, viewer):
    """Return (the public tools that may be meant, whether the one is certain)."""
    query = one_line(typed)[:MAX_QUERY_LENGTH]
    if not query:
        return [], False
    try:
        return _public([Records("tool", viewer).find(query)]), True
    except Unknown as unknown:
        return _public([slug for slug, _name in unknown.error.near]), False


def _public(slugs):
    tools = Tool.objects.public().filter(slug__in=slugs).select_related("logo")
    found = {tool.slug: tool for tool in tools}
    return [found[slug] for slug in slugs if slug in found]
