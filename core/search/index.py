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
        records = kind.model._base_manager.filter(pk__in=batch)
        replace(kind, batch, records.prefetch_related(*kind.document_related))


def replace(kind, pks, records):
    """Write anew the documents of some records, which are at hand already.

    records holds what there is under pks, with kind.document_related prefetched.
    """
    Document.objects.filter(kind=kind.key, object_id__in=pks).delete()
    Document.objects.bulk_create(
        [
            document
            for record in records
            if record.is_public
            for document in documents(kind, record)
        ]
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
    changed = sorted(set(pks))
    others = {}
    for start in range(0, len(changed), BATCH):
        batch = changed[start : start + BATCH]
        for dependent_kind, dependent_pks in kind_named(kind_key).dependents(batch):
            others.setdefault(dependent_kind, set()).update(dependent_pks)
    for dependent_kind, dependent_pks in others.items():
        known = changed if dependent_kind == kind_key else ()
        refresh(dependent_kind, sorted(dependent_pks - {None, *known}))
