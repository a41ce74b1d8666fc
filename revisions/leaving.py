"""What the history forgets when a person's account goes: their name.

Whom a revision is credited to goes with the account. The name also stands in the
content of revisions, where a person verified a record or curated a collection.
"""

from django.contrib.auth import get_user_model

from revisions.models import Revision

# The keys of records that hold the display name of a person.
NAMES = ("verified_by", "curator_name")


def forget_name(user):
    """Take the name of a person out of the content of revisions.

    A name that another account bears too says nothing of this one, and stays.
    """
    others = get_user_model().objects.filter(display_name=user.public_name)
    if others.exclude(pk=user.pk).exists():
        return
    for key in NAMES:
        named = Revision.objects.filter(**{f"data__{key}": user.public_name})
        for revision in named.iterator():
            del revision.data[key]
            revision.save(update_fields=["data"])
