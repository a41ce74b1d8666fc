"""People confirm that a record is still right."""

from django.utils import timezone

from core.kinds import kind_of
from revisions.editing import Attribution, Change, write
from revisions.models import Revision
from revisions.rights import may_edit, may_publish


def may_verify(user, kind, record):
    """Return whether a person may say that a record is right, in their name.

    Who publishes may; others with a confirmed e-mail address may where everybody may
    propose: it changes no word of the record.
    """
    if not user.is_authenticated or not may_edit(user, kind, record):
        return False
    if may_publish(user, kind, record):
        return True
    if kind.curated or record.protected:
        return False
    return user.emailaddress_set.filter(verified=True).exists()


def verify(record, user, *, base, at=None):
    """Write that a person found a record right today; return whether that is new.

    base is the version that they looked at. Raises StaleRecord.
    """
    at = at or timezone.now()
    if record.verified_on == at.date() and record.verified_by_id == user.pk:
        return False
    # The account, not its name: the door then finds the name it is asked to write.
    record.verified_by, record.verified_by_name = user, ""
    record.verified_on = at.date()
    values = {"verified_on": at.date().isoformat(), "verified_by": user.public_name}
    by = Attribution(user, at=at, action=Revision.Action.VERIFY)
    write(kind_of(record), [Change(record, values, base)], by)
    return True
