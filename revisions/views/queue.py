from urllib.parse import urlsplit

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.paging import page_of
from core.text import clean
from revisions.models import Reason
from revisions.proposals.batches import MOST, assign, chosen, decide_all, reopen_all
from revisions.proposals.queue import PAGE_SIZE, ProposalFilter, lines
from revisions.views.moderators import inner_path, moderators_only

# In the session: the proposals that the last decision was about, to take it back.
UNDO = "undo"


@require_safe
@moderators_only
def queue(request):
    filterset = ProposalFilter(request.GET, request.user)
    paging = page_of(request, filterset.qs, PAGE_SIZE)
    context = {
        "filterset": filterset,
        "lines": lines(paging["page"].object_list),
        "reasons": Reason.objects.offered(Reason.Use.REJECT),
        "undo": request.session.pop(UNDO, None),
        "here": "queue",
        **paging,
    }
    return render(request, "revisions/queue.html", context)


@require_POST
@moderators_only
def batch(request):
    """Do to the chosen proposals what the button says."""
    one = request.POST.get("one", "")
    proposals = _chosen(request, one)
    act = "accept" if one else request.POST.get("act", "")
    if not proposals:
        messages.warning(request, _("Choose proposals first."))
    elif act in ("take", "release"):
        number = assign(proposals, request.user if act == "take" else None)
        messages.success(request, _assigned(act, number))
    elif act in ("accept", "reject"):
        _decide(request, proposals, act)
    else:
        messages.warning(request, _("Choose what to do with them."))
    return redirect(inner_path(request) or "revisions:queue")


def _chosen(request, one):
    """Return the one proposal, those that were ticked, or all that the filters find."""
    if not one and request.POST.get("everything") == "yes":
        query = QueryDict(urlsplit(inner_path(request)).query)
        found = ProposalFilter(query, request.user)
        return list(found.qs.waiting()[:MOST]) if found.narrows else []
    return list(chosen([one] if one else request.POST.getlist("proposal")))


def _decide(request, proposals, act):
    reason = Reason.objects.offered(Reason.Use.REJECT)
    reason = reason.filter(code=clean(request.POST.get("reason", ""))).first()
    note = clean(request.POST.get("note", "")).strip()[:300]
    if act == "accept":
        done = decide_all(proposals, request.user)
    elif reason or note:
        done = decide_all(proposals, request.user, reason=reason, note=note)
    else:
        messages.warning(request, _("Say why it is not accepted."))
        return
    tell(request, done, _decided(act, len(done.done)))


def tell(request, done, words):
    """Say what became of a Batch; offer to take back what was done."""
    if done.done:
        messages.success(request, words)
        request.session[UNDO] = done.pks
    for proposal, why in done.left:
        told = {"title": proposal.title, "why": why}
        messages.warning(request, _("Left as it is: %(title)s. %(why)s") % told)


def _assigned(act, number):
    if act == "take":
        words = ngettext(
            "%(n)s proposal is assigned to you.",
            "%(n)s proposals are assigned to you.",
            number,
        )
    else:
        words = ngettext(
            "%(n)s proposal is assigned to nobody.",
            "%(n)s proposals are assigned to nobody.",
            number,
        )
    return words % {"n": number}


def _decided(act, number):
    if act == "accept":
        words = ngettext(
            "%(n)s proposal accepted.", "%(n)s proposals accepted.", number
        )
    else:
        words = ngettext(
            "%(n)s proposal not accepted.", "%(n)s proposals not accepted.", number
        )
    return words % {"n": number}


@require_POST
@moderators_only
def undo(request):
    """Take decisions back: the proposals wait again."""
    undone = reopen_all(chosen(request.POST.getlist("proposal")), request.user)
    number = len(undone.done)
    if number:
        words = ngettext(
            "%(n)s proposal waits again.", "%(n)s proposals wait again.", number
        )
        messages.success(request, words % {"n": number})
    for proposal, why in undone.left:
        told = {"title": proposal.title, "why": why}
        messages.warning(request, _("Not taken back: %(title)s. %(why)s") % told)
    return redirect(inner_path(request) or _back(undone))


def _back(undone):
    if len(undone.done) == 1:
        return undone.done[0].get_absolute_url()
    return reverse("revisions:queue")
