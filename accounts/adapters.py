"""What allauth asks of the site: names, languages, e-mails, addresses."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.usernames import free_username
from core.languages import current_language
from core.mail import send
from core.rates import address

logger = logging.getLogger(__name__)

WRONG = _("The address and the password do not go together.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "cannot_remove_primary_email": _(
            "E-mails go to this address: choose another one for them first."
        ),
        "duplicate_email": _("Your account has this address already."),
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This is not the code."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link was used already, or is too old."),
        "max_email_addresses": _("An account has no more than %d addresses."),
        "too_many_login_attempts": _(
            "That was wrong too often. Wait a few minutes, then try again."
        ),
        "unverified_primary_email": _("Confirm this address first."),
        "same_as_current": _("This is what it is already."),
        "rate_limited": _("That was too often. Wait a few minutes, then try again."),
    }

    def get_client_ip(self, request):
        return address(request)

    def get_login_stages(self):
        ours = "accounts.stages.ConfirmedAddressStage"
        theirs = "allauth.account.stages.EmailVerificationStage"
        return [ours if path == theirs else path for path in super().get_login_stages()]

    def can_delete_email(self, email_address):
        """Keep the last address by which a forgotten password can be replaced."""
        others = EmailAddress.objects.filter(user=email_address.user_id, verified=True)
        kept = others.exclude(pk=email_address.pk).exists()
        last = email_address.verified and not kept
        return super().can_delete_email(email_address) and not last

    def populate_username(self, request, user):
        user.username = free_username(user.display_name)

    def save_user(self, request, user, form, commit=True):
        user.display_name = form.cleaned_data["display_name"]
        user.language = current_language()
        user = super().save_user(request, user, form, commit=False)
        return save_with_free_name(user) if commit else user

    def send_mail(self, template_prefix, email, context):
        user = context.get("user")
        language = user.language if user else current_language()
        account_url = self.request.build_absolute_uri(reverse("accounts:account"))
        context = {"email": email, "account_url": account_url} | context
        try:
            send(template_prefix.rpartition("/")[2], email, language, context)
        except (OSError, SMTPException):
            logger.exception("%s could not be sent", template_prefix)
            self._say_that_nothing_came()

    def _say_that_nothing_came(self):
        said = _("The e-mail could not be sent. Try again in a few minutes.")
        messages.error(self.request, said)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        context = {"user": user} | (context or {})
        super().send_notification_mail(template_prefix, user, context, email)


def save_with_free_name(user):
    """Save a new account; somebody else may have taken its name in between."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        user.username = free_username(user.display_name)
        user.save()
    return user


class SocialAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _(
            "An account has this address already: sign in to it first, then connect "
            "your %s account on the page of your account."
        ),
        "no_password": _("Your account has no password yet: set one first."),
        "no_verified_email": _("Your account has no confirmed address yet."),
    }

    def get_signup_form_initial_data(self, sociallogin):
        initial = super().get_signup_form_initial_data(sociallogin)
        account = sociallogin.account.extra_data
        name = account.get("name") or account.get("login") or ""
        return initial | {"display_name": str(name)[:100]}
