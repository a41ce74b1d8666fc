"""The page of recent changes."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import is_moderator
from revisions import recent
from revisions.history import lines
from revisions.models import Patrol, Revision
from revisions.recent import SIZE, ChangesForm
from revisions.views.moderators import inner_path, moderators_only


def changes(request):
    form = ChangesForm(request.GET, for_moderator=is_moderator(request.user))
    valid = form.is_valid()
    found = recent.changes(request.user, form, request.GET.get("before", ""))
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "form": form,
        "lines": lines(found[:SIZE]),
        "more": found[SIZE - 1].pk if len(found) > SIZE else None,
        "narrowed": bool(form.asked),
        "query": query.urlencode(),
        "patrols": is_moderator(request.user),
    }
    status = 200 if valid else 422
    return render(request, "revisions/changes.html", context, status=status)


@require_POST
@moderators_only
def looked_at(request, pk):
    """Note that a moderator has looked at a change; twice is as good as once."""
    revision = get_object_or_404(Revision.objects.defer("data"), pk=pk)
    Patrol.objects.get_or_create(
        revision=revision,
        defaults={"by": request.user, "created_at": timezone.now()},
    )
    return redirect(inner_path(request) or "revisions:changes")
