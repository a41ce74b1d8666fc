from django.shortcuts import render

from core.listing import list_records
from organizations.filters import OrganizationFilter
from organizations.models import Organization
from organizations.organization_page import organization_page
from revisions.finding import find, follows_moves


def organizations(request):
    filterset = OrganizationFilter(request.GET)
    return list_records(request, filterset, "organizations/organizations.html")


@follows_moves
def organization(request, slug):
    record = find(Organization.objects.public().for_page(), "organization", slug)
    return render(request, "organizations/organization.html", organization_page(record))
