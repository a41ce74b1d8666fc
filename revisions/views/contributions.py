from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.paging import page_of
from revisions.models import Proposal, Report
from revisions.proposals.contributed import contributed


@require_safe
@login_required
def contributions(request):
    mine = request.user.proposals.order_by("-created_at", "-pk")
    context = page_of(request, mine) | contributed(request.user)
    return render(request, "revisions/contributions.html", context)


@require_POST
@login_required
def all_seen(request):
    """Note that the author has read every decision."""
    at = timezone.now()
    for model in (Proposal, Report):
        mine = model.objects.filter(author=request.user, seen_at=None)
        mine.filter(decided_at__isnull=False).update(seen_at=at)
    return redirect("revisions:contributions")
