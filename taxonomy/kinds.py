"""What a tag is, for the door, the dump and the search."""

from core.kinds import Kind, SearchTexts, register
from revisions.fields import Choice, Pointer, Slug, Translated, TranslatedLists
from revisions.fields.shared import VERIFICATION, check_verification
from taxonomy.models import Tag


def document(tag, language):
    return SearchTexts(
        name=[getattr(tag, f"label_{language}"), *synonyms(tag, language)],
        body=[getattr(tag, f"description_{language}")],
    )


def synonyms(tag, language):
    return getattr(tag, f"synonyms_{language}") or []


def words(tag, language):
    """Return the words under which the search finds what carries a tag."""
    label = getattr(tag, f"label_{language}")
    return [label, *synonyms(tag, language), tag.slug.replace("-", " ")]


def dependents(pks):
    """Yield the records whose documents hold the words of these tags.

    Each table of tagged records says in `documents` which kinds those are, and by
    which lookup they are reached.
    """
    for field in Tag._meta.get_fields():
        if field.one_to_many and field.name.startswith("tagged_"):
            rows = field.related_model._base_manager.filter(tag__in=pks)
            for kind, lookup in field.related_model.documents:
                yield kind, rows.values_list(lookup, flat=True)


def check_entry(entry):
    if entry.get("parent") == entry.get("slug"):
        yield "parent", "is the tag itself"
    yield from check_verification(entry)


def register_all():
    register(
        Kind(
            key="tag",
            collective="tags",
            model=Tag,
            fields=(
                Slug(),
                Choice("kind", Tag.Kind.values, required=True),
                Pointer("parent", "tag"),
                Translated("label", max_length=80, required=True),
                Translated("description", max_length=300),
                TranslatedLists("synonyms"),
                *VERIFICATION,
            ),
            document=document,
            dependents=dependents,
            check_entry=check_entry,
        )
    )
