"""Tells the authors of proposals and reports what became of them, by e-mail."""

import logging
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.kinds import kind as kind_named
from core.mail import send
from core.text import one_line
from revisions.differences.changes import label
from revisions.models import ProposedChange
from revisions.moderation.rules import rule_url, rule_words
from revisions.visitors.signing import token

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """What became of one field, in words: why and rule are "" for what was accepted."""

    label: str
    accepted: bool
    edited: bool
    why: str = ""
    rule: str = ""
    rule_url: str = ""


def told(proposal):
    """Return a Told for each decided field of a proposal, in the active language."""
    kind = kind_named(proposal.kind)
    changes = proposal.changes.select_related("reason")
    return [_told(kind, change) for change in changes if change.decision != _WAITING]


_WAITING = ProposedChange.Decision.WAITING


def _told(kind, change):
    accepted = change.decision == ProposedChange.Decision.ACCEPTED
    reason = change.reason
    words = [str(reason.text)] if reason else []
    why = " ".join([*words, change.note] if change.note else words)
    rule = reason.rule if reason else ""
    return Told(
        label(kind, change.key),
        accepted,
        change.edited,
        one_line(why),
        str(rule_words(rule)) if rule else "",
        f"{settings.SITE_URL}{rule_url(rule)}" if rule else "",
    )


def tell_decision(proposal):
    """Send the author of a decided proposal what was accepted, what not, and why.

    Nothing is sent to a source, to who wants no e-mails, or where no address is known.
    """
    to, language = _reader(proposal)
    if not to:
        return
    with translation.override(language):
        fields = told(proposal)
        context = {
            "title": proposal.title,
            "accepted": [field for field in fields if field.accepted],
            "refused": [field for field in fields if not field.accepted],
            "may_appeal": not proposal.messages.filter(is_appeal=True).exists(),
            "url": proposal_address(proposal),
        }
    _send("proposal_decided", to, language, context)


def tell_message(message):
    """Send the author of a proposal what a moderator wrote to them about it."""
    proposal = message.proposal
    to, language = _reader(proposal)
    if not to or not message.by_moderator:
        return
    with translation.override(language):
        url = proposal_address(proposal)
    context = {"title": proposal.title, "message": message.text, "url": url}
    _send("proposal_message", to, language, context)


def tell_report(report):
    """Send the author of an answered report what was done, and why."""
    to, language = _reader(report)
    if not to:
        return
    with translation.override(language):
        page = reverse("revisions:contributions")
        context = {
            "title": report.title,
            "followed": report.status == report.Status.RESOLVED,
            "reason": str(report.reason.text) if report.reason else "",
            "answer": report.answer,
            "url": f"{settings.SITE_URL}{page}" if report.author else "",
        }
    _send("report_decided", to, language, context)


def proposal_address(proposal):
    """Return the whole address of a proposal, with a signed word for a visitor."""
    address = f"{settings.SITE_URL}{proposal.get_absolute_url()}"
    return f"{address}?token={token(proposal)}" if proposal.email else address


def _reader(sent_in):
    """Return (address, language) of whoever sent something in; "" for no e-mail."""
    author = sent_in.author
    if author is None:
        return sent_in.email, sent_in.language
    wants = author.notify != User.Notify.NEVER
    return (author.email if wants else ""), author.language


def _send(template, to, language, context):
    try:
        send(template, to, language, context)
    except (OSError, SMTPException):
        # What was decided stands, and is on their page.
        logger.exception("%s could not be sent", template)
