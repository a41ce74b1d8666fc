"""What the catalogue knows of the tools that may fit, as plain values."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Case, Q, Value, When
from pyroaring import BitMap

from catalogue.models import Tool
from core.facets import UNKNOWN
from core.languages import columns
from core.models import Record
from usecases.models import Participation, TaggedUseCase, UseCaseTool

# How many tools are judged: of more, those with the most use cases.
MOST_JUDGED = 500
# The facets whose values are facts, and where these stand.
LISTS = {
    "hosting": "hosting", "language": "languages", "theme": "tags", "function": "tags",
}  # fmt: skip
# Who was paid for a use case, or paid for it, did not use the tool.
NOT_USERS = (Participation.Role.PROVIDER, Participation.Role.FUNDER)


@dataclass
class Use:
    """A published use case of a tool, seen by one of those who took part in it.

    Without a public participant, `participation` is None.
    """

    case: int
    level: str
    country: str
    budget: str
    has_outcome: bool
    started: object
    participation: int | None = None
    sector: str = ""
    kind: str = ""
    tags: frozenset = frozenset()


@dataclass
class Facts:
    """A tool, as far as the questions go; an empty value is an unknown one."""

    pk: int
    kind: str
    licence_family: str
    pricing: str
    activity: str
    source_code: str
    hosting: set = field(default_factory=set)
    languages: set = field(default_factory=set)
    tags: set = field(default_factory=set)
    uses: list[Use] = field(default_factory=list)

    def cases(self, test=lambda use: True):
        """Return how many use cases have a Use that passes the test."""
        return len({use.case for use in self.uses if test(use)})


def tools_for(tools, tags):
    """Return the bitmap of the tools made for, or used for, one of some tags.

    tools is their core.inventory.Inventory; without tags, all of them.
    """
    if not tags:
        return tools.everything
    theme, function, usage = (
        tools.having(facet, tags) for facet in ("theme", "function", "usage")
    )
    return theme | function | usage


def facts_of(tools, tags):
    """Return the Facts of the tools for some tags, most used first; three queries.

    Of their tags, and of those of their use cases, only these are read.
    """
    pks = tools.orders["used"].page(tools_for(tools, tags), 0, MOST_JUDGED)
    rows = Tool.objects.filter(pk__in=pks).values(
        "pk", "kind", "licence_family", "pricing", "activity", "source_code"
    )
    found = {row["pk"]: Facts(**row) for row in rows}
    _add_values(found, tools, tags)
    _add_uses(found, tags)
    return [found[pk] for pk in pks if pk in found]


def _add_values(found, tools, tags):
    """Add what the inventory knows already."""
    here = BitMap(found)
    for facet, attribute in LISTS.items():
        for value, pks in tools.values[facet].items():
            if value != UNKNOWN and (attribute != "tags" or value in tags):
                for pk in pks & here:
                    getattr(found[pk], attribute).add(value)


def _add_uses(found, tags):
    tags_of = _tags_of_use_cases(tags) if tags else {}
    for pk, role, is_public, use in _uses(found):
        if role in NOT_USERS or not is_public:
            use.participation, use.sector, use.kind = None, "", ""
        use.tags = frozenset(tags_of.get(use.case, ()))
        found[pk].uses.append(use)


def _tags_of_use_cases(tags):
    found = defaultdict(set)
    rows = TaggedUseCase.objects.filter(tag__slug__in=tags)
    for pk, slug in rows.values_list("content_object", "tag__slug"):
        found[pk].add(slug)
    return found


def _uses(found):
    """Yield (tool, role, whether the organization is public, Use); one query."""
    told = Q()
    for column in columns("use_case__outcome"):
        told |= Q(**{f"{column}__gt": ""})
    who = "use_case__participations"
    rows = UseCaseTool.objects.filter(
        tool__in=found, use_case__status=Record.Status.PUBLISHED
    ).annotate(told=Case(When(told, then=Value(True)), default=Value(False)))
    for pk, role, status, *values in rows.order_by().values_list(
        "tool", f"{who}__role", f"{who}__organization__status", "use_case",
        "use_case__level", "use_case__country", "use_case__budget", "told",
        "use_case__started_earliest", f"{who}__pk", f"{who}__organization__sector",
        f"{who}__organization__kind",
    ):  # fmt: skip
        yield pk, role, status == Record.Status.PUBLISHED, Use(*values)
