from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage


class ConfirmedAddressStage(EmailVerificationStage):
    """Asks who signs in to confirm their e-mail address, if they have one.

    The first administrator has none: the account is made by a command.
    """

    def handle(self):
        user = self.login.user
        known = EmailAddress.objects.filter(user=user).exists()
        if user and not user.email and not known:
            return None, True
        return super().handle()
