"""What the page of a theme or a function says: everything under it."""

from catalogue.compare import comparison_url
from catalogue.models import Collection, Tool
from core.models import CatalogueVersion
from pages.tagged import Carriers, TaggedTools, TaggedUseCases, at_version, fitting
from taxonomy.models import Tag
from usecases.models import UseCase

SHOWN_TOOLS = 12
SHOWN_USE_CASES = 8


def tag_page(tag):
    """Return the context of a tag's page; a theme holds what its children hold."""
    version = CatalogueVersion.current()
    children = list(Tag.objects.public().filter(parent=tag))
    family = [tag, *children]
    slugs = [member.slug for member in family]
    tools = Carriers(TaggedTools, version).with_any(slugs)
    shown = tools.first(Tool.objects.for_cards(), SHOWN_TOOLS)
    use_cases = Carriers(TaggedUseCases, version).with_any(slugs)
    return {
        "record": tag,
        "parameter": "theme" if tag.is_theme else "function",
        "children": children,
        "siblings": siblings(tag),
        "tool_count": len(tools),
        "use_case_count": len(use_cases),
        "tools": shown,
        "compare_url": comparison_url([tool.slug for tool in shown]),
        "use_cases": use_cases.first(UseCase.objects.for_ledger(), SHOWN_USE_CASES),
        "collections": collections(tuple(tag.pk for tag in family), version),
    }


def siblings(tag):
    """Return the other tags under the same parent."""
    if not tag.parent_id:
        return []
    return list(Tag.objects.public().filter(parent=tag.parent_id).exclude(pk=tag.pk))


def collections(family, version):
    """Return the collections of which at least two tools carry one of the tags."""
    pks = at_version(fitting, family, version)
    found = Collection.objects.public().with_tool_count().in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]
