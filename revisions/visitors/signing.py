"""Signed words in links for visitors who have no account.

Who holds one may do what it stands for: see what became of a proposal, or confirm
that an e-mail address is theirs.
"""

from django.core import signing

from revisions.models import Proposal

STATUS = "revisions.status"
CONFIRM = "revisions.confirm"
# In seconds: a week.
CONFIRM_WITHIN = 7 * 24 * 60 * 60


def token(proposal):
    """Return the word that lets whoever holds it see and answer about a proposal.

    It does not run out: what became of a proposal can be read years later.
    """
    return signing.dumps(proposal.pk, salt=STATUS)


def proposal_of(token):
    """Return the Proposal of a token(), None when it is wrong or no longer there."""
    try:
        pk = signing.loads(token, salt=STATUS)
    except signing.BadSignature:
        return None
    return Proposal.objects.filter(pk=pk).first()


def confirmation(references):
    """Return the word that confirms what [(model name, primary key)] refer to."""
    return signing.dumps(references, salt=CONFIRM)


def confirmed(token):
    """Return (references, whether the week is over) of a confirmation().

    Raises django.core.signing.BadSignature for a word that is not ours.
    """
    try:
        return signing.loads(token, salt=CONFIRM, max_age=CONFIRM_WITHIN), False
    except signing.SignatureExpired:
        return signing.loads(token, salt=CONFIRM), True
