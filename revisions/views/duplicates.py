from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.kinds import all_kinds, kind as kind_named
from revisions.merges.duplicates import pairs
from revisions.models import Distinct
from revisions.views.moderators import inner_path, moderators_only

SHOWN = 50


@require_safe
@moderators_only
def duplicates(request):
    """Show the pairs of records of a kind that may be one."""
    kinds = {kind.key: kind for kind in all_kinds()}
    kind = kinds.get(request.GET.get("kind", ""), kinds["tool"])
    two = Distinct.objects.filter(kind=kind.key).values_list("first", "second")
    context = {
        "kinds": kinds.values(),
        "kind": kind,
        "pairs": pairs(kind, limit=SHOWN, declared=set(two)),
        "declared": len(two),
        "here": "duplicates",
    }
    return render(request, "revisions/duplicates.html", context)


@require_POST
@moderators_only
def distinct(request):
    """Note that two records are not the same, or forget it again."""
    kind, pks = _pair(request)
    found = Distinct.objects.filter(kind=kind.key, first=pks[0], second=pks[1])
    if request.POST.get("act") == "forget":
        found.delete()
        messages.success(request, _("The two may be the same again."))
    elif not found.exists():
        Distinct.objects.get_or_create(
            kind=kind.key,
            first=pks[0],
            second=pks[1],
            defaults={"by": request.user, "created_at": timezone.now()},
        )
        messages.success(request, _("Noted: these are two."))
    return redirect(inner_path(request) or "revisions:duplicates")


def _pair(request):
    """Return (Kind, [the smaller primary key, the other]) that a request names."""
    try:
        kind = kind_named(request.POST.get("kind", ""))
        pks = sorted({int(pk) for pk in request.POST.getlist("record")})
    except (KeyError, ValueError):
        raise BadRequest from None
    if len(pks) != 2 or kind.model._base_manager.filter(pk__in=pks).count() != 2:
        raise BadRequest
    return kind, pks
