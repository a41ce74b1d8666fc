"""The policy themes as a tree, and the functions, with what the catalogue holds."""

from dataclasses import dataclass

from catalogue.filters import ToolFilter
from core.inventory import inventory
from core.text import fold
from taxonomy.models import Tag
from taxonomy.tree import Node, nodes
from usecases.filters import UseCaseFilter


@dataclass(frozen=True)
class Entry:
    """A tag, and how many tools and use cases carry it or a tag under it."""

    tag: Node
    tools: int
    use_cases: int


@dataclass(frozen=True)
class Theme:
    """A theme with the entries of those under it."""

    entry: Entry
    under: list[Entry]


def themes_page(version):
    """Return the context of the themes page; one query, the tags."""
    tree = nodes()
    functions = _entries(Tag.Kind.FUNCTION, tree, version)
    return {
        "themes": themes(tree, version),
        "functions": _by_label(functions.values()),
    }


def themes(tree, version):
    """Return the Themes of a tree of tags, at the CatalogueVersion.current().

    A theme that has others under it stands by itself even where it is under another.
    """
    entries = _entries(Tag.Kind.THEME, tree, version)
    under = {slug: [] for slug in entries}
    for entry in entries.values():
        if entry.tag.parent in under:
            under[entry.tag.parent].append(entry)
    roots = [
        entry
        for slug, entry in entries.items()
        if entry.tag.parent not in entries or under[slug]
    ]
    return [Theme(e, _by_label(under[e.tag.slug])) for e in _by_label(roots)]


def _entries(kind, tree, version):
    """Return {slug: Entry} of the tags of a kind; a count is of distinct records."""
    tools = inventory(ToolFilter, version).counts(kind)
    use_cases = inventory(UseCaseFilter, version).counts(kind)
    return {
        slug: Entry(tag, tools.get(slug, 0), use_cases.get(slug, 0))
        for slug, tag in tree.items()
        if tag.kind == kind
    }


def _by_label(entries):
    return sorted(entries, key=lambda entry: fold(entry.tag.label))
