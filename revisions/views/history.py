"""The history of one record: its list, two revisions side by side, who wrote what."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.paging import page_of
from revisions.differences.blaming import blame
from revisions.differences.differing import contents, differences
from revisions.differences.showing import name_of
from revisions.finding import find, follows_moves, heir_of
from revisions.history import (
    credited,
    earlier,
    later,
    lines,
    merged_into,
    open_to,
    with_earlier,
)
from revisions.models import Redirect, Revision
from revisions.rights import may_edit

SIZE = 50


def page_about(request, kind, record, **more):
    """Return what every page about a record's history shows of the record."""
    return {
        "record": record,
        "kind": kind,
        "section": kind.key,
        "said": name_of(kind, record),
        "here": request.resolver_match.url_name,
        "may_edit": may_edit(request.user, kind, record),
        **more,
    }


def found(request, kind, slug):
    """Return the record of a history page; raises Moved and Http404."""
    return find(open_to(kind, request.user), kind.key, slug)


def revision_of(record, number):
    """Return a revision with whom it is credited to; raises Http404."""
    revisions = credited(Revision.objects.of(record)).select_related("patrol")
    return get_object_or_404(revisions, number=number)


@follows_moves
def history(request, kind, slug):
    record = found(request, kind, slug)
    revisions = Revision.objects.of(record).order_by("-number")
    pages = page_of(request, revisions, SIZE)
    # The page knows which revisions; their authors, and the ones before, come along.
    shown = credited(with_earlier(pages["page"].object_list))
    context = page_about(
        request,
        kind,
        record,
        lines=lines(shown),
        merged=merged_into(kind, record),
        into=heir_of(kind, record),
        **pages,
    )
    return render(request, "revisions/history.html", context)


@follows_moves
def revision(request, kind, slug, number):
    record = found(request, kind, slug)
    shown = revision_of(record, number)
    before = earlier(shown)
    redirects = Redirect.table()
    context = page_about(
        request,
        kind,
        record,
        revision=shown,
        earlier=before,
        later=later(shown),
        differences=differences(
            kind, before.data if before else {}, shown.data, redirects=redirects
        ),
        contents=contents(kind, shown.data, redirects=redirects),
    )
    return render(request, "revisions/revision.html", context)


@follows_moves
def compare(request, kind, slug):
    record = found(request, kind, slug)
    one, other = (_asked(request, record, name) for name in ("from", "to"))
    if one.number > other.number:
        one, other = other, one
    context = page_about(
        request,
        kind,
        record,
        one=one,
        other=other,
        differences=differences(kind, one.data, other.data),
    )
    return render(request, "revisions/compare.html", context)


def _asked(request, record, name):
    """Return the revision whose number a parameter says."""
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise Http404
    return revision_of(record, int(text))


@follows_moves
def values(request, kind, slug):
    record = found(request, kind, slug)
    context = page_about(request, kind, record, blames=blame(kind, record))
    return render(request, "revisions/values.html", context)


def to_history(kind, record):
    """Return the way back to the history of a record, by its slug of now."""
    return redirect(reverse("revisions:history", args=[kind, record.slug]))
