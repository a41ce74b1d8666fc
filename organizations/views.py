from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.listing import list_records
from core.models import CatalogueVersion
from core.text import one_line
from organizations.affiliation import (
    addresses_of,
    affiliations_of,
    choices_for,
    is_shown_by,
)
from organizations.filters import OrganizationFilter
from organizations.models import Affiliation, Organization
from organizations.organization_page import organization_page
from organizations.vouching import unvouched
from revisions.finding import find, follows_moves


def organizations(request):
    filterset = OrganizationFilter(request.GET)
    return list_records(request, filterset, "organizations/organizations.html")


@follows_moves
def organization(request, slug):
    record = find(Organization.objects.public().for_page(), "organization", slug)
    return render(request, "organizations/organization.html", organization_page(record))


@never_cache
@login_required
def affiliations(request):
    """For whom a person works: what holds, and what their addresses allow."""
    if request.method == "POST":
        act = _leave if "leave" in request.POST else _join
        act(request)
        # The page of the person says so.
        CatalogueVersion.bump({})
        return redirect("organizations:affiliations")
    choices, unknown = choices_for(request.user)
    context = {
        "affiliations": affiliations_of(request.user),
        "choices": choices,
        "unvouched": unknown,
    }
    return render(request, "organizations/affiliations.html", context)


@transaction.atomic
def _join(request):
    slug = one_line(request.POST.get("join", ""))
    # Held, so that its website does not change between the check and the row.
    public = Organization.objects.public().select_for_update()
    organization = get_object_or_404(public, slug=slug)
    if not is_shown_by(addresses_of(request.user), organization):
        raise PermissionDenied
    if unvouched([organization]):
        raise PermissionDenied
    Affiliation.objects.get_or_create(user=request.user, organization=organization)
    messages.success(request, _("Your page says so now."))


def _leave(request):
    slug = one_line(request.POST["leave"])
    Affiliation.objects.filter(user=request.user, organization__slug=slug).delete()
    messages.success(request, _("Your page no longer says so."))
