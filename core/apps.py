from django.apps import AppConfig
from django.db.models import CharField, TextField
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("core")

    def ready(self):
        # SQLite does not hold a column to its length: constraints do.
        CharField.register_lookup(Length)
        TextField.register_lookup(Length)
