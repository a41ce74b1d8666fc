"""The tags with their labels in the page's language, read at once."""

from dataclasses import dataclass

from core.languages import current_language, fallback_order
from taxonomy.models import Tag


@dataclass(frozen=True)
class Node:
    """A tag as lists and bubbles need it."""

    pk: int
    slug: str
    kind: str
    parent: str | None
    label: str


def nodes():
    """Return {slug: Node} of every public tag; one query."""
    order = fallback_order(current_language())
    labels = [f"label_{code}" for code in order]
    rows = Tag.objects.public().values("pk", "slug", "kind", "parent__slug", *labels)
    return {
        row["slug"]: Node(
            row["pk"],
            row["slug"],
            row["kind"],
            row["parent__slug"],
            next((row[label] for label in labels if row[label]), row["slug"]),
        )
        for row in rows.order_by("sort_name")
    }
