"""The name of an account in addresses, made once and never shown by itself."""

from django.utils.text import slugify

from accounts.models import User
from core.text import fold

LONGEST = 60
# What stands beside the names in addresses.
RESERVED = {"new", "edit", "feed", "search", "former-contributor"}


def free_username(name, fallback="contributor"):
    """Return a name for addresses that nobody bears yet, from what people call them."""
    wanted = slugify(fold(name))[:LONGEST].strip("-_") or fallback
    taken = {
        username.lower()
        for username in User.objects.filter(username__istartswith=wanted).values_list(
            "username", flat=True
        )
    } | RESERVED
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (wanted, *numbered) if each not in taken)
