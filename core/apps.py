from django.apps import AppConfig
from django.db.backends.sqlite3.base import DatabaseWrapper
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
        # Django 5.2 prefetches a foreign key on SQLite by "id = 1 OR id = 2 OR …",
        # which SQLite refuses past 1,000 of them. It does take "(id) IN ((1), (2))",
        # as long as there is one column, and no key here has more.
        DatabaseWrapper.features_class.supports_tuple_lookups = True
