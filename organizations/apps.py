from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = _("organizations")

    def ready(self):
        from accounts import export
        from organizations import kinds, personal

        kinds.register_all()
        export.register("affiliations", personal.affiliations)
