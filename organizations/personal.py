"""What this room holds about a person."""


def affiliations(user):
    rows = user.affiliations.order_by("pk")
    return list(rows.values("organization__slug", "created_at"))
