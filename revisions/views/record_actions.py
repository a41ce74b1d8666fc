"""What moderators do to a record as a whole: hide, protect, give another address."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.models import Record, StaleRecord
from revisions import editing
from revisions.editing import Attribution
from revisions.fields import Problem, Url
from revisions.finding import find, follows_moves
from revisions.forms.record_actions import HideForm, IntoForm, RenameForm
from revisions.merges import merging
from revisions.merges.duplicates import candidates
from revisions.models import ModerationAction
from revisions.moderation.log import log
from revisions.proposals.proposing import title_of
from revisions.snapshots import snapshot
from revisions.views.history import page_about
from revisions.views.moderators import moderators_only

LIKE = 5


def found(kind, slug):
    """Return a record in whatever state; raises Moved and Http404."""
    return find(kind.model.objects.all(), kind.key, slug)


@require_safe
@moderators_only
@follows_moves
def moderate(request, kind, slug):
    return shown(request, kind, found(kind, slug))


def shown(request, kind, record, *, status=200, stale=False, **forms):
    """Draw the page of all that moderators can do to a record."""
    context = page_about(
        request,
        kind,
        record,
        hide_form=HideForm(),
        rename_form=RenameForm(initial=record.slug),
        into_form=IntoForm(),
        like=_like(kind, record) if record.is_public else [],
        stale=stale,
    )
    return render(request, "revisions/moderate.html", context | forms, status=status)


def _like(kind, record):
    """Return the Candidates for being the same as a record."""
    data = snapshot(record, kind)
    links = [data[p.key] for p in kind.fields if isinstance(p, Url) and p.key in data]
    identifiers = [(i["scheme"], i["value"]) for i in data.get("identifiers", ())]
    name = title_of(kind, data)
    return candidates(kind, name, links, identifiers, leaving_out=record, limit=LIKE)


def acting(act):
    """Make a view of act(request, kind, record), which says what it did.

    It runs on POST, for moderators, on the record as they saw it: with 409 when
    somebody changed it meanwhile, with 422 for what act() says that it refuses.
    """

    @require_POST
    @moderators_only
    @follows_moves
    def view(request, kind, slug):
        record = found(kind, slug)
        try:
            if request.POST.get("version") != str(record.version):
                raise StaleRecord
            refused = act(request, kind, record)
        except StaleRecord:
            return shown(request, kind, found(kind, slug), status=409, stale=True)
        if refused:
            return shown(request, kind, record, status=422, **refused)
        return redirect(reverse("revisions:moderate", args=[kind, record.slug]))

    return view


def hide(request, kind, record):
    form = HideForm(request.POST)
    if record.status == Record.Status.MERGED or not form.is_valid():
        return {"hide_form": form}
    at = timezone.now()
    editing.hide(record, form.text, Attribution(request.user, comment=form.text, at=at))
    log(ModerationAction.Action.HIDDEN, request.user, at=at, record=record,
        rule=form.rule)  # fmt: skip
    messages.success(request, _("Hidden. Its history stays."))
    return None


def show(request, kind, record):
    if record.status != Record.Status.HIDDEN:
        return {"problem": _("It is not hidden.")}
    at = timezone.now()
    editing.show(record, Attribution(request.user, at=at))
    log(ModerationAction.Action.SHOWN, request.user, at=at, record=record)
    messages.success(request, _("Shown again."))
    return None


def protect(request, kind, record):
    """Protect a record, or let everybody publish changes of it again."""
    protected = request.POST.get("protected") == "yes"
    if protected == record.protected:
        return
    at = timezone.now()
    editing.protect(record, protected, Attribution(request.user, at=at))
    actions = ModerationAction.Action
    action = actions.PROTECTED if protected else actions.UNPROTECTED
    log(action, request.user, at=at, record=record)
    done = _("Protected.") if protected else _("Not protected any more.")
    messages.success(request, done)
    return


def rename(request, kind, record):
    form = RenameForm(request.POST)
    if not form.is_valid():
        return {"rename_form": form}
    try:
        merging.rename(record, form.cleaned_data["slug"], Attribution(request.user))
    except Problem as problem:
        form.add_error("slug", str(problem))
        return {"rename_form": form}
    messages.success(request, _("It has another address now."))
    return None


def unmerge(request, kind, record):
    try:
        result = merging.unmerge(kind, record, Attribution(request.user))
    except Problem as problem:
        return {"problem": str(problem)}
    messages.success(request, _("The merge is taken back."))
    for other, labels in result.left:
        text = _("%(name)s: changed again since, and left as it is: %(labels)s.")
        text %= {"name": other.display_name, "labels": ", ".join(labels)}
        messages.warning(request, text)
    return None
