from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from catalogue.models import Collection, Tool
from core.choices import Hosting, Platform
from core.facets import (
    UNKNOWN,
    Facet,
    FacetFilter,
    FlagFacet,
    choices_facet,
    those,
)
from core.filtersets import RecordFilterSet, listed
from core.licences import PROPRIETARY, Family, normalize
from core.places import country_facet, language_name
from organizations.facets import organization_facet
from organizations.models import Organization
from taxonomy.facets import tag_facet, theme_facet

USED = {"uses__use_case__status": "published"}


def values_facet(name, label, field, choices, hint):
    where = {"values__field": field}
    return choices_facet(
        name, label, "values__value", choices, where=where, rest=UNKNOWN, hint=hint
    )


def knows_licence(value):
    try:
        return normalize(value) == value
    except Exception:  # noqa: BLE001
        return False


def licence_labels(values):
    return {v: _("Proprietary") if v == PROPRIETARY else v for v in values}


def language_labels(values):
    return {value: language_name(value) or value for value in values}


@listed
class ToolFilter(RecordFilterSet):
    record_kind = "tool"
    label = _("Tools")
    url_name = "catalogue:tools"
    model = Tool
    row_template = "catalogue/_tool_row.html"
    sorts = {
        "used": (_("Most used"), ("-use_case_count", "sort_name")),
        "name": (_("Name"), ("sort_name",)),
        "updated": (_("Recently updated"), ("-updated_at",)),
        "newest": (_("Newest"), ("-created_at",)),
    }
    ties = ("-use_case_count", "-verified_on", "sort_name")

    theme = FacetFilter(theme_facet(_("Theme")))
    function = FacetFilter(
        tag_facet("function", _("Function"), where={"tagged__tag__kind": "function"})
    )
    hosting = FacetFilter(
        values_facet(
            "hosting",
            _("Hosting"),
            "hosting",
            Hosting,
            _("The catalogue does not know who can host it."),
        )
    )
    licence_family = FacetFilter(
        choices_facet(
            "licence_family",
            _("Kind of licence"),
            "licence_family",
            Family,
            rest=UNKNOWN,
            hint=_("The catalogue does not know under which licence it is."),
        )
    )
    used_in = FacetFilter(
        country_facet(
            "used_in", _("Country of use"), "uses__use_case__country", where=USED
        )
    )
    language = FacetFilter(
        Facet(
            name="language",
            label=_("Interface language"),
            path="values__value",
            where={"values__field": "interface_languages"},
            labels=language_labels,
            known=those(lambda tag: len(tag) < 12 and bool(language_name(tag, "en"))),
            rest=UNKNOWN,
            hint=_("The catalogue does not know which languages it speaks."),
        )
    )
    status = FacetFilter(
        choices_facet(
            "status",
            pgettext_lazy("of a tool", "Status"),
            "activity",
            Tool.Activity,
            rest=UNKNOWN,
            hint=_("The catalogue does not know whether it is still maintained."),
        )
    )
    usage = FacetFilter(
        tag_facet(
            "usage", _("Used for"), path="uses__use_case__tagged__tag", where=USED
        )
    )
    user_sector = FacetFilter(
        choices_facet(
            "user_sector",
            _("Used by"),
            "uses__use_case__participations__organization__sector",
            Organization.Sector,
            where={
                **USED,
                "uses__use_case__participations__organization__status": "published",
            },
        )
    )
    kind = FacetFilter(choices_facet("kind", _("Kind"), "kind", Tool.Kind))
    pricing = FacetFilter(
        choices_facet(
            "pricing",
            _("Price"),
            "pricing",
            Tool.Pricing,
            rest=UNKNOWN,
            hint=_("The catalogue does not know what it costs."),
        )
    )
    licence = FacetFilter(
        Facet(
            name="licence",
            label=_("Licence"),
            path="licence",
            labels=licence_labels,
            known=those(knows_licence),
            rest=UNKNOWN,
            hint=_("The catalogue does not know under which licence it is."),
        )
    )
    platform = FacetFilter(
        values_facet(
            "platform",
            _("Platform"),
            "platforms",
            Platform,
            _("The catalogue does not know where it runs."),
        )
    )
    programming_language = FacetFilter(
        Facet(
            name="programming_language",
            label=_("Programming language"),
            path="values__value",
            where={"values__field": "programming_languages"},
            labels=lambda values: {value: value for value in values},
            known=those(lambda name: len(name) <= 50 and name.isprintable()),
            rest=UNKNOWN,
            hint=_("The catalogue does not know what it is written in."),
        )
    )
    has_use_cases = FacetFilter(
        FlagFacet("has_use_cases", _("Has use cases"), Q(**USED))
    )
    has_source_code = FacetFilter(
        FlagFacet("has_source_code", _("Has source code"), ~Q(source_code=""))
    )

    @classmethod
    def records(cls):
        return super().records().with_use_case_count()


@listed
class CollectionFilter(RecordFilterSet):
    record_kind = "collection"
    label = _("Collections")
    url_name = "catalogue:collections"
    model = Collection
    row_template = "catalogue/_collection_row.html"
    sorts = {
        "featured": (_("Featured"), ("-featured", "-tool_count", "sort_name")),
        "name": (_("Name"), ("sort_name",)),
        "updated": (_("Recently updated"), ("-updated_at",)),
        "newest": (_("Newest"), ("-created_at",)),
    }
    ties = ("-featured", "-tool_count", "-verified_on", "sort_name")

    curator = FacetFilter(
        organization_facet(
            "curator",
            _("Curator"),
            "curator_organization__slug",
            where={"curator_organization__status": "published"},
        )
    )
    theme = FacetFilter(
        theme_facet(
            _("Theme"),
            path="items__tool__tagged__tag",
            where={"items__tool__status": "published"},
        )
    )
    featured = FacetFilter(FlagFacet("featured", _("Featured"), Q(featured=True)))

    @classmethod
    def records(cls):
        return super().records().with_tool_count()
