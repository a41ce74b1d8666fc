from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("catalogue")

    def ready(self):
        from accounts import export, forgetting, leaving, naming
        from catalogue import kinds, personal
        from catalogue.leaving import keep_collections
        from catalogue.models import CollectionInvitation
        from catalogue.naming import refresh_collections

        kinds.register_all()
        export.register("collections", personal.collections)
        export.register("invitations", personal.invitations)
        leaving.register(keep_collections)
        naming.register(refresh_collections)
        invitations = CollectionInvitation.objects
        forgetting.register("invitations that ran out", invitations.run_out)
