from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_countries.filters import CountryFilter

from core.languages import columns
from organizations.models import Organization, OrganizationIdentifier
from revisions.admin.records import RecordAdmin, VerifiedFilter, languages, links
from revisions.admin.rows import IdentifiersInline
from revisions.tables import resource


class OrganizationIdentifiersInline(IdentifiersInline):
    model = OrganizationIdentifier


@admin.register(Organization)
class OrganizationAdmin(RecordAdmin):
    resource_classes = [resource("organization")]
    list_display = (
        "display_name", "slug", "sector", "kind", "country", "tool_count",
        "use_case_count", "status", "verified_on", "updated_at",
    )  # fmt: skip
    list_filter = (
        "status", "sector", "kind", ("country", CountryFilter), VerifiedFilter,
    )  # fmt: skip
    search_fields = ("slug", *columns("name"), "website", "city")
    autocomplete_fields = ("parent",)
    readonly_fields = (
        *RecordAdmin.readonly_fields,
        "parts",
        "its_tools",
        "its_use_cases",
    )
    inlines = (OrganizationIdentifiersInline,)
    fieldsets = (
        (None, {"fields": ["slug", "aliases", "sector", "kind", "parent"]}),
        *languages("name", "summary", "description"),
        (
            _("Where"),
            {"fields": ["country", "city", "website", "links", "logo", "sources"]},
        ),
        (
            _("Tied to it"),
            {
                "fields": ["parts", "its_tools", "its_use_cases"],
                "classes": ["collapse"],
            },
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("name"), ordering="sort_name")
    def display_name(self, organization):
        return organization.display_name

    @admin.display(description=_("tools"), ordering="tool_count")
    def tool_count(self, organization):
        return organization.tool_count

    @admin.display(description=_("use cases"), ordering="use_case_count")
    def use_case_count(self, organization):
        return organization.use_case_count

    @admin.display(description=_("organizations that belong to it"))
    def parts(self, organization):
        return links(organization.children.all())

    @admin.display(description=_("tools"))
    def its_tools(self, organization):
        rows = organization.roles.select_related("tool")
        return links(dict.fromkeys(row.tool for row in rows))

    @admin.display(description=_("use cases"))
    def its_use_cases(self, organization):
        rows = organization.participations.select_related("use_case")
        return links(dict.fromkeys(row.use_case for row in rows))
