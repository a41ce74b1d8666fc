"""What tools and collections are, for the door, the dump and the search."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from catalogue.forms import (
    COLLECTION_SECTIONS,
    COLLECTION_WORDS,
    TOOL_SECTIONS,
    TOOL_WORDS,
)
from catalogue.models import (
    Collection,
    CollectionItem,
    Role,
    Screenshot,
    TaggedTool,
    Tool,
    ToolIdentifier,
    ToolRelation,
    ToolValue,
)
from core.choices import Audience, Hosting, Platform
from core.kinds import Kind, SearchTexts, register
from core.licences import normalize
from core.models import DESCRIPTION_LENGTH, SUMMARY_LENGTH
from core.places import check_language, country_name
from core.text import one_line
from organizations.affiliation import members_of
from organizations.kinds import names
from revisions.fields import (
    Choice,
    Flag,
    Identifiers,
    ImageFile,
    Items,
    Number,
    PartialDate,
    Pictures,
    Pointer,
    Problem,
    References,
    Slug,
    StringList,
    Tags,
    Text,
    Translated,
    Url,
    Values,
)
from revisions.fields.shared import VERIFICATION, check_verification
from taxonomy.kinds import words

ROLES = {"developers": "developer", "providers": "provider", "partners": "partner",
         "funders": "funder"}  # fmt: skip


class Pairs(References):
    """A symmetric relation between tools: one row, which both tools own."""

    ignore_conflicts = True

    def __init__(self, key, relation):
        super().__init__(
            key,
            ToolRelation,
            owner="tool",
            accessor="relations",
            other="other",
            kind="tool",
            where={"type": relation},
        )
        self.related = ("relations__other", "reverse_relations__tool")

    def read(self, record, *, published_only=False):
        relation = self.where["type"]
        others = [r.other for r in record.relations.all() if r.type == relation]
        others += [r.tool for r in record.reverse_relations.all() if r.type == relation]
        return (
            sorted(o.slug for o in others if o.is_public or not published_only) or None
        )

    def stored(self, pks):
        return ToolRelation.objects.filter(
            Q(tool__in=pks) | Q(other__in=pks), **self.where
        )

    def rows(self, pk, value, lookup):
        others = {lookup.pk("tool", item) for item in value} - {pk}
        return [
            ToolRelation(tool_id=min(pk, other), other_id=max(pk, other), **self.where)
            for other in sorted(others)
        ]

    def pointing(self, kind, pk):
        tools = self.stored([pk]).values_list("tool", "other")
        return {tool for pair in tools for tool in pair} - {pk}

    def affected(self, values, lookup):
        before = {
            pair
            for pk_batch in [list(values)]
            for pair in self.stored(pk_batch).values_list("tool", "other")
        }
        after = {
            (row.tool_id, row.other_id)
            for pk, value in values.items()
            for row in self.rows(pk, value or [], lookup)
        }
        return {pk for pair in before ^ after for pk in pair}


def relation(key, type):
    """Return the field of a relation that has a direction."""
    return References(
        key,
        ToolRelation,
        owner="tool",
        accessor="relations",
        other="other",
        kind="tool",
        where={"type": type},
    )


def role(key, name):
    return References(
        key,
        Role,
        owner="tool",
        accessor="roles",
        other="organization",
        kind="organization",
        where={"role": name},
    )


def one_of(choices):
    """Return a check that a value is one of a closed list."""

    def check(value):
        if value not in choices.values:
            raise Problem(
                _("must be one of %(choices)s, not %(value)r")
                % {"choices": ", ".join(choices.values), "value": value}
            )
        return value

    return check


def interface_language(value):
    try:
        check_language(value)
    except ValidationError as error:
        raise Problem("; ".join(error.messages)) from error
    return value


def programming_language(value):
    text = one_line(value)
    if not text or len(text) > 50:
        raise Problem(_("has a value that is empty or has more than 50 characters"))
    return text


def values(key, check, choices=()):
    return Values(key, ToolValue, owner="tool", field=key, check=check, choices=choices)


def closed(key, choices):
    """Return the field of values of a closed list."""
    return values(key, one_of(choices), choices.choices)


def tool_document(tool):
    tags = {row.tag for row in tool.tagged.all()}
    cases = [use.use_case for use in tool.uses.all() if use.use_case.is_public]
    usages = {row.tag for case in cases for row in case.tagged.all()} - tags
    countries = sorted({case.country.code for case in cases})
    makers = {row.organization for row in tool.roles.all()}
    makers = sorted(makers, key=lambda organization: organization.slug)
    return lambda language: SearchTexts(
        name=[tool.name],
        aliases=tool.aliases,
        tags=words(tags, language),
        summary=[getattr(tool, f"summary_{language}")],
        description=[getattr(tool, f"description_{language}")],
        related=[
            *words(usages, language),
            *names(makers, language),
            *(country_name(code, language) for code in countries),
        ],
    )


def tool_popularity(pks):
    counted = Tool.objects.filter(pk__in=pks).with_use_case_count()
    return dict(counted.values_list("pk", "use_case_count"))


def tool_dependents(pks):
    """Yield the use cases and collections that name these tools, and who made them."""
    tools = Tool._base_manager.filter(pk__in=pks)
    # None where there is none: to ask for the others alone is slow without statistics.
    for kind, lookup in (
        ("use-case", "uses__use_case"),
        ("collection", "collection_items__collection"),
        ("organization", "roles__organization"),
    ):
        yield kind, tools.values_list(lookup, flat=True)


def check_tool(entry):
    for key in ("alternatives", "works_with", "forked_from", "built_on"):
        if entry["slug"] in entry.get(key, ()):
            yield key, _("names the tool itself")
    if entry.get("successor") == entry["slug"]:
        yield "successor", _("is the tool itself")
    yield from check_verification(entry)


def collection_document(collection):
    items = [item for item in collection.items.all() if item.tool.is_public]
    curator = collection.curator_organization
    return lambda language: SearchTexts(
        name=[getattr(collection, f"name_{language}")],
        description=[
            getattr(collection, f"description_{language}"),
            *(getattr(item, f"note_{language}") for item in items),
        ],
        related=[
            *(item.tool.name for item in items),
            collection.curator_display_name,
            getattr(curator, f"name_{language}")
            if curator and curator.is_public
            else "",
        ],
    )


def collection_owners(collection):
    """Return who may change a collection.

    Its curator or who speaks for the organization that curates it, and the
    co-editors. It belongs to nobody in particular when there are none of them.
    """
    owners = set(collection.co_editors.values_list("pk", flat=True))
    if collection.curator_id:
        owners.add(collection.curator_id)
    if collection.curator_organization_id:
        owners.update(members_of(collection.curator_organization))
    return frozenset(owners)


def collection_credit(collection, user):
    collection.curator = user


def collection_absorb(winner, loser):
    """Let those to whom a collection belonged edit the one that stands for it.

    One that belongs to nobody in particular stays open to all.
    """
    if collection_owners(winner):
        winner.co_editors.add(*collection_owners(loser))


def check_collection(entry):
    if "curator" in entry and "curator_name" in entry:
        yield "curator_name", _("stands beside curator; name one of the two")
    yield from check_verification(entry)


class CuratorName(Text):
    """The display name of the person who curates, whoever that is here."""

    def read(self, record, *, published_only=False):
        return record.curator_display_name or None

    def assign(self, record, value, lookup):
        if record.curator_display_name != (value or ""):
            record.curator = None
            record.curator_name = value or ""


def tool_fields():
    return (
        Slug(),
        Text("name", max_length=200, required=True),
        StringList("aliases"),
        Choice("kind", Tool.Kind.values, required=True),
        Translated("summary", max_length=SUMMARY_LENGTH),
        Translated("description", max_length=DESCRIPTION_LENGTH, markdown=True),
        *(Url(key) for key in Tool.LINKS),
        Text("licence", max_length=200, check=normalize),
        values("programming_languages", programming_language),
        closed("platforms", Platform),
        values("interface_languages", interface_language),
        closed("hosting", Hosting),
        Choice("pricing", Tool.Pricing.values),
        closed("audience", Audience),
        PartialDate("first_release"),
        Text("latest_version", max_length=50),
        PartialDate("latest_version_date"),
        Choice("activity", Tool.Activity.values),
        Translated("activity_reason", max_length=300),
        Pointer("successor", "tool"),
        Pairs("alternatives", ToolRelation.Type.ALTERNATIVE),
        Pairs("works_with", ToolRelation.Type.WORKS_WITH),
        relation("forked_from", ToolRelation.Type.FORKED_FROM),
        relation("built_on", ToolRelation.Type.BUILT_ON),
        *(role(key, name) for key, name in ROLES.items()),
        Identifiers(ToolIdentifier, owner="tool"),
        ImageFile("logo"),
        Pictures("screenshots", Screenshot, owner="tool", accessor="screenshots"),
        Tags(TaggedTool),
        *VERIFICATION,
    )


def collection_fields():
    return (
        Slug(),
        Translated("name", max_length=200, required=True),
        Translated("description", max_length=DESCRIPTION_LENGTH, markdown=True),
        ImageFile("cover"),
        Pointer("curator", "organization", column="curator_organization"),
        CuratorName("curator_name", max_length=100),
        Items(
            "items",
            CollectionItem,
            owner="collection",
            accessor="items",
            other="tool",
            kind="tool",
            parts=[Translated("note", max_length=500)],
        ),
        Flag("featured"),
        Number("home_position", maximum=32_767),
        *VERIFICATION,
    )


def register_all():
    register(
        Kind(
            key="tool",
            collective="tools",
            model=Tool,
            fields=tool_fields(),
            document=tool_document,
            document_related=(
                "tagged__tag", "uses__use_case__tagged__tag", "roles__organization",
            ),
            popularity=tool_popularity,
            dependents=tool_dependents,
            check_entry=check_tool,
            sections=TOOL_SECTIONS,
            words=TOOL_WORDS,
        )
    )  # fmt: skip
    register(
        Kind(
            key="collection",
            collective="collections",
            owners=collection_owners,
            credit=collection_credit,
            absorb=collection_absorb,
            model=Collection,
            fields=collection_fields(),
            document=collection_document,
            document_related=("items__tool", "curator", "curator_organization"),
            check_entry=check_collection,
            sections=COLLECTION_SECTIONS,
            words=COLLECTION_WORDS,
        )
    )
