from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.facets import Facet, FacetFilter, choices_facet, those
from core.listing import RecordFilterSet
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


class OrganizationFilter(RecordFilterSet):
    record_kind = "organization"
    sorts = {
        "used": (_("Most use cases"), [F("use_case_count").desc(), "sort_name", "pk"]),
        "name": (_("Name"), ["sort_name", "pk"]),
        "updated": (_("Recently updated"), ["-updated_at", "pk"]),
        "newest": (_("Newest"), ["-created_at", "pk"]),
    }

    sector = FacetFilter(
        choices_facet("sector", _("Sector"), "sector", Organization.Sector)
    )
    kind = FacetFilter(choices_facet("kind", _("Kind"), "kind", Organization.Kind))
    country = FacetFilter(country_facet("country", _("Country"), "country"))
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
