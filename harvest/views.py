from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import rates
from core.kinds import kind as kind_named
from harvest.forms import SourceForm
from revisions.forms.holding import hold
from revisions.rights import may_contribute

# How often an hour one visitor may have addresses read.
TIMES, HOUR = 20, 3600


def tool_from(request):
    """Fill the form of a new tool from an address or a file."""
    if not may_contribute(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _shown(request, SourceForm(initial={"link": request.GET.get("link")}))
    form = SourceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, form, 422)
    if not rates.allow("autofill", rates.address(request), TIMES, HOUR):
        form.add_error(None, _("That was very often. Please try again in an hour."))
        return _shown(request, form, 429)
    prefilled = form.read()
    if form.errors:
        return _shown(request, form, 422)
    return redirect(_filled(request, prefilled))


def _shown(request, form, status=200):
    kind = kind_named("tool")
    new = reverse("revisions:new", args=[kind])
    context = {"form": form, "new_url": new, "section": kind.key}
    return render(request, "harvest/tool_from.html", context, status=status)


def _filled(request, prefilled):
    """Keep what was read; return the address of the form that shows it."""
    kind = kind_named("tool")
    token = hold(
        request,
        kind.key,
        values=prefilled.values,
        notes=prefilled.notes,
        sources=prefilled.sources,
    )
    return f"{reverse('revisions:new', args=[kind])}?{urlencode({'held': token})}"
