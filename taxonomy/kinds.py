"""What a tag is, for the door, the dump and the search."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core.kinds import Kind, SearchTexts, register
from revisions.fields import Choice, Pointer, Slug, Translated, TranslatedLists
from revisions.fields.shared import VERIFICATION, check_verification
from taxonomy.forms import TAG_SECTIONS, TAG_WORDS
from taxonomy.models import Tag


def document(tag):
    return lambda language: SearchTexts(
        name=[getattr(tag, f"label_{language}")],
        aliases=synonyms(tag, language),
        summary=[getattr(tag, f"description_{language}")],
    )


def synonyms(tag, language):
    return getattr(tag, f"synonyms_{language}") or []


def words(tags, language):
    """Return the words under which the search finds what carries these tags."""
    return [
        (
            getattr(tag, f"label_{language}"),
            *synonyms(tag, language),
            tag.slug.replace("-", " "),
        )
        for tag in sorted(tags, key=lambda tag: tag.slug)
        if tag.is_public
    ]


def popularity(pks):
    """Return {primary key: number of public use cases that carry the tag}."""
    shown = Q(tagged_use_cases__content_object__status=Tag.Status.PUBLISHED)
    tags = Tag._base_manager.filter(pk__in=pks)
    counted = tags.annotate(n=Count("tagged_use_cases", filter=shown))
    return dict(counted.values_list("pk", "n"))


def dependents(pks):
    """Yield the records that carry these tags or what is under them, and theirs.

    Each table of tagged records says in `documents` which kinds those are, and by
    which lookup they are reached.
    """
    here = Q(tag__in=pks) | Q(tag__parent__in=pks)
    for field in Tag._meta.get_fields():
        if field.one_to_many and field.name.startswith("tagged_"):
            rows = field.related_model._base_manager.filter(here)
            for kind, lookup in field.related_model.documents:
                yield kind, rows.values_list(lookup, flat=True)


def check_entry(entry):
    if entry.get("parent") == entry.get("slug"):
        yield "parent", _("is the tag itself")
    yield from check_verification(entry)


def register_all():
    register(
        Kind(
            key="tag",
            collective="tags",
            named="label",
            curated=True,
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
            popularity=popularity,
            dependents=dependents,
            check_entry=check_entry,
            sections=TAG_SECTIONS,
            words=TAG_WORDS,
        )
    )
