"""The worklist of broken links: those that people reported, those that fail."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import cached_property

from core.paging import page_of
from revisions.differences.changes import label
from revisions.models import Report
from revisions.moderation.worklists import WORKLISTS, edit_url, kinds, links

_finder = []


def register(found):
    """Tell which links fail, which a room above finds out.

    found() returns a queryset, in its order, of rows with the `url`, `words` for what
    is wrong and `failing_since`.
    """
    _finder[:] = [found]


def reported():
    """The open reports that a link is broken, the oldest first."""
    return Report.objects.open().filter(why=Report.Why.LINK).for_queue()


def failing():
    """The links that fail of those that a published record has."""
    (found,) = _finder
    used = Q()
    for kind in kinds():
        for column in links(kind):
            used |= Q(url__in=kind.model.objects.public().values(column))
    return found().filter(used)


@dataclass(frozen=True)
class Failure:
    """A field of a record whose link fails."""

    kind: object
    record: object
    field: str  # its words
    edit: str  # the address of the form
    link: object  # a row of failing()


class Chain:
    """Querysets one after the other, as a paginator counts and cuts them."""

    def __init__(self, *parts):
        self.parts = parts

    @cached_property
    def counts(self):
        return [part.count() for part in self.parts]

    def count(self):
        return sum(self.counts)

    def __getitem__(self, cut):
        rows, start, stop = [], cut.start, cut.stop
        for part, count in zip(self.parts, self.counts, strict=True):
            if start < count and stop > 0:
                rows += part[max(start, 0) : min(stop, count)]
            start, stop = start - count, stop - count
        return rows


def broken_page(request):
    """Return the context of the worklist; the same few queries however long it is."""
    paging = page_of(request, Chain(reported(), failing()))
    rows = paging["page"].object_list
    return paging | {
        "worklists": WORKLISTS.values(),
        "reports": [row for row in rows if isinstance(row, Report)],
        "failures": failures([row for row in rows if not isinstance(row, Report)]),
    }


def failures(found):
    """Return the Failures of links, in their order; a query for each kind."""
    by_url, of = {link.url: link for link in found}, defaultdict(list)
    for kind in kinds() if found else ():
        for record in _with_links(kind, by_url.keys()):
            for column in links(kind):
                if link := by_url.get(getattr(record, column)):
                    of[link.url].append(_failure(kind, record, column, link))
    return [failure for link in found for failure in of[link.url]]


def _with_links(kind, urls):
    columns = links(kind)
    if not columns:
        return kind.model.objects.none()
    some = Q()
    for column in columns:
        some |= Q(**{f"{column}__in": urls})
    return kind.model.objects.public().filter(some).order_by("sort_name", "pk")


def _failure(kind, record, column, link):
    edit = edit_url(kind, record, column)
    return Failure(kind, record, label(kind, column), edit, link)
