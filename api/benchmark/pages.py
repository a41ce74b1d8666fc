"""The pages that are measured: the fullest of each sort."""

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse

from catalogue.filters import CollectionFilter, ToolFilter
from catalogue.models import Collection, Tool
from core.facet_views import facet_views
from organizations.filters import OrganizationFilter
from organizations.models import Organization
from taxonomy.models import Tag
from usecases.filters import UseCaseFilter
from usecases.models import UseCase

# A word that every kind of record has.
WORD = "budget"
LISTS = (
    ("Tools", "catalogue:tools", ToolFilter),
    ("Use cases", "usecases:use-cases", UseCaseFilter),
    ("Organizations", "organizations:organizations", OrganizationFilter),
    ("Collections", "catalogue:collections", CollectionFilter),
)


def pages() -> dict:
    """Return {name: address} of the pages to measure, in order.

    A page of which there is none, for want of records, is left out.
    """
    home, tag = reverse("pages:home"), _tag()
    found = {"Home": home}
    if tag:
        found["Home, one tag"] = f"{home}?tag={tag.slug}"
    for name, url, filterset in LISTS:
        found |= _list(name, reverse(url), filterset)
    records = {
        "Tool": Tool.objects.public().with_use_case_count().by_use().first(),
        "Use case": _first(UseCase.objects.public().annotate(n=Count("tagged")), "n"),
        "Organization": _first(
            Organization.objects.public().with_counts(), "use_case_count"
        ),
        "Collection": _first(
            Collection.objects.public().with_tool_count(), "tool_count"
        ),
        "Tag": tag,
    }
    found |= {name: rec.get_absolute_url() for name, rec in records.items() if rec}
    return found | {"Search": f"{reverse('pages:search')}?q={WORD}"}


def _first(records, most):
    return records.order_by(f"-{most}", "pk").first()


def _tag():
    return _first(Tag.objects.public().annotate(n=Count("tagged_tools")), "n")


def _list(name, address, filterset):
    found = {name: address}
    query = _two_facets(filterset)
    if query:
        found[f"{name}, two facets"] = f"{address}?{query}"
    return found | {f"{name}, search": f"{address}?q={WORD}"}


def _two_facets(filterset):
    """Return the query of the commonest value of two facets, "" without them."""
    data = QueryDict(mutable=True)
    for _time in range(2):
        views = facet_views(filterset(data))
        free = [view for view in views if view.name not in data]
        if not free:
            return ""
        data[free[0].name] = free[0].choices[0].value
    return data.urlencode()
