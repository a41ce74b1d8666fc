"""One tool with what is tied to it, in a number of queries that never grows.

The page of a tool is the most read one: its queries are compiled once, and ask for
the columns that the page shows, no others.
"""

from functools import cache, lru_cache

from django.db.models import BooleanField, Count, Value

from accounts.models import User
from catalogue.models import (
    Collection,
    CollectionItem,
    Role,
    Screenshot,
    TaggedTool,
    Tool,
    ToolIdentifier,
    ToolValue,
)
from catalogue.similar import ties
from core.languages import columns
from core.models import CatalogueVersion, Image, Record
from core.prepared import Prepared, columns_of, record_of, remember, select, slot
from organizations.models import Organization
from taxonomy.models import Tag

SHOWN_USE_CASES = 8
# A usage is shown when at least that many use cases share it.
SHARED_BY = 2

PUBLIC = Record.Status.PUBLISHED
IMAGE = columns_of(Image, "id", "sha256", "format", "width", "height", "widths")
SUCCESSOR = columns_of(Tool, "id", "slug", "name", "status")
VERIFIER = columns_of(User, "id", "username", "display_name")
TAG = columns_of(Tag, "id", "slug", "kind", "status", "sort_name", *columns("label"))
ORGANIZATION = columns_of(
    Organization,
    *("id", "slug", "status", "sort_name", "sector", "country", "city"),
    *columns("name"),
)
SCREENSHOT = columns_of(
    Screenshot, "id", "credit", *columns("alt"), *columns("caption")
)
COLLECTION = columns_of(
    Collection, "id", "slug", "status", "curator_name", *columns("name")
)


def facts_of(slug):
    """Return what read_facts() does, read once for each version of the catalogue.

    One query when the page was read since the last change of anything; what is
    returned must not be changed.
    """
    version = CatalogueVersion.current()
    return _facts_of(slug, version) if version else read_facts(slug)


@lru_cache(maxsize=256)
def _facts_of(slug, version):
    return read_facts(slug)


def read_facts(slug):
    """Return {subject: rows} of the public tool of that slug, or None; seven queries.

    The functions below make of the rows what the page shows.
    """
    tools = TOOL.rows(slug=slug)
    if not tools:
        return None
    pk = tools[0][0]
    facts = {subject: query.rows(tool=pk) for subject, query in QUERIES.items()}
    return facts | {"tool": tools, "ties": ties([pk])}


def tool_of(facts):
    """Return the Tool, with its logo, its successor, who verified it and
    `use_case_count`."""
    own, logo, successor, verifier, (count,) = parts(facts["tool"][0], *tool_parts())
    tool = record_of(Tool, own_columns(), own)
    tool.logo = one(Image, IMAGE, logo)
    tool.successor = one(Tool, SUCCESSOR, successor)
    tool.verified_by = one(User, VERIFIER, verifier)
    tool.use_case_count = count
    return tool


@cache
def own_columns():
    """Return the columns of a tool, but those that stand once for each language."""
    names = [field.attname for field in Tool._meta.concrete_fields]
    return [name for name in names if f"{name}_en" not in names]


def tool_parts():
    """Return the groups of columns that are the tool's own, or of one other row."""
    return own_columns(), IMAGE, SUCCESSOR, VERIFIER, ["use_case_count"]


def parts(row, *names):
    """Return the values of a row, cut where each of the groups of names ends."""
    cut, start = [], 0
    for group in names:
        cut.append(row[start : start + len(group)])
        start += len(group)
    return cut


def one(model, names, values):
    """Return the instance that an outer join found, or None."""
    return None if values[0] is None else record_of(model, names, values)


def through(relation, names):
    return [f"{relation}__{name}" for name in names]


def _tool():
    """A row for each screenshot, or one."""
    tools = Tool.objects.public().filter(slug=slot("slug"))
    return select(
        tools.with_use_case_count().order_by(
            "screenshots__position", "screenshots__pk"
        ),
        *own_columns(),
        *through("logo", IMAGE),
        *through("successor", SUCCESSOR),
        *through("verified_by", VERIFIER),
        "use_case_count",
        *through("screenshots", SCREENSHOT),
        *through("screenshots__image", IMAGE),
    )


TOOL = Prepared(_tool)


def remember_values(tool, facts):
    """Let the tool's values and identifiers be known."""
    values, identifiers = [], []
    for name, value, is_identifier in sorted(facts["values"]):
        if is_identifier:
            identifiers.append(ToolIdentifier(scheme=name, value=value))
        else:
            values.append(ToolValue(field=name, value=value))
    remember(tool, "values", values)
    remember(tool, "identifiers", identifiers)


def _values():
    def rows(model, name, *, is_identifier):
        found = model.objects.filter(tool=slot("tool")).order_by()
        flag = Value(is_identifier, output_field=BooleanField())
        return select(found, name, "value", flag)

    values = rows(ToolValue, "field", is_identifier=False)
    identifiers = rows(ToolIdentifier, "scheme", is_identifier=True)
    return values.union(identifiers, all=True)


VALUES = Prepared(_values)


def remember_tags(tool, facts):
    """Let the tool's tags be known and return its usages.

    The usages are the public tags that at least SHARED_BY of its use cases share,
    each with `uses`, the number of these, the most shared first.
    """
    own, usages = [], []
    for row in facts["tags"]:
        tag = record_of(Tag, TAG, row[:-1])
        tag.uses = row[-1]
        (usages if tag.uses else own).append(tag)
    remember(tool, "tagged", [TaggedTool(tag=tag) for tag in own])
    return sorted(usages, key=lambda tag: (-tag.uses, tag.sort_name))


def _tags():
    columns = through("tag", TAG)
    own = TaggedTool.objects.filter(content_object=slot("tool"), tag__status=PUBLIC)
    rows = Tag._meta.get_field("tagged_use_cases").related_model.objects
    usages = (
        rows.filter(
            content_object__uses__tool=slot("tool"),
            content_object__status=PUBLIC,
            tag__status=PUBLIC,
        )
        .values(*columns)
        .annotate(uses=Count("content_object", distinct=True))
        .filter(uses__gte=SHARED_BY)
    )
    return select(own, *columns, Value(0)).union(
        select(usages, *columns, "uses"), all=True
    )


TAGS = Prepared(_tags)


def remember_screenshots(tool, facts):
    """Let the tool's screenshots be known."""
    found = []
    for row in facts["tool"]:
        *_tool, own, image = parts(row, *tool_parts(), SCREENSHOT, IMAGE)
        if screenshot := one(Screenshot, SCREENSHOT, own):
            screenshot.image = record_of(Image, IMAGE, image)
            found.append(screenshot)
    remember(tool, "screenshots", found)


def roles_of(facts):
    """Return the Roles of the tool's public organizations."""
    found = []
    for role, *row in facts["roles"]:
        own, logo = parts(row, ORGANIZATION, IMAGE)
        organization = record_of(Organization, ORGANIZATION, own)
        organization.logo = one(Image, IMAGE, logo)
        found.append(Role(role=role, organization=organization))
    return found


ROLES = Prepared(
    lambda: select(
        Role.objects.filter(tool=slot("tool"), organization__status=PUBLIC).order_by(),
        "role",
        *through("organization", ORGANIZATION),
        *through("organization__logo", IMAGE),
    )
)


def newest_use_cases(facts):
    """Return the tool's newest use cases as a ledger shows them."""
    model = use_case_model()
    participation = model._meta.get_field("participations").related_model
    cases, people = {}, {}
    for row in facts["use_cases"]:
        own, (role,), other = parts(row, use_case_columns(), ["role"], ORGANIZATION)
        if own[0] not in cases:
            cases[own[0]] = record_of(model, use_case_columns(), own)
        if organization := one(Organization, ORGANIZATION, other):
            took_part = participation(role=role, organization=organization)
            people.setdefault(own[0], []).append(took_part)
    for pk, case in cases.items():
        remember(case, "participations", people.get(pk, ()))
    return list(cases.values())


def use_case_model():
    return Tool._meta.get_field("use_cases").related_model


@cache
def use_case_columns():
    return columns_of(
        use_case_model(),
        *("id", "slug", "started", "country", "city", "level"),
        *columns("name"),
        *columns("summary"),
    )


def _use_cases():
    cases = use_case_model().objects
    newest = cases.public().filter(uses__tool=slot("tool")).newest_first()
    return select(
        cases.filter(pk__in=newest.values("pk")[:SHOWN_USE_CASES]).newest_first(),
        *use_case_columns(),
        "participations__role",
        *through("participations__organization", ORGANIZATION),
    )


USE_CASES = Prepared(_use_cases)


def recommendations(facts):
    """Return the items by which public collections recommend the tool, with who."""
    found = []
    for row in facts["recommendations"]:
        note, own, person, other = parts(
            row, columns("note"), COLLECTION, VERIFIER, ORGANIZATION
        )
        item = record_of(CollectionItem, columns("note"), note)
        item.collection = record_of(Collection, COLLECTION, own)
        item.collection.curator = one(User, VERIFIER, person)
        item.collection.curator_organization = one(Organization, ORGANIZATION, other)
        found.append(item)
    return found


RECOMMENDATIONS = Prepared(
    lambda: select(
        CollectionItem.objects.public()
        .filter(tool=slot("tool"))
        .order_by("collection__sort_name", "pk"),
        *columns("note"),
        *through("collection", COLLECTION),
        *through("collection__curator", VERIFIER),
        *through("collection__curator_organization", ORGANIZATION),
    )
)

QUERIES = {
    "values": VALUES,
    "tags": TAGS,
    "roles": ROLES,
    "use_cases": USE_CASES,
    "recommendations": RECOMMENDATIONS,
}
