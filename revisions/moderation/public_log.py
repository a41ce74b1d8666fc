"""What everybody may know of moderation: actions, rules, days, roles. No names."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth

from accounts.roles import Role
from core.kinds import kind as kind_named
from revisions.models import ModerationAction

MONTHS = 12


@dataclass(frozen=True)
class Entry:
    """One action: record is the public one it was about, None for a person or for a
    record that is not public.
    """

    action: ModerationAction
    kind: object
    record: object

    @property
    def role(self):
        """The role of who acted, in words; "" for a rule of the site."""
        return Role(self.action.role).label if self.action.role else ""


def entries(actions):
    """Return the Entries of some actions; a query for each kind among them."""
    actions = list(actions)
    wanted = {}
    for action in actions:
        if action.kind:
            wanted.setdefault(action.kind, set()).add(action.object_id)
    records = {
        (key, record.pk): record
        for key, pks in wanted.items()
        for record in kind_named(key).model.objects.public().filter(pk__in=pks)
    }
    return [
        Entry(
            action,
            kind_named(action.kind) if action.kind else None,
            records.get((action.kind, action.object_id)),
        )
        for action in actions
    ]


def by_month():
    """Return [(first day, number of all, [(action in words, number)])], newest first.

    The last MONTHS months in which something was done. One query.
    """
    rows = (
        ModerationAction.objects.order_by()
        .annotate(month=TruncMonth("created_at"))
        .values_list("month", "action")
        .annotate(n=Count("pk"))
    )
    months = {}
    for month, action, number in rows:
        months.setdefault(month, {})[action] = number
    order = list(ModerationAction.Action)
    return [
        (
            month,
            sum(counts.values()),
            [(a.label, counts[a]) for a in order if a in counts],
        )
        for month, counts in sorted(months.items(), reverse=True)[:MONTHS]
    ]
