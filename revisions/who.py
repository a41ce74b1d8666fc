"""Whom a change is credited to, in words."""

from django.utils.translation import gettext as _


def who(revision):
    """Return the name of who made a change; without an account, what they were.

    revision comes with its author and its proposal (revisions.history.credited).
    """
    if revision.author:
        return revision.author.public_name
    return revision.source or anonymous(revision)


def anonymous(revision):
    """Return what somebody was who has no name here (any more)."""
    proposal = getattr(revision, "proposal", None)
    return _("a visitor") if proposal and proposal.email else _("a former contributor")
