"""What this room holds about a person."""

from revisions.models import Revision


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
