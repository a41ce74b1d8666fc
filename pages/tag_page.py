"""What the page of a theme or a function says: everything under it."""

from catalogue.compare import comparison_url
from catalogue.models import Collection, Tool
from core.facet_views import SHOWN_VALUES
from taxonomy.models import Tag
from usecases.models import UseCase

SHOWN_TOOLS = 12
SHOWN_USE_CASES = 8


def tag_page(tag):
    """Return the context of a tag's page; a theme holds what its children hold."""
    children = list(Tag.objects.public().filter(parent=tag))
    family = [tag.pk, *(child.pk for child in children)]
    tools = Tool.objects.public().tagged_with_any(family)
    shown = list(tools.for_cards().by_use()[:SHOWN_TOOLS])
    use_cases = UseCase.objects.public().tagged_with_any(family)
    return {
        "record": tag,
        "parameter": "theme" if tag.is_theme else "function",
        "children": children,
        "siblings": siblings(tag),
        "tool_count": tools.count(),
        "use_case_count": use_cases.count(),
        "tools": shown,
        "compare_url": comparison_url([tool.slug for tool in shown]),
        "use_cases": use_cases.for_ledger()[:SHOWN_USE_CASES],
        "collections": collections(family),
    }


def siblings(tag):
    """Return the other tags under the same parent."""
    if not tag.parent_id:
        return []
    return list(Tag.objects.public().filter(parent=tag.parent_id).exclude(pk=tag.pk))


def collections(family):
    """Return the collections of which at least two tools carry one of the tags."""
    return list(
        Collection.objects.public()
        .with_tools_tagged(family)
        .with_tool_count()[:SHOWN_VALUES]
    )
