"""What this room holds about a person."""

from django.db.models import Q

from catalogue.models import Collection


def collections(user):
    """The collections that a person curates or edits with others."""
    mine = Collection.objects.filter(Q(curator=user) | Q(co_editors=user)).distinct()
    return [
        {
            "slug": collection.slug,
            "name": collection.display_name,
            "status": collection.status,
            "curates": collection.curator_id == user.pk,
            "created_at": collection.created_at,
        }
        for collection in mine.order_by("pk")
    ]
