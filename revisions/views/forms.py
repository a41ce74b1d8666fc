"""The form of a record: new, edit, and what helps while one writes."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.roles import is_moderator
from core import markup
from core.kinds import all_kinds
from core.models import DESCRIPTION_LENGTH
from core.rates import address, allow
from core.text import clean
from revisions.fields import Problem
from revisions.finding import Moved, find
from revisions.forms.acting import ACTIONS
from revisions.forms.drafts import forget_draft, keep_draft
from revisions.forms.holding import let_go
from revisions.forms.inputs import Error
from revisions.forms.returning import come_back, send_away
from revisions.forms.suggesting import suggested
from revisions.forms.writing import Writing
from revisions.merges.duplicates import candidates
from revisions.proposals.proposing import Conflict, Unchanged
from revisions.rights import may_contribute, may_edit
from revisions.visitors import confirming

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def new(request, kind):
    return _write(request, kind)


@FORM
def edit(request, kind, slug):
    try:
        record = find(kind.model.objects.visible_to(request.user), kind.key, slug)
    except Moved as moved:
        return redirect("revisions:edit", kind, moved.slug, permanent=True)
    return _write(request, kind, record)


def _write(request, kind, record=None):
    if not may_edit(request.user, kind, record):
        return _refused(request, kind, record)
    writing = Writing(request, kind, record)
    if request.method != "POST":
        return _page(writing)
    do = request.POST.get("do", "save")
    action = BUTTONS.get(do.partition(" ")[0], _save)
    return action(writing, do)


def _refused(request, kind, record):
    """Say why in words: the person is banned, or the record belongs to others."""
    banned = not may_contribute(request.user)
    context = {
        "ban": request.user.ban if banned else None,
        "record": record,
        "kind": kind,
        "section": kind.key,
    }
    return render(request, "revisions/refused.html", context, status=403)


def _page(writing):
    request, kind = writing.request, writing.kind
    context = {
        "writing": writing,
        "form": writing.form,
        "change": writing.change,
        "record": writing.record,
        "kind": kind,
        "section": kind.key,
        "kind_list": reverse(kind.words.list_page),
        "draft": None if writing.data is not None else writing.draft,
        "going_back": request.POST.get("return") or request.GET.get("return", ""),
        "is_moderator": is_moderator(request.user),
    }
    return render(request, "revisions/form.html", context, status=writing.status)


def _save(writing, do):
    writing.choose()
    if not writing.check():
        return _page(writing)
    try:
        outcome = writing.save()
    except Conflict as conflict:
        writing.meet(conflict)
        return _page(writing)
    except Unchanged:
        writing.unchanged, writing.status = True, 422
        return _page(writing)
    except Problem as problem:
        writing.form.troubles.append(Error(str(problem)))
        writing.status = 422
        return _page(writing)
    return _done(writing, outcome)


def _done(writing, outcome):
    request, user = writing.request, writing.user
    if user.is_authenticated:
        forget_draft(user, writing.kind, writing.record)
    let_go(request, request.GET.get("held", ""))
    if writing.change.cleaned_data.get("email"):
        confirming.ask(outcome.proposal)
    else:
        messages.success(request, _told(outcome))
    back = come_back(request, outcome)
    return redirect(back or _where(writing, outcome))


def _told(outcome):
    if outcome.proposal:
        return _("Thank you. A moderator will look at what you propose.")
    if outcome.revision.number == 1:
        return _("Thank you. It is published.")
    return _("Thank you. Your change is published.")


def _where(writing, outcome):
    if outcome.proposal is None:
        return outcome.record.get_absolute_url()
    if outcome.proposal.email:
        return reverse("revisions:asked")
    return outcome.proposal.get_absolute_url()


def _redraw(writing, do):
    writing.choose()
    writing.redraw(do)
    return _page(writing)


def _preview(writing, do):
    writing.choose()
    writing.form.show_previews()
    return _page(writing)


def _sign_in(writing, do):
    back = writing.held_path(writing.hold())
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def _create(writing, do):
    """Go and make a record that was named and does not exist; then come back."""
    away = send_away(writing, do.partition(" ")[2])
    return redirect(away) if away else _page(writing)


def _keep(writing, do):
    if not writing.user.is_authenticated:
        return _sign_in(writing, do)
    keep_draft(writing.user, writing.kind, writing.record, writing.data, writing.title)
    messages.success(writing.request, _("Your draft is kept. It waits for you here."))
    return redirect(f"{writing.path}?draft=yes")


def _discard(writing, do):
    if writing.user.is_authenticated:
        forget_draft(writing.user, writing.kind, writing.record)
    return redirect(writing.path)


BUTTONS = {
    "preview": _preview,
    "signin": _sign_in,
    "create": _create,
    "keep": _keep,
    "discard": _discard,
    **dict.fromkeys([*ACTIONS, "form"], _redraw),
}


@require_POST
def draft(request, kind, slug=None):
    """Keep what is being written, now and then, without being asked to."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=403)
    records = kind.model.objects.visible_to(request.user)
    record = get_object_or_404(records, slug=slug) if slug else None
    if not may_edit(request.user, kind, record):
        return JsonResponse({}, status=403)
    writing = Writing(request, kind, record)
    keep_draft(request.user, kind, record, writing.data, writing.title)
    return JsonResponse({"status": _("Draft kept")})


@require_safe
def exists(request, kind):
    """Answer with the records that one may be about to write once more."""
    links = [value for value in request.GET.getlist("link") if value.strip()]
    links = [clean(link)[:500] for link in links]
    name = clean(request.GET.get("name", ""))[:200]
    found = candidates(kind, name, links[:10], visible_to=request.user)
    context = {"candidates": found, "kind": kind}
    return render(request, "revisions/_candidates.html", context)


@require_safe
def lookup(request):
    """Answer with the records of a kind whose names begin as was typed."""
    kinds = {kind.key: kind for kind in all_kinds()}
    kind = kinds.get(request.GET.get("kind"))
    if kind is None:
        raise Http404
    return JsonResponse(suggested(kind, request.GET.get("q", ""), request.user))


@require_POST
def preview(request):
    """Answer with the HTML of Markdown, as the pages would show it."""
    if not allow("preview", address(request), 600, 3600):
        return HttpResponse(status=429)
    text = request.POST.get("text", "")[: DESCRIPTION_LENGTH + 1000]
    return HttpResponse(markup.html(text, top=4))
