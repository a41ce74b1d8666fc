"""The desk of a moderator: what waits, what is theirs, what there is to do."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils import timezone

from accounts.models import Ban
from core.paging import page_of
from revisions.models import ModerationAction, Proposal, Report
from revisions.moderation import broken
from revisions.moderation.public_log import entries
from revisions.moderation.worklists import WORKLISTS, edit_url

SHOWN = 8
# Whose proposals wait longer are late.
LATE = datetime.timedelta(days=7)


def desk(user, *, at=None):
    """Return the context of the desk; the same few queries however much waits."""
    at = at or timezone.now()
    waiting = Proposal.objects.waiting()
    return {
        "counts": waiting.aggregate(
            all=Count("pk"),
            mine=Count("pk", filter=Q(assignee=user)),
            free=Count("pk", filter=Q(assignee=None)),
            late=Count("pk", filter=Q(created_at__lt=at - LATE)),
            oldest=Min("created_at"),
        ),
        "report_count": Report.objects.open().count(),
        "ban_count": Ban.objects.in_force(at).count(),
        "reported_count": broken.reported().count(),
        "failing_count": broken.failing().count(),
        "mine": waiting.filter(assignee=user).for_queue()[:SHOWN],
        "oldest": waiting.filter(assignee=None).for_queue()[:SHOWN],
        "reports": Report.objects.open().for_queue()[:SHOWN],
        "worklists": WORKLISTS.values(),
        "log": entries(ModerationAction.objects.all()[:SHOWN]),
        "here": "desk",
    }


@dataclass(frozen=True)
class Task:
    """A record of a worklist; todo are (words, address of the form)."""

    record: object
    todo: list


def worklist_page(worklist, kind, language, request):
    """Return the context of a worklist of one kind; two queries."""
    paging = page_of(request, worklist.records(kind, language))
    tasks = [
        Task(
            record,
            [
                (words, edit_url(kind, record, field))
                for words, field in worklist.why(record, kind, language)
            ],
        )
        for record in paging["page"].object_list
    ]
    return paging | {
        "worklist": worklist,
        "worklists": WORKLISTS.values(),
        "tasks": tasks,
        "kind": kind,
        "language": language,
    }
