"""Keeps the index in step with the records; called by the one door.

The document of a record is, first, its words: the forms of core.search.analyser, each
after the digit of the best place where it stands (PLACES), so that the engines tell by
the words alone how good a match is. Second, its texts as plain folded words in order,
for phrases.
"""

from dataclasses import fields
from functools import cached_property, lru_cache
from itertools import chain, repeat

from django.db import models

from core.kinds import ORDER, SearchTexts, all_kinds, kind as kind_named
from core.languages import CONTENT_LANGUAGES, fallback_order
from core.models import Document, Word
from core.search.analyser import MAX_WORD, forms, name_form, plain, words

BATCH = 500
# Texts up to this length return from record to record: labels, synonyms, names.
SHORT = 120
PLACES = tuple(place.name for place in fields(SearchTexts))
NAMES = ("name", "aliases")
IN_NAMES = range(len(NAMES))
# A word of a tag is kept where the record's own texts tell it, too.
TAGS = str(PLACES.index("tags"))
TOLD = (PLACES.index("summary"), PLACES.index("description"))
SPELLED = (*NAMES, "tags", "summary")
# Stands in every document, for queries that only exclude.
EVERY = "_"
# Keeps a phrase from running from one text into the next.
BREAK = " . "
# Bits of a document's key that say of which kind its record is.
KIND_BITS = 4
COLUMNS = [column.name for column in Document._meta.concrete_fields[1:]]


def document_pk(kind_key, pk):
    """Return the primary key of the document of a record."""
    return pk << KIND_BITS | ORDER.index(kind_key)


def refresh(kind_key, pks):
    """Write anew the documents of these records, in the caller's transaction.

    Records that are not public, or no longer there, leave the index.
    """
    for batch, records in read(kind_named(kind_key), list(pks)):
        replace(kind_named(kind_key), batch, records)


def read(kind, pks):
    """Yield (primary keys, what there is under them) by BATCH, with its relations."""
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        records = kind.model._base_manager.filter(pk__in=batch)
        yield batch, records.prefetch_related(*kind.document_related)


def strays():
    """Return the Documents of records that are not there."""
    known = models.Q()
    for kind in all_kinds():
        pks = kind.model._base_manager.order_by().values("pk")
        known |= models.Q(kind=kind.key, object_id__in=pks)
    return Document.objects.exclude(known)


def replace(kind, pks, records):
    """Write anew the documents of some records, which are at hand already.

    records holds what there is under pks, with kind.document_related prefetched.
    Returns the number of documents written or removed: those that changed.
    """
    changed, gone = differing(kind, pks, records)
    Document.objects.filter(pk__in=gone).delete()
    Document.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS
    )
    learn(spelled_in(changed))
    return len(changed) + len(gone)


def differing(kind, pks, records):
    """Return (Documents that are not stored as they should be, keys of those to go)."""
    wanted = {document.pk: document for document in documents(kind, records)}
    stored = Document.objects.in_bulk([document_pk(kind.key, pk) for pk in pks])
    changed = [
        document
        for pk, document in sorted(wanted.items())
        if pk not in stored or not _same(document, stored[pk])
    ]
    return changed, sorted(stored.keys() - wanted.keys())


def _same(one, other):
    return all(getattr(one, name) == getattr(other, name) for name in COLUMNS)


def documents(kind, records):
    """Return the unsaved Documents of the public ones of some records."""
    public = [record for record in records if record.is_public]
    popularity = kind.popularity([record.pk for record in public])
    return [_document(kind, r, popularity.get(r.pk, 0)) for r in public]


def _document(kind, record, popularity):
    texts_in = kind.document(record)
    texts = {code: texts_in(code) for code in CONTENT_LANGUAGES}
    titles = {code: _title(texts, code) for code in CONTENT_LANGUAGES}
    document = Document(
        pk=document_pk(kind.key, record.pk),
        kind=kind.key,
        object_id=record.pk,
        words=_words(texts),
        exact=_exact(texts),
        slug=record.slug,
        **{f"title_{code}": title for code, title in titles.items()},
        aliases="\n".join(_aliases(texts)),
        popularity=popularity,
        verified_on=record.verified_on,
        sort_name=record.sort_name,
    )
    document.texts = texts
    return document


def _title(texts, language):
    names = (name for code in fallback_order(language) for name in texts[code].name)
    return next((name for name in names if name), "")


def _aliases(texts):
    """Return every name of a record, those in other languages included."""
    return dict.fromkeys(name for _digit, _language, name in _standing(texts, NAMES))


def _standing(texts, places=PLACES):
    """Yield (digit of the place, language, text) of a document, the best first."""
    for digit, place in enumerate(places):
        for language, mine in texts.items():
            for text in filter(None, getattr(mine, place)):
                yield digit, language, text


def _words(texts):
    """Return the words of a document, each with the digit of its place."""
    best, told = {}, {}
    # The better places write over the others.
    for digit, language, text in reversed(list(_standing(texts))):
        found = _of(text).forms(language, str(digit))
        best.update(found)
        if digit in TOLD:
            told.update(found)
        if digit in IN_NAMES:
            best[name_form(_of(text).words)] = str(digit)
    best.pop("", None)
    every = [digit + form for form, digit in best.items()]
    every += [digit + form for form, digit in told.items() if best[form] == TAGS]
    return " ".join([EVERY, *every])


def _exact(texts):
    """Return every text of a document, each once, as words between breaks."""
    every = dict.fromkeys(text for _digit, _language, text in _standing(texts))
    return f" {BREAK.join([_of(text).exact for text in every])} "


class Analysed:
    """A text, or a tuple of texts, taken apart as far as it was asked for."""

    def __init__(self, text):
        texts = [text] if isinstance(text, str) else filter(None, text)
        self._texts = [words(text) for text in texts]
        self.words = [word for found in self._texts for word in found]
        self._forms = {}

    def forms(self, language, value):
        """Return {form of a word in a language: value}."""
        key = language, value
        if key not in self._forms:
            found = map(forms, self.words, repeat(language))
            self._forms[key] = dict.fromkeys(chain.from_iterable(found), value)
        return self._forms[key]

    @cached_property
    def exact(self):
        return BREAK.join(" ".join(map(plain, found)) for found in self._texts)

    @cached_property
    def spelled(self):
        """The words by which others may be corrected, as people wrote them."""
        return tuple(w for w in self.words if 3 <= len(w) <= MAX_WORD and w.isalpha())


def _of(text):
    comes_back = isinstance(text, tuple) or len(text) <= SHORT
    return _short(text) if comes_back else _long(text)


_short = lru_cache(maxsize=5_000)(Analysed)
# The descriptions of one record are asked for several times, one after the other.
_long = lru_cache(maxsize=20)(Analysed)


def spelled_in(documents):
    """Return the words in the names, tags and summaries of some documents."""
    return {
        word
        for document in documents
        for place in SPELLED
        for mine in document.texts.values()
        for text in filter(None, getattr(mine, place))
        for word in _of(text).spelled
    }


def learn(found):
    """Keep some words to correct others by."""
    known = set(Word.objects.filter(word__in=found).values_list("word", flat=True))
    Word.objects.bulk_create(
        [Word(word=word) for word in sorted(found - known)], ignore_conflicts=True
    )


def dependents_of(kind_key, pks):
    """Return {kind key: primary keys} of what changes with these records.

    Asked before and after a change, it also tells what a record was tied to.
    """
    changed = sorted(set(pks))
    others = {}
    for start in range(0, len(changed), BATCH):
        batch = changed[start : start + BATCH]
        for dependent_kind, dependent_pks in kind_named(kind_key).dependents(batch):
            others.setdefault(dependent_kind, set()).update(dependent_pks)
    own = others.get(kind_key, set())
    own -= set(changed)
    return {kind: pks - {None} for kind, pks in others.items()}
