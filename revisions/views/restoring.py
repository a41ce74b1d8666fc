"""Going back: to a whole revision, or behind one change."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from accounts.roles import is_moderator
from core.models import Record
from revisions.differences.changes import label
from revisions.differences.differing import differences
from revisions.editing import Attribution, broken_rule
from revisions.fields import Problem
from revisions.finding import follows_moves
from revisions.forms.change_form import ChangeForm
from revisions.history import earlier
from revisions.models import Redirect, Revision
from revisions.proposals.proposing import Conflict, Submission, Unchanged, submit
from revisions.reverts.restoring import back_to, check
from revisions.reverts.undoing import undo as undone
from revisions.rights import may_edit, may_publish
from revisions.views.history import found, page_about, revision_of, to_history


@dataclass(frozen=True)
class Way:
    """One way back: what it says, and what it would write.

    make(kind, record, revision, redirects, data of now) gives (values, what stays).
    """

    action: str
    template: str
    make: object
    comment: object


@login_required
@follows_moves
def revert(request, kind, slug, number):
    return _way_back(request, kind, slug, number, REVERT)


@login_required
@follows_moves
def undo(request, kind, slug, number):
    return _way_back(request, kind, slug, number, UNDO)


def _way_back(request, kind, slug, number, way):
    """Show what going back would change; on POST, publish or propose it."""
    record = found(request, kind, slug)
    if record.status == Record.Status.MERGED:
        raise PermissionDenied
    if not may_edit(request.user, kind, record):
        raise PermissionDenied
    target = revision_of(record, number)
    form = ChangeForm(request.POST or None)
    status, problem = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _go_back(request, kind, record, target, way, form.cleaned_data)
            except Conflict:
                status = 409
                record = kind.model.objects.get(pk=record.pk)
            except (Unchanged, Problem) as refused:
                problem = str(refused)
    context = _shown(request, kind, record, target, way)
    context |= {"form": form, "problem": problem, "stale": status == 409}
    return render(request, way.template, context, status=status)


def _shown(request, kind, record, target, way):
    redirects, now = Redirect.table(), _today(record)
    values, left = _values(request, kind, record, target, way, redirects, now)
    after = {key: x for key, x in (now | values).items() if x is not None}
    return page_about(
        request,
        kind,
        record,
        revision=target,
        differences=differences(kind, now, after, redirects=redirects),
        left=left,
        publishes=may_publish(request.user, kind, record),
    )


def _values(request, kind, record, target, way, redirects, now):
    """Return (values to write, what stays), without what only moderators write."""
    values, left = way.make(kind, record, target, redirects, now)
    if is_moderator(request.user):
        return values, left
    closed = {
        ask.key
        for section in kind.sections
        for ask in section.asks
        if ask.for_moderators
    }
    left = [*left, *((label(kind, key), "") for key in values if key in closed)]
    return {key: x for key, x in values.items() if key not in closed}, left


def _today(record):
    """Return the plain data of the newest revision of a record."""
    return Revision.objects.of(record).order_by("-number").first().data


def _go_back(request, kind, record, target, way, told):
    """Write or propose the way back; return the answer.

    Raises Conflict when the record is another than the one that was shown.
    """
    now = _today(record)
    if request.POST.get("version") != str(record.version):
        raise Conflict(record, {}, now)
    redirects = Redirect.table()
    values, _left = _values(request, kind, record, target, way, redirects, now)
    check(kind, now, values)
    submission = Submission(
        kind=kind,
        values=values,
        by=_attribution(request, target, way, told),
        record=record,
        base=record.version,
        language=get_language(),
        publish=may_publish(request.user, kind, record),
    )
    return _answer(request, kind, record, _sent(submission))


def _attribution(request, target, way, told):
    said = way.comment(target.number)
    return Attribution(
        request.user,
        comment=f"{said} – {told['comment']}"[:300] if told["comment"] else said,
        evidence=told["evidence"],
        action=way.action,
    )


def _sent(submission):
    try:
        with transaction.atomic():
            return submit(submission)
    except IntegrityError as error:
        raise Problem(broken_rule(submission.kind, error)) from error


def _answer(request, kind, record, outcome):
    if outcome.proposal:
        messages.success(request, _("Your proposal waits for review."))
        return redirect(reverse("revisions:proposal", args=[outcome.proposal.pk]))
    messages.success(request, _("Published."))
    return to_history(kind, record)


def _back(kind, record, target, redirects, now):
    return back_to(kind, target.data, now, redirects, record.slug), []


def _behind(kind, record, target, redirects, now):
    before = earlier(target)
    if before is None:
        raise Http404
    undoing = undone(kind, before.data, target.data, now, redirects=redirects)
    return undoing.values, undoing.left


REVERT = Way(
    Revision.Action.REVERT,
    "revisions/revert.html",
    _back,
    lambda number: _("Back to revision %(number)d") % {"number": number},
)
UNDO = Way(
    Revision.Action.UNDO,
    "revisions/undo.html",
    _behind,
    lambda number: _("Revision %(number)d undone") % {"number": number},
)
