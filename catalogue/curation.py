"""Which collections moderators show on the home page, and in which order."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.models import Collection
from core.kinds import kind as kind_named
from core.models import StaleRecord
from core.paging import page_of
from revisions.editing import Attribution, Change, write
from revisions.views.moderators import moderators_only


@require_safe
@moderators_only
def curation(request):
    others = Collection.objects.public().filter(featured=False)
    context = page_of(request, others.order_by("-updated_at", "pk").for_cards())
    context |= {"shown": shown().for_cards(), "here": "curation"}
    return render(request, "catalogue/curation.html", context)


def shown():
    """Return the collections that moderators feature, in the order of the home page."""
    return Collection.objects.public().featured().in_home_order()


@require_POST
@moderators_only
def curate(request):
    """Feature a collection or no longer, move it up or down."""
    record = get_object_or_404(
        Collection.objects.public(), slug=request.POST.get("collection", "")
    )
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise BadRequest
    try:
        _write(act(list(shown()), record), request.user)
    except StaleRecord:
        messages.warning(request, _("Somebody has just changed it. Try again."))
    return redirect("catalogue:curation")


def _feature(order, record):
    return [*order, record] if record not in order else order


def _unfeature(order, record):
    return [other for other in order if other != record]


def _moved(step):
    def move(order, record):
        if record not in order:
            return order
        place = order.index(record)
        other = min(max(place + step, 0), len(order) - 1)
        order[place], order[other] = order[other], order[place]
        return order

    return move


ACTS = {
    "feature": _feature,
    "unfeature": _unfeature,
    "up": _moved(-1),
    "down": _moved(1),
}


def _write(order, user):
    """Write which collections are featured, and their places; only what differs."""
    wanted = {record.pk: place for place, record in enumerate(order, 1)}
    changes = []
    for record in {*shown(), *order}:
        place = wanted.get(record.pk)
        if record.featured != bool(place) or record.home_position != place:
            values = {"featured": bool(place) or None, "home_position": place}
            changes.append(Change(record, values))
    if changes:
        by = Attribution(user, comment=_("Choice for the home page"))
        write(kind_named("collection"), changes, by)
