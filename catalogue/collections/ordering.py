"""The page on which people order the items of a collection.

Every button sends the whole form. Those that move, remove or add a tool draw it anew
and change nothing; the one that saves goes through the one door.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalogue.collections.finding import tools_meant
from catalogue.collections.items import (
    MOST,
    NOTE_LENGTH,
    Row,
    moved,
    rows_of,
    rows_sent,
    values_of,
    with_tools,
)
from catalogue.collections.people import editable_or_refused
from catalogue.collections.writing import change, collection_kind
from catalogue.models import Tool
from core.languages import current_language
from core.text import one_line
from revisions.differences.changes import since
from revisions.proposals.proposing import Conflict
from revisions.rights import may_publish
from revisions.snapshots import snapshot

STEPS = {"up": -1, "down": 1}


def order_items(request, slug):
    """Answer the page of the items: a view, behind catalogue.collections.views."""
    record = editable_or_refused(request.user, slug)
    if request.method != "POST":
        rows = rows_of(snapshot(record, collection_kind()))
        return draw(request, record, rows, version=record.version)
    rows = rows_sent(request.POST)
    if request.POST.get("add") or one_line(request.POST.get("q", "")):
        return add(request, record, rows)
    if "move" in request.POST or "remove" in request.POST:
        return rearrange(request, record, rows)
    return save(request, record, rows)


def draw(request, record, rows, *, status=200, version=None, **more):
    """Return the page with these rows, of which nothing is saved yet."""
    may_show = may_publish(request.user, collection_kind(), record)
    context = {
        "record": record,
        "section": "collection",
        "rows": rows,
        "is_full": len(rows) >= MOST,
        "most": MOST,
        "note_length": NOTE_LENGTH,
        "version": version or request.POST.get("version", ""),
        "proposes": not may_show,
        "is_sent": request.method == "POST",
    }
    template = "catalogue/collection_items.html"
    return render(request, template, context | more, status=status)


def rearrange(request, record, rows):
    """Move or remove one row; the button that was pressed has the focus again."""
    direction, _colon, slug = request.POST.get("move", "").partition(":")
    gone = request.POST.get("remove", "")
    rows = [row for row in rows if row.slug != gone]
    rows = moved(rows, slug, STEPS.get(direction, 0))
    return draw(
        request, record, rows, focus=f"{direction}:{slug}", said=_said(rows, slug)
    )


def _said(rows, slug):
    """Return what a screen reader says after a move."""
    for place, row in enumerate(rows, start=1):
        if row.slug == slug:
            said = {"name": row.name, "place": place, "all": len(rows)}
            return _("%(name)s is number %(place)s of %(all)s.") % said
    return ""


def add(request, record, rows):
    """Put the tool that was chosen or typed at the end, or offer those it may be."""
    typed = one_line(request.POST.get("q", ""))
    slug = one_line(request.POST.get("add", ""))
    chosen = list(Tool.objects.public().filter(slug=slug))
    found, certain = (chosen, True) if chosen else tools_meant(typed, request.user)
    if not found or not certain:
        return draw(request, record, rows, q=typed, found=found, asked=True)
    tool = found[0]
    if any(row.slug == tool.slug for row in rows):
        said = _("%(name)s is in the list already.") % {"name": tool.name}
        return draw(request, record, rows, said=said)
    rows = with_tools([*rows, Row(tool.slug)])[:MOST]
    return draw(request, record, rows, said=_said(rows, tool.slug), added=tool.slug)


def save(request, record, rows):
    """Write the items, or propose them; 409 when somebody else was faster."""
    if any(row.error for row in rows):
        return draw(request, record, rows, status=422)
    base, language = _base(request, record), current_language()
    items = {"items": values_of(rows)}
    try:
        outcome = change(record, items, request.user, base=base, language=language)
    except Conflict as conflict:
        return _lost(request, conflict.record, rows, base)
    if outcome and outcome.proposal:
        messages.success(
            request, _("Thank you. A moderator looks at it before it shows.")
        )
        return redirect("catalogue:collection-settings", record.slug)
    messages.success(request, _("The list is saved."))
    return redirect(record)


def _base(request, record):
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else record.version


def _lost(request, record, rows, base):
    """Draw what was typed beside the list of now; saving again replaces that."""
    theirs = rows_of(snapshot(record, collection_kind()))
    mine = {row.slug for row in rows}
    names, labels = since(collection_kind(), record, base)
    return draw(
        request,
        record,
        rows,
        status=409,
        version=record.version,
        theirs=theirs,
        missing=[row for row in theirs if row.is_shown and row.slug not in mine],
        who=names,
        what=labels,
    )
