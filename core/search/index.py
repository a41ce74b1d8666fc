"""Keeps the index in step with the records; called by the one door."""

from core.kinds import kind as kind_named
from core.languages import CONTENT_LANGUAGES
from core.models import Document
from core.search.analyser import analyse

BATCH = 500


def refresh(kind_key, pks):
    """Write anew the documents of these records, in the caller's transaction.

    Records that are not public, or no longer there, leave the index.
    """
    pks = list(pks)
    kind = kind_named(kind_key)
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        Document.objects.filter(kind=kind_key, object_id__in=batch).delete()
        records = (
            kind.model._base_manager.filter(pk__in=batch, status="published")
            .prefetch_related(*kind.document_related)
        )  # fmt: skip
        Document.objects.bulk_create(
            [document for record in records for document in documents(kind, record)]
        )


def documents(kind, record):
    """Return the unsaved Documents of a record, one per language."""
    return [_document(kind, record, language) for language in CONTENT_LANGUAGES]


def _document(kind, record, language):
    texts = kind.document(record, language)
    return Document(
        kind=kind.key,
        object_id=record.pk,
        language=language,
        name=analyse(texts.name, language),
        keywords=analyse(texts.keywords, language),
        body=analyse(texts.body, language),
        related=analyse(texts.related, language),
    )


def refresh_dependents(kind_key, pks):
    """Refresh the records whose documents name these."""
    changed = set(pks)
    for dependent_kind, dependent_pks in kind_named(kind_key).dependents(changed):
        others = set(dependent_pks) - {None}
        if dependent_kind == kind_key:
            others -= changed
        refresh(dependent_kind, sorted(others))
