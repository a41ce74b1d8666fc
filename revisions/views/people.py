"""What moderators do about people: bans, and taking back all that one changed."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import Ban, User
from core.paging import page_of
from revisions.models import ModerationAction, Proposal, Reason
from revisions.moderation import banning
from revisions.moderation.forms import BanForm, MassRevertForm
from revisions.moderation.log import log
from revisions.reverts.mass_revert import plans, revert
from revisions.views.moderators import inner_path, moderators_only


@require_safe
@moderators_only
def bans(request):
    found = Ban.objects.select_related("user", "by")
    context = page_of(request, found) | {
        "in_force": set(Ban.objects.in_force().values_list("pk", flat=True)),
        "here": "bans",
    }
    return render(request, "revisions/bans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def ban_user(request, pk):
    """Keep an account from contributing."""
    person = get_object_or_404(User, pk=pk)
    if person.is_moderator:
        raise PermissionDenied
    return _ban(request, person.public_name, person.language, user=person)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def ban_address(request, pk):
    """Keep the e-mail address of a visitor's proposal from contributing."""
    proposal = get_object_or_404(Proposal.objects.exclude(email=""), pk=pk)
    return _ban(request, proposal.email, proposal.language, email=proposal.email)


def _ban(request, name, language, **whom):
    form = BanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        banning.ban(
            by=request.user,
            reason=form.words(language),
            until=form.until(),
            rule=form.cleaned_data["reason"].rule,
            **whom,
        )
        told = _("%(name)s may not contribute for now.") % {"name": name}
        messages.success(request, told)
        return redirect("revisions:bans")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "name": name, "here": "bans", **whom}
    return render(request, "revisions/ban.html", context, status=status)


@require_POST
@moderators_only
def unban(request, pk):
    ban = get_object_or_404(Ban.objects.select_related("user"), pk=pk)
    banning.end(ban, by=request.user)
    messages.success(request, _("%(name)s may contribute again.") % {"name": ban})
    return redirect(inner_path(request) or "revisions:bans")


@require_POST
@moderators_only
@transaction.atomic
def trust(request, pk):
    """Let a contributor publish at once from now on."""
    person = get_object_or_404(User.objects.select_for_update(), pk=pk)
    name = {"name": person.public_name}
    if person.trust(by=request.user):
        log(ModerationAction.Action.TRUSTED, request.user, at=timezone.now())
        messages.success(request, _("%(name)s publishes at once from now on.") % name)
    else:
        messages.warning(request, _("%(name)s is trusted already.") % name)
    return redirect("pages:contributor", person.username)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def mass_revert(request, pk):
    """Show what a person changed since a day; take it back."""
    person = get_object_or_404(User, pk=pk)
    form = _form(request)
    context = {"person": person, "form": form, "here": "bans"}
    if not form.is_valid():
        status = 422 if form.is_bound and form.has_error("since") else 200
        return render(request, "revisions/mass_revert.html", context, status=status)
    since, reason = form.cleaned_data["since"], form.cleaned_data["reason"]
    if request.method == "POST":
        context["report"] = revert(person, since, request.user, reason)
    else:
        context["plans"], context["more"] = plans(person, since)
    return render(request, "revisions/mass_revert.html", context)


def _form(request):
    """Return the form of what was asked, or one for the last week."""
    if request.method == "POST":
        return MassRevertForm(request.POST)
    if "since" in request.GET:
        return MassRevertForm(request.GET)
    week_ago = timezone.localdate() - datetime.timedelta(days=7)
    first = Reason.objects.offered(Reason.Use.HIDE).first()
    return MassRevertForm(initial={"since": week_ago, "reason": first})
