"""Merging a record into another: which of the two says what."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.kinds import all_kinds
from core.models import StaleRecord
from revisions.differences.changes import label
from revisions.differences.differing import contents, differences
from revisions.differences.showing import name_of
from revisions.editing import Attribution
from revisions.fields import Problem
from revisions.finding import Moved, find, follows_moves
from revisions.forms.record_actions import IntoForm, MergeForm
from revisions.merges.combining import combined, offered
from revisions.merges.merging import merge as merged, pointing
from revisions.models import Redirect
from revisions.snapshots import snapshot
from revisions.views.history import page_about, to_history
from revisions.views.moderators import moderators_only
from revisions.views.record_actions import found, shown

# So many of the records that would be led on are named.
NAMED = 50


@dataclass(frozen=True)
class Row:
    """One field of both records: what each says, and which may be chosen."""

    key: str
    label: str
    loser: list
    winner: list
    chosen: str  # "" where nothing is to be chosen


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
@follows_moves
def merge(request, kind, slug):
    """Show two records side by side; on POST, merge the first into the other."""
    loser = found(kind, slug)
    form = IntoForm(request.GET)
    winner = _other(kind, form) if form.is_valid() else None
    if winner is None:
        status = 422 if "into" in request.GET else 200
        into = form if "into" in request.GET else IntoForm()
        return shown(request, kind, loser, status=status, into_form=into)
    if request.method == "POST":
        return _carry_out(request, kind, loser, winner)
    return _pair(request, kind, loser, winner)


def _other(kind, form):
    """Return the record that a form names, None with an error when there is none."""
    try:
        return find(kind.model.objects.all(), kind.key, form.cleaned_data["into"])
    except Moved as moved:
        return kind.model.objects.get(slug=moved.slug)
    except Http404:
        form.add_error("into", _("No page has this address."))
        return None


def _pair(request, kind, loser, winner, *, form=None, status=200, **more):
    one, other = snapshot(winner, kind), snapshot(loser, kind)
    form = form or MergeForm(keys=offered(kind, one, other))
    choices = form.choices if form.is_valid() else {}
    after = one | combined(kind, one, other, choices)
    after = {key: value for key, value in after.items() if value is not None}
    led_on = _led_on(kind, loser, winner)
    context = page_about(
        request,
        kind,
        loser,
        loser=loser,
        winner=winner,
        winner_said=name_of(kind, winner),
        form=form,
        rows=_rows(kind, one, other, form),
        differences=differences(kind, one, after),
        led_on=led_on[:NAMED],
        led_on_count=len(led_on),
        **more,
    )
    return render(request, "revisions/merge.html", context, status=status)


def _rows(kind, winner, loser, form):
    redirects = Redirect.table()
    shown = [_by_key(kind, data, redirects) for data in (loser, winner)]
    return [
        Row(
            part.key,
            label(kind, part.key),
            *(side.get(part.key, []) for side in shown),
            form.chosen(part.key) if part.key in form.keys else "",
        )
        for part in kind.fields
        if winner.get(part.key) != loser.get(part.key)
    ]


def _by_key(kind, data, redirects):
    found = {}
    for value in contents(kind, data, redirects=redirects):
        found.setdefault(value.key, []).append(value)
    return found


def _led_on(kind, loser, winner):
    """Return the records that point to the one that goes."""
    return [
        record
        for other_kind in all_kinds()
        for record, _keys in pointing(other_kind, kind, loser, winner)
    ]


def _carry_out(request, kind, loser, winner):
    one, other = snapshot(winner, kind), snapshot(loser, kind)
    form = MergeForm(request.POST, keys=offered(kind, one, other))
    try:
        seen = [request.POST.get(name) for name in ("version", "winner_version")]
        if seen != [str(loser.version), str(winner.version)]:
            raise StaleRecord
        if not form.is_valid():
            return _pair(request, kind, loser, winner, form=form, status=422)
        by = Attribution(request.user, comment=form.cleaned_data["comment"])
        merged(kind, loser, winner, by, form.choices)
    except StaleRecord:
        loser, winner = (type(r).objects.get(pk=r.pk) for r in (loser, winner))
        return _pair(request, kind, loser, winner, form=form, status=409, stale=True)
    except Problem as problem:
        return _pair(request, kind, loser, winner, form=form, status=422,
                     problem=str(problem))  # fmt: skip
    messages.success(request, _("Merged."))
    return to_history(kind, winner)
