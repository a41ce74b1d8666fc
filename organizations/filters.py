from django.utils.translation import gettext_lazy as _

from core.facets import UNKNOWN, Facet, FacetFilter, choices_facet, those
from core.filtersets import RecordFilterSet, listed
from core.places import country_facet
from organizations.models import Organization

# What an organization does, as the list tells it: role on a tool, or use.
ROLES = {
    "developer": _("Develops tools"),
    "provider": _("Provides tools"),
    "partner": _("Partner of tools"),
    "funder": _("Funds tools"),
}


def role_labels(values):
    return {value: ROLES.get(value, value) for value in values}


@listed
class OrganizationFilter(RecordFilterSet):
    record_kind = "organization"
    label = _("Organizations")
    url_name = "organizations:organizations"
    model = Organization
    row_template = "organizations/_organization_row.html"
    sorts = {
        "used": (_("Most use cases"), ("-use_case_count", "sort_name")),
        "name": (_("Name"), ("sort_name",)),
        "updated": (_("Recently updated"), ("-updated_at",)),
        "newest": (_("Newest"), ("-created_at",)),
    }
    ties = ("-use_case_count", "-verified_on", "sort_name")

    sector = FacetFilter(
        choices_facet("sector", _("Sector"), "sector", Organization.Sector)
    )
    kind = FacetFilter(
        choices_facet(
            "kind",
            _("Kind"),
            "kind",
            Organization.Kind,
            rest=UNKNOWN,
            hint=_("The catalogue does not know of which kind it is."),
        )
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
    role = FacetFilter(
        Facet(
            name="role",
            label=_("Role"),
            path="roles__role",
            labels=role_labels,
            known=those(ROLES.__contains__),
            where={"roles__tool__status": "published"},
        )
    )

    @classmethod
    def records(cls):
        return super().records().with_counts()
