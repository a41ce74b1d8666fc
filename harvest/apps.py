from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HarvestConfig(AppConfig):
    name = "harvest"
    verbose_name = _("harvest")

    def ready(self):
        from harvest.models import CheckedLink
        from revisions.moderation import broken

        broken.register(CheckedLink.objects.broken)
