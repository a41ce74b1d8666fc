from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import is_moderator
from core.kinds import kind as kind_named
from core.models import StaleRecord
from core.rates import address, allow
from core.text import clean
from revisions.fields import Problem
from revisions.finding import heir_of
from revisions.forms.acting import ACTIONS, act
from revisions.forms.drafts import cleaned, number_in
from revisions.forms.holding import hold
from revisions.models import Proposal
from revisions.proposals import reviewing
from revisions.proposals.batches import why
from revisions.proposals.page import Viewer, permissions, proposal_page
from revisions.proposals.queue import next_waiting
from revisions.proposals.review_form import ReviewForm
from revisions.proposals.telling import tell_message
from revisions.views.moderators import moderators_only
from revisions.views.queue import UNDO
from revisions.visitors import signing

MESSAGE_LENGTH = 2000
MESSAGES_AN_HOUR = 20


def for_its_people(view):
    """Let the author of a proposal and moderators in; the view gets it and a Viewer."""

    @wraps(view)
    def wrapper(request, pk):
        token = request.POST.get("token") or request.GET.get("token", "")
        held = signing.proposal_of(token) if token else None
        by_token = held is not None and held.pk == pk
        if not by_token and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        proposal = get_object_or_404(Proposal.objects.for_page(), pk=pk)
        viewer = _viewer(request.user, proposal, token if by_token else "")
        if not viewer.is_author and not viewer.is_moderator:
            raise Http404
        return view(request, proposal, viewer)

    return wrapper


def _viewer(user, proposal, token):
    mine = user.is_authenticated and proposal.author_id == user.pk
    return Viewer(user, mine or bool(token), is_moderator(user), token)


def _page(viewer, proposal):
    query = f"?token={viewer.token}" if viewer.token else ""
    return redirect(proposal.get_absolute_url() + query)


@require_safe
@for_its_people
def proposal(request, proposal, viewer):
    context = proposal_page(proposal, viewer)
    context["undo"] = request.session.pop(UNDO, None) if viewer.is_moderator else None
    return render(request, "revisions/proposal.html", context)


@require_POST
@moderators_only
def decide(request, pk):
    """Carry out what a moderator decided; lead on to the next proposal."""
    proposal = get_object_or_404(Proposal.objects.for_queue(), pk=pk)
    if not proposal.is_waiting:
        return _again(request, proposal, None, why(reviewing.NotWaiting()), 409)
    data = cleaned(request.POST)
    form = ReviewForm(proposal, request.user, data)
    if (do := data.get("do", "")).partition(" ")[0] in ACTIONS:
        # A button inside of a field: the form is drawn again.
        data = act(do, data, form.form)
        form = ReviewForm(proposal, request.user, data)
        return _again(request, proposal, form, "", 200)
    if not form.is_valid():
        return _again(request, proposal, form, form.error, 422)
    return _carry_out(request, proposal, form)


def _carry_out(request, proposal, form):
    seen = _seen(request, form)
    try:
        decided = reviewing.decide(proposal, form.decisions, request.user, seen=seen)
    except (reviewing.NotWaiting, StaleRecord) as error:
        return _again(request, proposal, form, why(error), 409)
    except reviewing.OwnDecision as error:
        return _again(request, proposal, form, why(error), 403)
    except Problem as problem:
        return _again(request, proposal, form, str(problem), 422)
    told = {"title": decided.title, "state": decided.get_status_display()}
    messages.success(request, _("%(title)s: %(state)s.") % told)
    request.session[UNDO] = [decided.pk]
    following = next_waiting(decided, request.user)
    return redirect(following or "revisions:queue")


def _seen(request, form):
    """Return the version of the record that the moderator read."""
    seen = number_in(request.POST, "seen")
    return form.version if seen is None else seen


def _again(request, proposal, form, error, status):
    proposal = Proposal.objects.for_page().get(pk=proposal.pk)
    viewer = _viewer(request.user, proposal, "")
    context = proposal_page(proposal, viewer, form) | {"error": error}
    return render(request, "revisions/proposal.html", context, status=status)


@require_POST
@moderators_only
def assign(request, pk):
    """Take a proposal, or leave it to others."""
    waiting = Proposal.objects.waiting().filter(pk=pk)
    takes = request.POST.get("act") == "take"
    waiting.update(assignee=request.user if takes else None)
    return redirect("revisions:proposal", pk)


@require_POST
@for_its_people
def withdraw(request, proposal, viewer):
    if not permissions(proposal, viewer)["may_withdraw"]:
        raise PermissionDenied
    try:
        reviewing.withdraw(proposal)
    except reviewing.NotWaiting as error:
        messages.warning(request, why(error))
    else:
        messages.success(request, _("Your proposal is withdrawn."))
    return _page(viewer, proposal)


@require_POST
@for_its_people
def answer(request, proposal, viewer):
    """Write a message about a proposal; with appeal=yes, appeal against a decision."""
    appeals = request.POST.get("appeal") == "yes"
    may = permissions(proposal, viewer)
    text = clean(request.POST.get("text", "")).strip()
    if appeals and not may["may_appeal"]:
        raise PermissionDenied
    if not appeals and not may["may_answer"]:
        late = _("Your message is not sent: the proposal does not wait for review.")
        return _not_sent(request, proposal, viewer, text, late, 409)
    if problem := _wrong(request, text):
        return _not_sent(request, proposal, viewer, text, problem, 422)
    return _answered(request, proposal, viewer, text, appeals)


def _not_sent(request, proposal, viewer, text, error, status):
    """Draw the page with what was typed."""
    context = proposal_page(proposal, viewer) | {"message_error": error, "text": text}
    return render(request, "revisions/proposal.html", context, status=status)


def _wrong(request, text):
    if not text:
        return _("Write something first.")
    if len(text) > MESSAGE_LENGTH:
        return _("At most %(n)s characters.") % {"n": MESSAGE_LENGTH}
    who = request.user.pk or address(request)
    if not allow("message", who, MESSAGES_AN_HOUR, 3600):
        return _("So many messages in an hour are too many. Please wait a little.")
    return ""


def _answered(request, proposal, viewer, text, appeals):
    by = request.user if request.user.is_authenticated else None
    by_moderator = viewer.is_moderator and not viewer.is_author
    try:
        message = reviewing.answer(
            proposal, text, by, by_moderator=by_moderator, appeal=appeals
        )
    except reviewing.NotWaiting as error:
        proposal = Proposal.objects.for_page().get(pk=proposal.pk)
        return _not_sent(request, proposal, viewer, text, why(error), 409)
    tell_message(message)
    words = _("Your appeal waits for a moderator.") if appeals else _("Sent.")
    messages.success(request, words)
    return _page(viewer, proposal)


@require_POST
@for_its_people
def seen(request, proposal, viewer):
    """Note that the author has read the decision."""
    if viewer.is_author:
        unseen = Proposal.objects.filter(pk=proposal.pk, seen_at=None)
        unseen.update(seen_at=timezone.now())
    return _page(viewer, proposal)


@require_POST
@for_its_people
def resubmit(request, proposal, viewer):
    """Open the form of the record with what was proposed, to propose it anew."""
    if not permissions(proposal, viewer)["may_resubmit"]:
        raise PermissionDenied
    kind, record = kind_named(proposal.kind), reviewing.record_of(proposal)
    record = heir_of(kind, record) or record
    token = hold(request, kind.key, values=proposal.values)
    address = reverse("revisions:new", args=[kind])
    if record is not None and record.is_public:
        address = reverse("revisions:edit", args=[kind, record.slug])
    return redirect(f"{address}?held={token}")
