"""What the public use cases of the compared tools say together."""

from dataclasses import dataclass, field

from django.db.models import Count

from catalogue.models import Tool
from catalogue.tool_facts import ORGANIZATION, PUBLIC, TAG, one, through
from core.prepared import record_of, select
from organizations.models import Organization
from taxonomy.models import Tag

# Who leads and who is told without a role uses the tool; the others help.
USERS = ("lead", "")


@dataclass
class Uses:
    """What the public use cases of one tool say together."""

    countries: dict = field(default_factory=dict)  # {use case: country}
    years: set = field(default_factory=set)
    users: dict = field(default_factory=dict)  # {organization: {use cases}}
    usages: list = field(default_factory=list)  # (use cases, tag), the most first


def uses_of(tools):
    """Return {primary key: Uses} of the tools; two queries."""
    found = {tool.pk: Uses() for tool in tools}
    model = Tool._meta.get_field("uses").related_model
    rows = model.objects.filter(tool__in=found, use_case__status=PUBLIC).order_by()
    _read_users(rows, found)
    _read_usages(rows, found)
    return found


def _read_users(rows, found):
    took_part = "use_case__participations"
    read = select(
        rows,
        *("tool_id", "use_case_id", "use_case__country", "use_case__started"),
        f"{took_part}__role",
        *through(f"{took_part}__organization", ORGANIZATION),
    )
    for tool, case, country, started, role, *other in read:
        uses = found[tool]
        uses.countries[case] = country
        uses.years.add(started[:4])
        organization = one(Organization, ORGANIZATION, other)
        if organization and organization.is_public and role in USERS:
            uses.users.setdefault(organization, set()).add(case)


def _read_usages(rows, found):
    tagged = rows.filter(use_case__tagged__tag__status=PUBLIC)
    names = through("use_case__tagged__tag", TAG)
    counted = tagged.values("tool_id", *names).annotate(n=Count("pk"))
    for tool, n, *tag in select(counted, "tool_id", "n", *names):
        found[tool].usages.append((n, record_of(Tag, TAG, tag)))
    for uses in found.values():
        uses.usages.sort(key=lambda pair: (-pair[0], pair[1].sort_name))
