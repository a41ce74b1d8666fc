from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string

from accounts.models import User
from accounts.usernames import free_username

NAME = "moderator"
# Without the signs that people misread: 0 O o 1 l I.
SIGNS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 16


class Command(BaseCommand):
    help = (
        "Make the first moderator's account and print its password, once; do nothing "
        "when there is a moderator already."
    )

    def handle(self, **options):
        if User.objects.filter(is_staff=True).exists():
            return
        name = free_username(NAME)
        password = get_random_string(LENGTH, SIGNS)
        # The first one also makes the others: an administrator.
        User.objects.create_superuser(name, password=password)
        self.stdout.write(
            f"Moderator's account: {name}, password: {password}\n"
            "Note it now, it is not shown again; sign in at /admin/."
        )
