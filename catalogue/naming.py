"""What the search knows of the people who curate collections."""

from catalogue.models import Collection
from core.search.index import refresh

# Who curates more than that waits for the rest until `manage.py reindex`.
MOST = 500


def refresh_collections(user):
    """Let the search find a person's public collections by what they are called now."""
    mine = Collection.objects.public().filter(curator=user).order_by("-updated_at")
    refresh("collection", list(mine.values_list("pk", flat=True)[:MOST]))
