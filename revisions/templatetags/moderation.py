"""What the pages of moderation say of proposals, reports, and the log."""

import datetime

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from core.kinds import kind as kind_named
from revisions.moderation.rules import rule_url, rule_words
from revisions.proposals.contributed import unseen
from revisions.reports.about import PROPOSAL, USER

register = template.Library()


@register.filter
def kind_words(key):
    """Return the name of a kind by its key: "Tool"; of what a report is about, too."""
    if key == PROPOSAL:
        return _("Proposal")
    if key == USER:
        return _("Person")
    return capfirst(kind_named(key).model._meta.verbose_name)


@register.filter
def author_words(sent_in):
    """Return who sent in a proposal or a report, in words."""
    if sent_in.author:
        return sent_in.author.public_name
    if source := getattr(sent_in, "source", ""):
        return source
    # Addresses are for moderators, who see them on the page of the proposal.
    return _("a visitor") if sent_in.email else _("somebody whose account is gone")


@register.filter
def author_address(proposal):
    """Return the address of the queue with what the author of a proposal proposes."""
    if proposal.author:
        query = {"author": f"@{proposal.author.username}"}
    elif proposal.source:
        query = {"source": proposal.source}
    else:
        query = {"author": proposal.email}
    return f"{reverse('revisions:queue')}?{urlencode(query)}"


@register.filter
def ago(time):
    """Return how long ago a time is, in words: "3 days ago"."""
    if timezone.now() - time < datetime.timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(time, depth=1)}


@register.filter
def strong(signals):
    """Whether there are signs of spam that a newcomer's honest work does not show."""
    return bool(set(signals) - {"new-account"})


@register.filter
def rule_name(code):
    return rule_words(code)


@register.filter
def rule_address(code):
    return rule_url(code)


@register.simple_tag
def unseen_decisions(user):
    """Return how many decisions a person has not read; 0 for visitors. A query."""
    return unseen(user) if user.is_authenticated else 0
