"""What the world map of use cases says: how many in each country, under the filters."""

from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from core.facets import UNKNOWN
from core.listing import chips, drawn_facets, wants_results_alone
from core.places import country_name
from core.text import fold, one_line
from core.world import plates, scale
from usecases.filters import UseCaseFilter

# What means nothing on another page than the one it was chosen on.
PASSING = ("page", "facet", "find")


@dataclass(frozen=True)
class CountryRow:
    """A country of the map and of its table, under all filters but the country.

    `toggle` is the map's address with the country chosen, or not any more when it
    is; `list_url` that of the use cases of this country alone.
    """

    code: str
    name: str
    count: int
    percent: int  # of the largest count, for its bar
    chosen: bool
    toggle: str
    list_url: str


def map_page(request):
    """Return the context of the map under the filters of the query string."""
    data = request.GET
    filterset = UseCaseFilter(data)
    opened, find = data.get("facet", ""), one_line(data.get("find", ""))[:60]
    counts = filterset.counts("country")
    rows = country_rows(filterset, counts)
    return {
        "section": filterset.record_kind,
        "no_header_search": True,
        "results_template": "usecases/map_results.html",
        "filterset": filterset,
        **drawn_facets(filterset, request, opened, find),
        # On a phone the filters stay open while they are being used.
        "filters_open": wants_results_alone(request) or "facet" in data,
        "chips": chips(filterset),
        "total": len(filterset.inventory.everything),
        "found": len(filterset.found),
        "is_narrowed": bool(filterset.sets),
        "rows": rows,
        "nowhere": counts.get(UNKNOWN, 0),
        "nowhere_url": _list_url(data, UNKNOWN),
        **drawing(rows),
    }


def country_rows(filterset, counts):
    """Return the CountryRows, the most use cases first; a chosen country may have 0."""
    chosen = filterset.values.get("country") or []
    codes = {*counts, *chosen} - {UNKNOWN}
    most = max((counts.get(code, 0) for code in codes), default=0) or 1
    rows = [
        CountryRow(
            code=code,
            name=country_name(code),
            count=counts.get(code, 0),
            percent=ceil(100 * counts.get(code, 0) / most),
            chosen=code in chosen,
            toggle=_map_url(filterset.data, _toggled(chosen, code)),
            list_url=_list_url(filterset.data, code),
        )
        for code in codes
    ]
    return sorted(rows, key=lambda row: (-row.count, fold(row.name)))


def drawing(rows):
    """Return the legend's steps, and the plates with the row of each of their marks."""
    by_code = {row.code: row for row in rows}
    drawn = plates({row.code: row.count for row in rows})
    return {
        "steps": scale(rows[0].count if rows else 0),
        "plates": [
            {"plate": plate, "marks": [(m, by_code[m.code]) for m in plate.marks]}
            for plate in drawn
        ],
    }


def _toggled(codes, code):
    return [c for c in codes if c != code] if code in codes else [*codes, code]


def _map_url(data, codes):
    return f"?{_query(data, codes)}"


def _list_url(data, code):
    return f"{reverse('usecases:use-cases')}?{_query(data, [code])}"


def _query(data, codes):
    """Return the query string with these countries, without what is of one page."""
    kept = data.copy()
    for name in PASSING:
        kept.pop(name, None)
    kept.setlist("country", codes)
    return kept.urlencode()
