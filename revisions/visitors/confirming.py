"""What visitors without an account send in counts once they confirm their address.

An e-mail holds a signed link. Its page has a button: a program that follows links to
look for viruses confirms nothing.
"""

import datetime
from functools import partial

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from core.mail import send
from revisions.models import Proposal, Report, Revision
from revisions.rights import may_contribute
from revisions.visitors.signing import confirmation

MODELS = {"proposal": Proposal, "report": Report}
# What somebody sent in and did not confirm goes after that many days.
KEPT_DAYS = 14
# The state in which each of them counts.
COUNTS = {Proposal: Proposal.Status.WAITING, Report: Report.Status.OPEN}


class Banned(Exception):
    """The address may not contribute."""


def ask(*contributions):
    """Send a visitor one link that confirms all of these Proposals and Reports.

    They are of one visitor; those that nobody needs to confirm are left alone. The
    e-mail leaves when the transaction is over.
    """
    waiting = [sent for sent in contributions if sent and sent.status == "unconfirmed"]
    if not waiting:
        return
    first = waiting[0]
    references = [(sent._meta.model_name, sent.pk) for sent in waiting]
    with translation.override(first.language):
        path = reverse("revisions:confirm", args=[confirmation(references)])
    context = {
        "title": first.title,
        "is_report": isinstance(first, Report),
        "url": f"{settings.SITE_URL}{path}",
        "days": KEPT_DAYS,
    }
    mail = partial(send, "confirm_contribution", first.email, first.language, context)
    transaction.on_commit(mail)


def contributions_of(references):
    """Return the Proposals and Reports of a confirmation() that are still there."""
    found = [MODELS[name].objects.filter(pk=pk).first() for name, pk in references]
    return [contribution for contribution in found if contribution]


def is_confirmed(contribution):
    return contribution.status != "unconfirmed"


@transaction.atomic
def confirm(contributions, user):
    """Let what was sent in wait for review; what waits already stays as it is.

    Where an account has the address, its person is the author. user is who confirms,
    signed in or not. Raises Banned.
    """
    for contribution in contributions:
        if is_confirmed(contribution):
            continue
        if not may_contribute(user, contribution.email):
            raise Banned
        model = type(contribution)
        waiting = model.objects.filter(pk=contribution.pk, status="unconfirmed")
        waiting.update(status=COUNTS[model])
        contribution.status = COUNTS[model]
        _credit_account(contribution.email)


def _credit_account(email):
    known = EmailAddress.objects.filter(verified=True).select_related("user")
    for address in _of(known, email):
        credit(address.user, email)


def _of(rows, email):
    """Return the rows of a queryset with an e-mail address, in capitals or not.

    The database only finds what is near: to PostgreSQL "ı" is an "i" in capitals, and
    the contributions of one address would go to who has another.
    """
    near = rows.filter(email__iexact=email)
    same = [row.pk for row in near if row.email.lower() == email.lower()]
    return rows.filter(pk__in=same)


def old_proposals(at):
    """The proposals that nobody confirmed in time."""
    return _out_of_time(Proposal, at)


def old_reports(at):
    """The reports that nobody confirmed in time."""
    return _out_of_time(Report, at)


def _out_of_time(model, at):
    limit = at - datetime.timedelta(days=KEPT_DAYS)
    return model.objects.filter(status="unconfirmed", created_at__lt=limit)


@transaction.atomic
def credit(user, email):
    """Make a person the author of what came from an address that is theirs now.

    Proposals and reports that were confirmed, and the revisions that accepted
    proposals wrote; the address is then kept with the account only. What nobody
    confirmed may be somebody else's, who typed this address.
    """
    proposals = _of(_unclaimed(Proposal), email)
    reports = _of(_unclaimed(Report), email)
    written = Revision.objects.filter(proposal__in=proposals, author=None)
    Revision.objects.filter(pk__in=list(written.values_list("pk", flat=True))).update(
        author=user
    )
    proposals.update(author=user, email="")
    reports.update(author=user, email="")


def _unclaimed(model):
    return model.objects.filter(author=None).exclude(status="unconfirmed")


def credit_confirmed(user):
    """Credit a person with what came from each of their confirmed addresses."""
    confirmed = user.emailaddress_set.filter(verified=True)
    for email in confirmed.values_list("email", flat=True):
        credit(user, email)
