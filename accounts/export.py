"""Everything the site holds about a person, for that person.

Each room says what it holds: it registers a function in AppConfig.ready(), as
accounts/ does below for itself.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

_parts = {}


def register(name, function):
    """Add a part to the export.

    name is its key in the file; function takes the user and returns what
    DjangoJSONEncoder can write.
    """
    _parts[name] = function


def personal_data(user):
    """Return what every room holds about a person, by the name of the part."""
    return {name: function(user) for name, function in _parts.items()}


def account(user):
    fields = (
        "username", "display_name", "about", "email", "language", "notify", "role",
        "date_joined", "last_login", "trusted_at",
    )  # fmt: skip
    return {field: getattr(user, field) for field in fields}


def addresses(user):
    rows = user.emailaddress_set.order_by("pk")
    return list(rows.values("email", "verified", "primary"))


def sign_in(user):
    """What the account is opened with; the secrets stay where they are."""
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    elsewhere = user.socialaccount_set.order_by("pk")
    return {
        "has_password": user.has_usable_password(),
        "second_factors": list(factors.values("type", "created_at", "last_used_at")),
        "elsewhere": list(
            elsewhere.values("provider", "uid", "extra_data", "date_joined")
        ),
    }


def sessions(user):
    rows = UserSession.objects.filter(user=user).order_by("pk")
    return list(rows.values("created_at", "last_seen_at", "ip", "user_agent"))


def bans(user):
    rows = user.bans.order_by("pk")
    return list(rows.values("reason", "until", "created_at"))


for part in (account, addresses, sign_in, sessions, bans):
    register(part.__name__, part)
