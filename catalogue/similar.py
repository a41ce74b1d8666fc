"""Which tools stand near others: declared, serving the same, used together.

The rule, as pages explain it: a declared alternative counts three points, each
function that two tools share one point, each use case in which both were used one
point and three at most. Only tools that are alternatives or share a function are
similar; what is merely used together is another list.
"""

import json
from dataclasses import dataclass, field
from functools import cache

from django.db import connection
from django.utils.translation import gettext_lazy as _, ngettext

from catalogue.models import TaggedTool, Tool, ToolRelation
from core.addresses import record_url
from core.models import Image
from taxonomy.models import Tag

SHOWN_SIMILAR = 6
SHOWN_TOGETHER = 6
# Among so many the equals are told apart: in a large catalogue thousands share a
# function, and counting the use cases of each would take most of the page's time.
CANDIDATES = 200
# One use case in common is chance, two are a habit.
OFTEN = 2

# What is said of a similar tool by its declared relations; "this tool" is the page's.
DECLARED = {
    "alternative": _("declared alternative"),
    "works-with": _("works with this tool"),
    "built-on": _("this tool is built on it"),
    "built-on-by": _("built on this tool"),
    "forked-from": _("this tool was forked from it"),
    "forked-from-by": _("forked from this tool"),
}

# One statement for all that ties tools to these: a row for each tie. The tie of a
# function is the tag's key, that of being used together a number of use cases.
TIES = """
WITH shared AS (
    SELECT theirs.content_object_id AS tool_id, theirs.tag_id
    FROM {tagged} mine
    JOIN {tagged} theirs ON theirs.tag_id = mine.tag_id
    JOIN {tag} tag ON tag.id = mine.tag_id
    WHERE mine.content_object_id IN ({tools})
      AND theirs.content_object_id NOT IN ({tools})
      AND tag.kind = 'function' AND tag.status = 'published'
), together AS (
    SELECT theirs.tool_id, COUNT(DISTINCT theirs.use_case_id) AS n
    FROM {use} mine
    JOIN {use} theirs ON theirs.use_case_id = mine.use_case_id
    JOIN {use_case} use_case ON use_case.id = mine.use_case_id
    WHERE mine.tool_id IN ({tools}) AND theirs.tool_id NOT IN ({tools})
      AND use_case.status = 'published'
    GROUP BY theirs.tool_id
), related AS (
    SELECT other_id AS tool_id, type AS tie FROM {relation}
    WHERE tool_id IN ({tools}) AND other_id NOT IN ({tools})
    UNION ALL
    SELECT tool_id, CASE WHEN type IN ('alternative', 'works-with') THEN type
                         WHEN type = 'built-on' THEN 'built-on-by'
                         ELSE 'forked-from-by' END
    FROM {relation} WHERE other_id IN ({tools}) AND tool_id NOT IN ({tools})
), listed_apart AS (
    SELECT tool_id FROM related
    EXCEPT SELECT tool_id FROM related WHERE tie = 'alternative'
), points AS (
    SELECT tool_id, SUM(n) AS points FROM (
        SELECT tool_id, 3 AS n FROM related WHERE tie = 'alternative'
        UNION ALL SELECT tool_id, 1 FROM shared
    ) AS counted
    WHERE tool_id NOT IN (SELECT tool_id FROM listed_apart)
    GROUP BY tool_id
), candidates AS (
    SELECT points.tool_id, points.points
           + CASE WHEN COALESCE(together.n, 0) > 3 THEN 3
                  ELSE COALESCE(together.n, 0) END AS points
    FROM points LEFT JOIN together ON together.tool_id = points.tool_id
    ORDER BY 2 DESC, points.tool_id
    LIMIT {candidates}
), alike AS (
    SELECT candidates.tool_id, candidates.points
    FROM candidates
    JOIN {tool} tool ON tool.id = candidates.tool_id AND tool.status = 'published'
    ORDER BY candidates.points DESC, (
        SELECT COUNT(*) FROM {use} JOIN {use_case} ON {use_case}.id = use_case_id
        WHERE tool_id = candidates.tool_id AND {use_case}.status = 'published'
    ) DESC, tool.sort_name, tool.id
    LIMIT {shown}
), ties AS (
    SELECT tool_id, tie, 0 AS number FROM related
    UNION ALL
    SELECT tool_id, 'function', tag_id FROM shared
    WHERE tool_id IN (SELECT tool_id FROM alike)
    UNION ALL
    SELECT tool_id, 'together', n FROM together
    WHERE n >= {often} OR tool_id IN (SELECT tool_id FROM alike)
)
SELECT tool.id, tool.slug, tool.name, tool.sort_name, tool.licence,
       image.sha256, image.format, image.width, image.height, image.widths,
       (SELECT COUNT(*) FROM {use} JOIN {use_case} ON {use_case}.id = use_case_id
        WHERE tool_id = tool.id AND {use_case}.status = 'published'),
       COALESCE(alike.points, 0), ties.tie, ties.number
FROM ties
JOIN {tool} tool ON tool.id = ties.tool_id AND tool.status = 'published'
LEFT JOIN alike ON alike.tool_id = tool.id
LEFT JOIN {image} image ON image.id = tool.logo_id
"""


@dataclass
class Neighbour:
    """A tool near others, as much of it as a link to it shows, and its ties."""

    pk: int
    slug: str
    name: str
    sort_name: str
    licence: str
    logo: Image | None
    use_case_count: int
    points: int  # 0: not among the similar ones that are shown
    relations: list = field(default_factory=list)  # keys of DECLARED
    functions: list = field(default_factory=list)  # primary keys of shared tags
    together: int = 0  # use cases in which both were used

    def get_absolute_url(self):
        return record_url("catalogue:tool", self.slug)

    def reasons(self, labels):
        """Return in words why the tool is near; labels are {pk of a tag: label}."""
        shared = sorted(labels[pk] for pk in set(self.functions) if pk in labels)
        found = [str(DECLARED[tie]) for tie in DECLARED if tie in self.relations]
        if shared:
            text = ngettext(
                "shares %(n)d function: %(names)s",
                "shares %(n)d functions: %(names)s",
                len(shared),
            )
            found.append(text % {"n": len(shared), "names": ", ".join(shared)})
        if self.together:
            found.append(self.used_together)
        return found

    @property
    def used_together(self):
        text = ngettext(
            "used together in %(n)d use case",
            "used together in %(n)d use cases",
            self.together,
        )
        return text % {"n": self.together}


def neighbours(tools):
    """Return the Neighbours of some tools, given by primary key; one query.

    They are the public tools that somebody declared related, those that were often
    used with one of the tools, and the SHOWN_SIMILAR most similar ones; the most
    similar first, then the most used. The tools themselves are left out.
    """
    return neighbours_of(ties(tools))


def ties(tools):
    """Return the rows that neighbours_of() takes; one query."""
    tools = list(tools)
    if not tools:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(tools)), tools * 8)
        return cursor.fetchall()


def neighbours_of(rows):
    """Return the Neighbours that rows of ties() make, as neighbours() orders them."""
    found = {}
    for row in rows:
        near = found.get(row[0])
        if near is None:
            near = found[row[0]] = _neighbour(row)
        _add_tie(near, *row[-2:])
    return sorted(
        found.values(),
        key=lambda near: (-near.points, -near.use_case_count, near.sort_name),
    )


def similar(found):
    """Return those of some neighbours that are similar, the most similar first."""
    return [near for near in found if near.points]


def often_together(found):
    """Return the neighbours of which nothing but their use together is said."""
    rest = [
        near
        for near in found
        if near.together >= OFTEN and not near.points and not near.relations
    ]
    return sorted(rest, key=lambda near: -near.together)[:SHOWN_TOGETHER]


@cache
def _statement(number):
    """Return the statement for so many tools."""
    use = Tool._meta.get_field("uses").related_model
    models = {
        "tool": Tool,
        "tag": Tag,
        "tagged": TaggedTool,
        "relation": ToolRelation,
        "image": Image,
        "use": use,
        "use_case": use._meta.get_field("use_case").related_model,
    }
    tables = {name: model._meta.db_table for name, model in models.items()}
    slots = ", ".join(["%s"] * number)
    return TIES.format(
        tools=slots, candidates=CANDIDATES, shown=SHOWN_SIMILAR, often=OFTEN, **tables
    )


def _neighbour(row):
    pk, slug, name, sort_name, licence, *logo, uses, points, _tie, _number = row
    return Neighbour(pk, slug, name, sort_name, licence, _logo(*logo), uses, points)


def _logo(sha256, format, width, height, widths):
    if sha256 is None:
        return None
    return Image(
        sha256=sha256,
        format=format,
        width=width,
        height=height,
        widths=json.loads(widths),
    )


def _add_tie(near, tie, number):
    if tie == "function":
        near.functions.append(number)
    elif tie == "together":
        near.together = number
    else:
        near.relations.append(tie)
