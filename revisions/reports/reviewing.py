"""What moderators do with reports."""

from django.db import transaction
from django.utils import timezone

from revisions.models import ModerationAction, Report
from revisions.moderation.log import log
from revisions.proposals.telling import tell_report
from revisions.reports.about import record_of

_LOGGED = {
    Report.Status.RESOLVED: ModerationAction.Action.RESOLVED,
    Report.Status.DISMISSED: ModerationAction.Action.DISMISSED,
}


class NotOpen(Exception):
    """Somebody has answered the report already."""


@transaction.atomic
def conclude(report, status, by, *, reason=None, answer="", at=None):
    """Follow a report or set it aside; return it anew.

    status is Report.Status.RESOLVED or DISMISSED, reason a Reason, answer what its
    author is told in words. Raises NotOpen.
    """
    at = at or timezone.now()
    now = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not now.is_open:
        raise NotOpen
    now.status, now.reason, now.answer = status, reason, answer
    now.decided_by, now.decided_at, now.seen_at = by, at, None
    now.save()
    rule = reason.rule if reason else ""
    log(_LOGGED[status], by, at=at, record=record_of(now), rule=rule)
    transaction.on_commit(lambda: tell_report(now))
    return now


@transaction.atomic
def reopen(report, by):
    """Let a report be answered anew; raises NotOpen when it waits already."""
    now = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if now.decided_at is None:
        raise NotOpen
    now.status, now.decided_at, now.decided_by = Report.Status.OPEN, None, None
    now.reason, now.answer = None, ""
    now.assignee = by
    now.save()
    return now
