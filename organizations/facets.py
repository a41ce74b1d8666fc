"""Facets whose values are organizations."""

from core.facets import Facet, slugs_of
from core.languages import current_language, fallback_order
from organizations.models import Organization


def labels(values):
    """Return {slug: name in the page's language}; one query at most."""
    if not values:
        return {}
    columns = [f"name_{code}" for code in fallback_order(current_language())]
    rows = Organization.objects.public().filter(slug__in=list(values))
    return {
        slug: next((name for name in names if name), slug)
        for slug, *names in rows.values_list("slug", *columns)
    }


def known(values):
    return slugs_of(Organization.objects.public(), values)


def organization_facet(name, label, path, where=None):
    return Facet(
        name=name, label=label, path=path, labels=labels, known=known, where=where or {}
    )
