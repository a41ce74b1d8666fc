from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UseCasesConfig(AppConfig):
    name = "usecases"
    verbose_name = _("use cases")

    def ready(self):
        from usecases import kinds

        kinds.register_all()
