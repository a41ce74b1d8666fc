"""The page of a list: its rows, its facets, its pages, what narrows it."""

from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from core.facet_views import drawn, facet_views
from core.filtersets import lists
from core.languages import current_language
from core.matches import explained
from core.paging import pager
from core.text import one_line

PAGE_SIZE = 20
SHOWN_NEAREST = 5
# The tools picked to compare are no condition of any list.
CARRIED = ("compare",)
MOST_CARRIED = 12


class Listed:
    """The primary keys of a list, as a paginator takes them."""

    ordered = True

    def __init__(self, filterset):
        self.filterset = filterset

    def __len__(self):
        return len(self.filterset.found)

    def __getitem__(self, part):
        return self.filterset.page_of(part.start, part.stop)


def list_records(request, filterset, template_name, *, finish=None, **context):
    """Render one page of a filtered list; an HTMX request gets the results alone.

    finish(row) puts into a drawn row what this request alone knows. A page that does
    not exist says so, with status 404.
    """
    results_template = template_name.replace(".html", "_results.html")
    from_htmx = wants_results_alone(request)
    page, missing = _page(filterset, one_line(request.GET.get("page", "")) or "1")
    chosen = chips(filterset)
    opened = request.GET.get("facet", "")
    find = one_line(request.GET.get("find", ""))[:60]
    rows = explained([(filterset, page.object_list)], finish)[0]
    context |= {
        "section": filterset.record_kind,
        "no_header_search": True,
        "results_template": results_template,
        "filterset": filterset,
        "rows": rows,
        "nearest": nearest(filterset, finish),
        "tabs": tabs(filterset.answer, filterset.data, filterset.record_kind),
        "carried": carried(filterset.data),
        **pager(request, page),
        "missing_page": missing,
        **drawn_facets(filterset, request, opened, find),
        "total": len(filterset.inventory.everything),
        # On a phone the filters stay open while they are being used.
        "filters_open": from_htmx or "facet" in request.GET,
        "chips": chosen,
        "everything_url": everything_url(request, filterset),
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


def nearest(filterset, finish):
    """Return what to show when nothing fits all: the rows found without a condition.

    {label of the condition, address without it, number found, rows}, or None.
    """
    if not filterset.nearest:
        return None
    name, found = filterset.nearest
    left = filterset.data.copy()
    for passing in (name, "page", "facet", "find"):
        left.pop(passing, None)
    order = filterset.inventory.orders[next(iter(filterset.sorts))]
    pks = order.page(found, 0, SHOWN_NEAREST)
    return {
        "label": filterset.form.fields[name].label,
        "url": f"?{left.urlencode()}",
        "count": len(found),
        "rows": explained([(filterset, pks)], finish)[0],
    }


def tabs(answer, data, current=""):
    """Return the lists of a search: label, address, number found, whether current.

    data is that of the query string. None without words to search for.
    """
    if not answer.query:
        return []
    query = urlencode([("q", answer.query), *carried(data)])
    return [
        {
            "kind": kind.record_kind,
            "label": kind.label,
            "query": query,
            "url": f"{reverse(kind.url_name)}?{query}",
            "count": len(answer.found.get(kind.record_kind, ())),
            "current": kind.record_kind == current,
        }
        for kind in lists()
    ]


def carried(data):
    """Return the (name, value) pairs of a query string that go along between lists."""
    pairs = [(name, value) for name in CARRIED for value in data.getlist(name)]
    return list(dict.fromkeys(pairs))[:MOST_CARRIED]


def drawn_facets(filterset, request, opened, find):
    """Return the drawn facets that stand open and those that are folded together.

    Of a list that nothing narrows they are drawn once for each version of the
    catalogue.
    """
    if filterset.sets or opened:
        return _drawn_facets(filterset, request, opened, find)
    drawn = filterset.inventory.drawn
    if (language := current_language()) not in drawn:
        drawn[language] = _drawn_facets(filterset, request, opened, find)
    return drawn[language]


def _drawn_facets(filterset, request, opened, find):
    # Who opens another facet than the open one is not searching in it yet.
    if len(set(request.GET.getlist("facet"))) > 1:
        find = ""
    views = facet_views(filterset, opened, find)
    first = [facet.name for facet in filterset.facets()[: filterset.open_facets]]
    html = {view.name: drawn(view, filterset, request) for view in views}
    return {
        "facets": [html[name] for name in html if name in first],
        "more_facets": [html[name] for name in html if name not in first],
        "more_open": any(
            view.opened or view.has_chosen for view in views if view.name not in first
        ),
        "opened_facet": next((view.name for view in views if view.opened), ""),
    }


def _page(filterset, number):
    """Return (Page, what was asked for if there is no such page, else "")."""
    paginator = Paginator(Listed(filterset), PAGE_SIZE)
    try:
        return paginator.page(number if _is_number(number) else 0), ""
    except EmptyPage:
        return paginator.page(paginator.num_pages), number[:20]


def _is_number(text):
    return text.isascii() and text.isdigit() and len(text) < 10


def chips(filterset):
    """Return what narrows the list: facet, label, address without it, of each value."""
    found = []
    language = current_language()
    for facet in filterset.facets():
        values = filterset.values.get(facet.name) or []
        labels = filterset.inventory.labels(facet.name, values, language)
        found += [
            {
                "facet": facet,
                "label": labels[value],
                "without": _without(filterset.data, facet.name, value),
            }
            for value in values
        ]
    return found


def _without(data, name, value):
    left = data.copy()
    left.setlist(name, [item for item in left.getlist(name) if item != value])
    for passing in ("page", "facet", "find"):
        left.pop(passing, None)
    return f"?{left.urlencode()}"


def everything_url(request, filterset):
    """Return the address of the whole list, with what is no condition of it."""
    left = request.GET.copy()
    for name in (*filterset.filters, "sort", "page", "facet", "find"):
        left.pop(name, None)
    return f"{request.path}?{left.urlencode()}" if left else request.path


def sorts(filterset):
    """Return the orders that make sense for the list: name, label, whether in force."""
    names = {"relevance": _("Relevance")} if filterset.query else {}
    names |= {name: label for name, (label, _order) in filterset.sorts.items()}
    return [
        {"name": name, "label": label, "current": name == filterset.sort}
        for name, label in names.items()
    ]
