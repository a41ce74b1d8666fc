"""What the page of a tool says, from what a reader needs first."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.compare import comparison_url
from catalogue.models import Role
from catalogue.similar import neighbours_of, often_together, similar
from catalogue.tool_facts import (
    newest_use_cases,
    recommendations,
    remember_screenshots,
    remember_tags,
    remember_values,
    roles_of,
    tool_of,
)
from core.bubbles import SMALL, Bubble, pack
from core.languages import localized


def tool_head(facts):
    """Return what the page of a tool always needs, of the facts of read_facts()."""
    return {"section": "tool", "record": tool_of(facts)}


def tool_page(facts):
    """Return the context of the page of a tool, of the facts of read_facts()."""
    tool = tool_of(facts)
    remember_values(tool, facts)
    remember_screenshots(tool, facts)
    usages = remember_tags(tool, facts)
    near = neighbours_of(facts["ties"])
    alike = similar(near)
    return {
        "section": "tool",
        "record": tool,
        "roles": by_organization(roles_of(facts)),
        "relation_groups": relation_groups(near),
        "similar": with_reasons(alike, tool.public_tags),
        "often_together": often_together(near),
        "compare_url": comparison_url([tool.slug]),
        "compare_similar_url": comparison_url([tool.slug, *(n.slug for n in alike)]),
        "use_cases": newest_use_cases(facts),
        "recommendations": recommendations(facts),
        **usage_bubbles(usages),
    }


def by_organization(roles):
    """Return [(organization, [its roles])], developers first."""
    order = list(Role.Role.values)
    found = {}
    for row in sorted(roles, key=lambda row: order.index(row.role)):
        found.setdefault(row.organization, []).append(row)
    return sorted(
        found.items(),
        key=lambda pair: (order.index(pair[1][0].role), pair[0].sort_name),
    )


def usage_bubbles(usages):
    """Return the drawing of a tool's usages, as core/_bubbles.html takes it."""
    tags = {tag.slug: tag for tag in usages}
    layout = pack(
        [
            Bubble(slug, localized(tag, "label").text, tag.uses)
            for slug, tag in tags.items()
        ],
        SMALL,
    )
    url = reverse("catalogue:tools")
    bubbles = [
        {"disc": d, "kind": tags[d.key].kind, "href": f"{url}?usage={d.key}"}
        for d in layout.discs
    ]
    return {"usage_layout": layout, "usage_bubbles": bubbles}


# How the page calls a relation, seen from this tool and from the other.
GROUPS = {
    "alternative": _("More alternatives"),
    "works-with": _("Works with"),
    "built-on": _("Built on"),
    "forked-from": _("Forked from"),
    "built-on-by": _("Built on it"),
    "forked-from-by": _("Its forks"),
}


def relation_groups(near):
    """Return [{label, tools}] of the related tools that do not stand elsewhere.

    A tool with two relations stands in the first group.
    """
    groups = {name: [] for name in GROUPS}
    for other in near:
        if other.relations and not other.points:
            first = min(other.relations, key=list(GROUPS).index)
            groups[first].append(other)
    return [
        {"label": GROUPS[name], "tools": tools}
        for name, tools in groups.items()
        if tools
    ]


def with_reasons(alike, tags):
    """Return [(similar tool, the reasons in words)]; tags are those of this tool."""
    labels = {tag.pk: localized(tag, "label").text for tag in tags}
    return [(near, near.reasons(labels)) for near in alike]
