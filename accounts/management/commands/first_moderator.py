from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string

from accounts.models import User

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
        name = free_name()
        password = get_random_string(LENGTH, SIGNS)
        User.objects.create_superuser(name, password=password)
        self.stdout.write(
            f"Moderator's account: {name}, password: {password}\n"
            "Note it now, it is not shown again; sign in at /admin/."
        )


def free_name():
    """Return the name of the account: somebody else may bear the plain one."""
    taken = set(
        User.objects.filter(username__startswith=NAME).values_list(
            "username", flat=True
        )
    )
    numbered = (f"{NAME}{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (NAME, *numbered) if name not in taken)
