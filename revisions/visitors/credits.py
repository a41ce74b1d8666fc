"""Credits people with what they sent in before they had an account."""

from revisions.visitors.confirming import credit, credit_confirmed


def on_email_confirmed(sender, email_address, **kwargs):
    credit(email_address.user, email_address.email)


def on_signed_up(sender, user, **kwargs):
    """An account that comes from another service has its address confirmed."""
    credit_confirmed(user)
