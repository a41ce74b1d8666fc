"""What this room holds about a person."""

from django.db.models import Q

from catalogue.models import Collection, CollectionInvitation


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


def invitations(user):
    """The invitations to collections that a person received or sent, unanswered."""
    received = CollectionInvitation.objects.addressed_to(user)
    sent = CollectionInvitation.objects.filter(invited_by=user)
    return {
        "received": [
            {**_invitation(one), "by": one.invited_by.public_name}
            for one in received.select_related("collection", "invited_by")
        ],
        "sent": [
            {**_invitation(one), "to": one.guest}
            for one in sent.select_related("collection", "user")
        ],
    }


def _invitation(invitation):
    return {
        "collection": invitation.collection.slug,
        "name": invitation.collection.display_name,
        "part": invitation.part,
        "created_at": invitation.created_at,
    }
