from django.conf import settings
from whitenoise.runserver_nostatic.management.commands.runserver import (
    Command as RunserverCommand,
)


class Command(RunserverCommand):
    """Django's, which also says where e-mails land."""

    def on_bind(self, server_port):
        super().on_bind(server_port)
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
            folder = settings.EMAIL_FILE_PATH
            self.stdout.write(f"E-mails are not sent: they land in {folder}.")
