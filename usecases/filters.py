from datetime import date

from django.db.models import Count, F, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from catalogue.facets import tool_facet
from core.facets import UNKNOWN, Facet, FacetFilter, choices_facet, those
from core.listing import RecordFilterSet
from core.places import country_facet
from organizations.models import Organization
from taxonomy.facets import tag_facet, theme_facet
from usecases.models import UseCase

# Periods in which a use case began, the newest first: (first year, last year).
PERIODS = {
    "2025-": (2025, 9999),
    "2020-2024": (2020, 2024),
    "2015-2019": (2015, 2019),
    "2010-2014": (2010, 2014),
    "2005-2009": (2005, 2009),
    "-2004": (1, 2004),
}


class PeriodFacet(Facet):
    """The years in which use cases began."""

    def fitting(self, records, values):
        began = Q()
        for value in values:
            first, last = PERIODS[value]
            began |= Q(started_earliest__range=(date(first, 1, 1), date(last, 12, 31)))
        return records.filter(began)

    def count(self, records):
        rows = (
            records.filter(started_earliest__isnull=False)
            .order_by()
            .values_list(ExtractYear("started_earliest"))
            .annotate(n=Count("pk"))
        )
        counts = {}
        for year, n in rows:
            name = next(p for p, (a, b) in PERIODS.items() if a <= year <= b)
            counts[name] = counts.get(name, 0) + n
        return counts


def period_labels(values):
    since, until = _("since %(year)s"), _("until %(year)s")
    named = {"2025-": since % {"year": 2025}, "-2004": until % {"year": 2004}}
    return {value: named.get(value, value.replace("-", "–")) for value in values}


class UseCaseFilter(RecordFilterSet):
    record_kind = "use-case"
    sorts = {
        "newest": (
            _("Newest"),
            [F("started_earliest").desc(nulls_last=True), "sort_name", "pk"],
        ),
        "name": (_("Name"), ["sort_name", "pk"]),
        "updated": (_("Recently updated"), ["-updated_at", "pk"]),
    }

    theme = FacetFilter(theme_facet(_("Theme")))
    function = FacetFilter(
        tag_facet("function", _("Function"), where={"tagged__tag__kind": "function"})
    )
    country = FacetFilter(country_facet("country", _("Country"), "country"))
    level = FacetFilter(
        choices_facet("level", _("Level"), "level", UseCase.Level, blank=UNKNOWN)
    )
    tool = FacetFilter(
        tool_facet(
            "tool", _("Tool"), "uses__tool", where={"uses__tool__status": "published"}
        )
    )
    sector = FacetFilter(
        choices_facet(
            "sector",
            _("Sector"),
            "participations__organization__sector",
            Organization.Sector,
            where={"participations__organization__status": "published"},
        )
    )
    period = FacetFilter(
        PeriodFacet(
            name="period",
            label=_("Began"),
            path="started_earliest",
            labels=period_labels,
            known=those(PERIODS.__contains__),
        )
    )
    running = FacetFilter(
        choices_facet(
            "running", _("Still running"), "running", UseCase.Running, blank=UNKNOWN
        )
    )
