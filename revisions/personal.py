"""What this room holds about a person."""

from core.kinds import kind as kind_named
from revisions.models import Message, Patrol, Revision


def contributions(user):
    """The revisions that a person wrote, without the content of the records."""
    rows = Revision.objects.filter(author=user).order_by("created_at", "pk")
    return list(
        rows.values(
            "kind", "data__slug", "number", "action", "comment", "evidence",
            "created_at",
        )
    )  # fmt: skip


def proposals(user):
    """What a person proposed, what became of it, and what was said about it."""
    sent_in = user.proposals.order_by("pk").prefetch_related("changes", "messages")
    return [
        {
            **_fields(proposal, "kind title comment evidence status created_at"),
            "changes": [
                _fields(change, "key value decision note")
                for change in proposal.changes.all()
            ],
            "messages": [
                _fields(message, "text by_moderator created_at")
                for message in proposal.messages.all()
            ],
        }
        for proposal in sent_in
    ]


def _fields(row, names):
    return {name: getattr(row, name) for name in names.split()}


def reports(user):
    rows = user.reports.order_by("pk")
    return list(rows.values("title", "text", "status", "answer", "created_at"))


def drafts(user):
    rows = user.drafts.order_by("pk")
    return list(rows.values("kind", "title", "data", "updated_at"))


def moderation(user):
    """What a person did as a moderator: actions, messages, changes looked at."""
    said = Message.objects.filter(author=user, by_moderator=True)
    looked = Patrol.objects.filter(by=user).order_by("pk")
    return {
        "actions": _actions(user),
        "messages": list(said.values("proposal__title", "text", "created_at")),
        "looked_at": list(
            looked.values(
                "revision__kind", "revision__data__slug", "revision__number",
                "created_at",
            )
        ),
    }  # fmt: skip


def _actions(user):
    """Return what stands of a person in the log, by slug; a query for each kind."""
    actions = user.moderation_actions.order_by("created_at", "pk")
    acted_on = {}
    for action in actions:
        if action.kind:
            acted_on.setdefault(action.kind, set()).add(action.object_id)
    slugs = {kind: _slugs(kind, pks) for kind, pks in acted_on.items()}
    return [
        {
            **_fields(action, "action kind rule role created_at"),
            "slug": slugs.get(action.kind, {}).get(action.object_id, ""),
        }
        for action in actions
    ]


def _slugs(kind, pks):
    records = kind_named(kind).model._base_manager.filter(pk__in=pks)
    return dict(records.values_list("pk", "slug"))
