"""The one way a list of records is narrowed, sorted, counted and shown."""

from dataclasses import dataclass

import django_filters
from django import forms
from django.core.paginator import EmptyPage, Paginator
from django.db import connection
from django.db.models.expressions import RawSQL
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy

from core.facets import FacetFilter
from core.languages import current_language
from core.search.analyser import MAX_QUERY_LENGTH
from core.search.engine import search
from core.text import one_line

PAGE_SIZE = 24
SHOWN_VALUES = 5


class QueryField(forms.CharField):
    """What a person typed into the search: too much is cut, and said."""

    def to_python(self, value):
        return one_line(super().to_python(value) or "")

    def validate(self, value):
        if len(value) > MAX_QUERY_LENGTH:
            raise forms.ValidationError(
                _("The search takes %(n)s characters at most."),
                params={"n": MAX_QUERY_LENGTH},
            )


class QueryFilter(django_filters.Filter):
    field_class = QueryField

    def filter(self, queryset, text):
        return queryset


class RecordFilterSet(django_filters.FilterSet):
    """The search, the facets and the order of one kind's list.

    A subclass names its `record_kind` key and its `sorts`: {name: (label,
    ordering)}, the first being the order without a search.
    """

    record_kind = ""
    sorts = {}
    # How many facets stand open; the others are folded together.
    open_facets = 7

    q = QueryFilter(label=gettext_lazy("Search"))

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        self.form.is_valid()
        self.values = self.form.cleaned_data | self._known_values()

    def _known_values(self):
        """Return {facet: values that are left} where some cannot exist."""
        return {
            name: [
                value
                for value in self.form.fields[name].to_python(self.data.getlist(name))
                if value not in errors[0].params["unknown"]
            ]
            for name, errors in self.form.errors.as_data().items()
            if isinstance(self.filters[name], FacetFilter)
        }

    @classmethod
    def facets(cls):
        """Return the Facets of the list, in order."""
        filters = cls.base_filters.values()
        return [f.facet for f in filters if isinstance(f, FacetFilter)]

    @property
    def query(self):
        return self.values.get("q", "")

    @cached_property
    def scores(self):
        """{primary key: score} of what the search finds."""
        found = search(
            self.query, language=current_language(), kinds=[self.record_kind]
        )
        return found.get(self.record_kind, {})

    @property
    def sort(self):
        """The name of the order in force."""
        name = self.data.get("sort")
        if name in self.sorts or (name == "relevance" and self.query):
            return name
        return "relevance" if self.query else next(iter(self.sorts))

    @cached_property
    def sets(self):
        """{name of a filter in use: primary keys that fit it}; one query each."""
        records = self.queryset.model.objects.public().order_by()
        found = {
            name: set(
                declared.facet.fitting(records, self.values[name]).values_list(
                    "pk", flat=True
                )
            )
            for name, declared in self.filters.items()
            if isinstance(declared, FacetFilter) and self.values.get(name)
        }
        if self.query:
            found["q"] = set(self.scores)
        return found

    def pks(self, *, but=None):
        """Return the primary keys under every filter but one; None for all."""
        sets = [pks for name, pks in self.sets.items() if name != but]
        return set.intersection(*sets) if sets else None

    def narrowed(self, *, but=None):
        """Return the plain records under every filter but one, for counting."""
        return _among(self.queryset.model.objects.public(), self.pks(but=but))

    def found(self):
        """Return the records of the list, as its cards show them."""
        return _among(self.queryset, self.pks())

    def ordered(self, records):
        """Return what a paginator takes: a queryset, or ranked records."""
        if self.sort == "relevance":
            return Ranked(records, self.pks(), self.scores)
        return records.order_by(*self.sorts[self.sort][1])

    @property
    def notices(self):
        """What the reader must know of the values that were not taken."""
        return [
            _("%(label)s: %(reason)s")
            % {"label": self.form.fields[name].label, "reason": " ".join(errors)}
            for name, errors in self.form.errors.items()
            if name in self.form.fields
        ]


def _among(records, pks):
    """Return the records with these primary keys: one parameter, however many."""
    if pks is None:
        return records
    if connection.vendor == "postgresql":
        listed = RawSQL("SELECT unnest(%s::bigint[])", [list(pks)])
    else:
        listed = RawSQL("SELECT value FROM json_each(%s)", [str(list(pks))])
    return records.filter(pk__in=listed)


class Ranked:
    """Records in the order of their score, as a paginator takes them."""

    ordered = True

    def __init__(self, records, pks, scores):
        self.records = records
        self.pks = sorted(pks, key=lambda pk: (-scores[pk], pk))

    def count(self):
        return len(self.pks)

    def __len__(self):
        return len(self.pks)

    def __getitem__(self, part):
        pks = self.pks[part]
        found = self.records.in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]


@dataclass(frozen=True)
class Choice:
    """A value of a facet as the page shows it."""

    value: str
    label: str
    count: int
    chosen: bool
    share: int  # of the largest count, in steps of ten percent, for its bar


@dataclass(frozen=True)
class FacetView:
    """A facet as the page shows it."""

    name: str
    label: str
    choices: list
    hidden: int  # how many values stand one step away
    opened: bool


def facet_views(filterset, opened):
    """Return the FacetViews of a list: each counted under all other choices.

    A facet that nothing of the list has is left out. One query a facet, two for
    themes.
    """
    views = (
        _facet_view(filterset, facet, opened=facet.name == opened)
        for facet in filterset.facets()
    )
    return [view for view in views if view.choices]


def _facet_view(filterset, facet, *, opened):
    counts = facet.count(filterset.narrowed(but=facet.name))
    chosen = filterset.values.get(facet.name) or []
    others = (value for value in counts if value not in chosen)
    values = [*chosen, *sorted(others, key=lambda value: (-counts[value], value))]
    # Thousands of organizations may be values: only what is shown gets its label.
    shown = values if opened else values[: max(SHOWN_VALUES, len(chosen))]
    labels = facet.labels(shown)
    most = max(counts.values(), default=1)
    choices = [
        Choice(
            value,
            str(labels.get(value, value)),
            counts.get(value, 0),
            value in chosen,
            round(10 * counts.get(value, 0) / most),
        )
        for value in shown
    ]
    choices.sort(key=lambda choice: (not choice.chosen, -choice.count, choice.label))
    return FacetView(
        facet.name, str(facet.label), choices, len(values) - len(shown), opened
    )


def list_records(request, filterset, template_name, **context):
    """Render one page of a filtered list; an HTMX request gets the results alone.

    A page that does not exist says so, with status 404.
    """
    results_template = template_name.replace(".html", "_results.html")
    from_htmx = wants_results_alone(request)
    page, missing = _page(filterset, one_line(request.GET.get("page", "")) or "1")
    chosen = chips(filterset)
    context |= {
        "section": filterset.record_kind,
        "no_header_search": True,
        "results_template": results_template,
        "filterset": filterset,
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "missing_page": missing,
        **_folded(facet_views(filterset, request.GET.get("facet")), filterset),
        "total": filterset.queryset.model.objects.public().count()
        if filterset.sets
        else page.paginator.count,
        # On a phone the filters stay open while they are being used.
        "filters_open": from_htmx or "facet" in request.GET,
        "chips": chosen,
        "sorts": sorts(filterset),
        "is_narrowed": bool(filterset.query or chosen),
    }
    response = render(
        request,
        results_template if from_htmx else template_name,
        context,
        status=404 if missing else 200,
    )
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def wants_results_alone(request):
    """Whether htmx asks for the results; going back, it asks for the whole page."""
    restores = "HX-History-Restore-Request" in request.headers
    return "HX-Request" in request.headers and not restores


def _folded(views, filterset):
    """Return the facets that stand open and those that are folded together."""
    first = [facet.name for facet in filterset.facets()[: filterset.open_facets]]
    more = [view for view in views if view.name not in first]
    return {
        "facets": [view for view in views if view.name in first],
        "more_facets": more,
        "more_open": any(v.opened or v.choices[0].chosen for v in more),
    }


def _page(filterset, number):
    """Return (Page, what was asked for if there is no such page, else "")."""
    paginator = Paginator(filterset.ordered(filterset.found()), PAGE_SIZE)
    try:
        return paginator.page(number if _is_number(number) else 0), ""
    except EmptyPage:
        return paginator.page(paginator.num_pages), number[:20]


def _is_number(text):
    return text.isascii() and text.isdigit() and len(text) < 10


def chips(filterset):
    """Return what narrows the list: facet, label, address without it, of each value."""
    found = []
    for facet in filterset.facets():
        values = filterset.values.get(facet.name) or []
        labels = facet.labels(values)
        found += [
            {
                "facet": facet,
                "label": labels.get(value, value),
                "without": _without(filterset.data, facet.name, value),
            }
            for value in values
        ]
    return found


def _without(data, name, value):
    left = data.copy()
    left.setlist(name, [item for item in left.getlist(name) if item != value])
    for passing in ("page", "facet"):
        left.pop(passing, None)
    return f"?{left.urlencode()}"


def sorts(filterset):
    """Return the orders that make sense for the list: name, label, whether in force."""
    names = {"relevance": _("Relevance")} if filterset.query else {}
    names |= {name: label for name, (label, _order) in filterset.sorts.items()}
    return [
        {"name": name, "label": label, "current": name == filterset.sort}
        for name, label in names.items()
    ]
