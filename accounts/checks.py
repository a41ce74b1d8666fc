from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def sends_e_mails(app_configs, **kwargs):
    """Nobody can open an account on a public site that sends no e-mails."""
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return []
    return [
        Warning(
            "EMAIL_URL is not set: e-mails land in a folder.",
            hint="Name the server that sends them, as smtps://user:password@host.",
            id="accounts.W001",
        )
    ]
