"""How records change: history, proposals, reports, and what moderators do."""

from revisions.models.draft import Draft
from revisions.models.moderation import Distinct, ModerationAction, Reason
from revisions.models.proposal import Message, Proposal, ProposedChange
from revisions.models.redirect import Redirect
from revisions.models.report import Report
from revisions.models.revision import Patrol, Revision

__all__ = [
    "Distinct", "Draft", "Message", "ModerationAction", "Patrol", "Proposal",
    "ProposedChange", "Reason", "Redirect", "Report", "Revision",
]  # fmt: skip
