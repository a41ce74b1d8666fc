"""What the page of a tool says, from what a reader needs first."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models import Role, Tool, ToolRelation
from core.bubbles import SMALL, Bubble, pack
from core.languages import localized
from core.models import Record
from taxonomy.models import Tag

SHOWN_USE_CASES = 8
# A usage is drawn when at least that many use cases share it.
SHARED_BY = 2


def tool_page(tool):
    """Return the context of a tool's page."""
    use_cases = tool.use_cases.public().for_ledger()
    usages = {tag.slug: tag for tag in usages_of(tool)}
    layout = pack(
        [
            Bubble(slug, localized(tag, "label").text, tag.uses)
            for slug, tag in usages.items()
        ],
        SMALL,
    )
    return {
        "section": "tool",
        "record": tool,
        "roles": roles_of(tool),
        "relation_groups": relation_groups(tool),
        "use_cases": list(use_cases[:SHOWN_USE_CASES]),
        "usage_layout": layout,
        "usage_bubbles": [
            usage_bubble(usages[disc.key], disc) for disc in layout.discs
        ],
        "recommendations": tool.collection_items.public().select_related("collection"),
    }


def roles_of(tool):
    """Return [(organization, [its roles])] of a tool, developers first; one query."""
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
    """Return the tags that several public use cases of the tool share.

    Each has `uses`, the number of use cases.
    """
    return (
        Tag.objects.public()
        .filter(
            tagged_use_cases__content_object__uses__tool=tool,
            tagged_use_cases__content_object__status=Record.Status.PUBLISHED,
        )
        .annotate(uses=Count("tagged_use_cases__content_object", distinct=True))
        .filter(uses__gte=SHARED_BY)
        .order_by("-uses", "sort_name")
    )
