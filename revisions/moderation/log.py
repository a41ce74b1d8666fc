"""The public log of moderation."""

from accounts.roles import role_of
from core.kinds import kind_of
from revisions.models import ModerationAction


def log(action, by, *, at, record=None, rule=""):
    """Write that a moderator did something, to a record or to a person.

    action is a ModerationAction.Action; by is the moderator, None for a machine.
    rule is the code of the paragraph of the rules on which it rests.
    """
    return ModerationAction.objects.create(
        action=action,
        actor=by,
        role=role_of(by) if by else "",
        kind=kind_of(record).key if record else "",
        object_id=record.pk if record else None,
        rule=rule,
        created_at=at,
    )
