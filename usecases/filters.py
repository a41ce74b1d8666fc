from django.utils.translation import gettext_lazy as _

from catalogue.facets import tool_facet
from core.facets import UNKNOWN, Facet, FacetFilter, choices_facet, those
from core.filtersets import RecordFilterSet, listed
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

    def pairs(self, records):
        for began, pk in super().pairs(records):
            year = int(began[:4])
            yield next(p for p, (a, b) in PERIODS.items() if a <= year <= b), pk


def period_labels(values):
    since, until = _("since %(year)s"), _("until %(year)s")
    named = {"2025-": since % {"year": 2025}, "-2004": until % {"year": 2004}}
    return {value: named.get(value, value.replace("-", "–")) for value in values}


@listed
class UseCaseFilter(RecordFilterSet):
    record_kind = "use-case"
    label = _("Use cases")
    url_name = "usecases:use-cases"
    model = UseCase
    row_template = "usecases/_use_case_row.html"
    passages = ("description", "outcome", "difficulties")
    sorts = {
        "newest": (_("Newest"), ("-started_earliest", "sort_name")),
        "name": (_("Name"), ("sort_name",)),
        "updated": (_("Recently updated"), ("-updated_at",)),
    }
    ties = ("-verified_on", "-started_earliest", "sort_name")

    theme = FacetFilter(theme_facet(_("Theme")))
    function = FacetFilter(
        tag_facet("function", _("Function"), where={"tagged__tag__kind": "function"})
    )
    country = FacetFilter(
        country_facet(
            "country",
            _("Country"),
            "country",
            rest=UNKNOWN,
            hint=_("The catalogue does not know the country, or it is of several."),
        )
    )
    level = FacetFilter(
        choices_facet(
            "level",
            _("Level"),
            "level",
            UseCase.Level,
            rest=UNKNOWN,
            hint=_("The catalogue does not know the level of government."),
        )
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
            rest=UNKNOWN,
            hint=_("The catalogue does not know when it began."),
        )
    )
    running = FacetFilter(
        choices_facet(
            "running",
            _("Still running"),
            "running",
            UseCase.Running,
            rest=UNKNOWN,
            hint=_("The catalogue does not know whether it still runs."),
        )
    )
