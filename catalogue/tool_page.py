"""What the page of a tool says, from what a reader needs first."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models import Role, Tool, ToolRelation
from core.bubbles import SMALL, Bubble, pack
from core.models import Record
from taxonomy.models import Tag
from taxonomy.tree import Node, nodes

SHOWN_USE_CASES = 8
# A usage is drawn when at least that many use cases share it.
SHARED_BY = 2


@dataclass(frozen=True)
class Usage:
    """What a tool was used for, and in how many of its use cases."""

    tag: Node
    count: int


def tool_page(tool):
    """Return the context of a tool's page."""
    use_cases = tool.use_cases.public().for_ledger()
    usages = usages_of(tool)
    layout = pack(
        [
            Bubble(u.tag.slug, u.tag.label, u.count)
            for u in usages
            if u.count >= SHARED_BY
        ],
        SMALL,
    )
    by_slug = {usage.tag.slug: usage.tag for usage in usages}
    return {
        "section": "tool",
        "record": tool,
        "roles": roles_of(tool),
        "relation_groups": relation_groups(tool),
        "use_cases": list(use_cases[:SHOWN_USE_CASES]),
        "usage_layout": layout,
        "usage_bubbles": [
            usage_bubble(by_slug[disc.key], disc) for disc in layout.discs
        ],
        "recommendations": tool.collection_items.public().select_related("collection"),
    }


def roles_of(tool):
    """Return the public organizations of a tool with all their roles, developers first."""
    order = list(Role.Role.values)
    found = {}
    rows = tool.roles.filter(organization__status=Record.Status.PUBLISHED)
    for row in rows.select_related("organization__logo"):
        found.setdefault(row.organization, []).append(row)
    for own in found.values():
        own.sort(key=lambda row: order.index(row.role))
    return sorted(
        found.items(),
        key=lambda pair: (order.index(pair[1][0].role), pair[0].sort_name),
    )


def usage_bubble(tag, disc):
    """Return the disc of a usage as core/_bubbles.html draws it."""
    url = reverse("catalogue:tools")
    return {"disc": disc, "kind": tag.kind, "href": f"{url}?usage={tag.slug}"}


# How the page calls a relation, seen from this tool and from the other.
GROUPS = {
    "alternative": _("Alternatives"),
    "works-with": _("Works with"),
    "built-on": _("Built on"),
    "forked-from": _("Forked from"),
    "built-on-by": _("Built on it"),
    "forked-from-by": _("Its forks"),
}


def relation_groups(tool):
    """Return [{label, tools}] of the related tools with their counts; two queries."""
    related = {}
    for row in ToolRelation.objects.of(tool).public():
        symmetric = row.type in ToolRelation.SYMMETRIC
        if row.tool_id == tool.pk:
            related.setdefault(row.type, []).append(row.other_id)
        else:
            name = row.type if symmetric else f"{row.type}-by"
            related.setdefault(name, []).append(row.tool_id)
    pks = {pk for group in related.values() for pk in group}
    tools = Tool.objects.with_use_case_count().select_related("logo").in_bulk(pks)
    return [
        {
            "label": label,
            "tools": sorted(
                (tools[pk] for pk in related[name]),
                key=lambda other: (-other.use_case_count, other.sort_name),
            ),
        }
        for name, label in GROUPS.items()
        if name in related
    ]


def usages_of(tool):
    """Return the tags of the tool's public use cases, the most frequent first."""
    labels = nodes()
    counts = (
        Tag.objects.public()
        .filter(
            tagged_use_cases__content_object__uses__tool=tool,
            tagged_use_cases__content_object__status=Record.Status.PUBLISHED,
        )
        .order_by()
        .values_list("slug")
        .annotate(n=Count("tagged_use_cases__content_object", distinct=True))
    )
    usages = [Usage(labels[slug], n) for slug, n in counts if slug in labels]
    return sorted(usages, key=lambda usage: (-usage.count, usage.tag.label))
