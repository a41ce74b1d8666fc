"""Facets whose values are tools."""

from catalogue.models import Tool
from core.facets import Facet, slugs_of


def labels(values):
    """Return {slug: name}; one query at most."""
    if not values:
        return {}
    tools = Tool.objects.public().filter(slug__in=list(values))
    return dict(tools.values_list("slug", "name"))


def known(values):
    return slugs_of(Tool.objects.public(), values)


def tool_facet(name, label, path, where=None):
    """Return a facet of tools; path leads to the tool."""
    return Facet(
        name=name,
        label=label,
        path=f"{path}__slug",
        labels=labels,
        known=known,
        where=where or {},
    )
