"""What becomes of the collections of a person whose account goes."""

from catalogue.models import Collection
from core.kinds import kind
from revisions.editing import Attribution, Change, write

# Kept as a name, as that of any curator without an account; pages translate it.
FORMER = "Former contributor"


def keep_collections(user):
    """Name a former contributor as the curator of the collections of a person."""
    changes = [
        Change(collection, {"curator_name": FORMER})
        for collection in Collection.objects.filter(curator=user)
    ]
    if changes:
        write(kind("collection"), changes, Attribution(user))
