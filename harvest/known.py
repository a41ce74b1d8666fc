"""Finds the tags and organizations of the catalogue that others name."""

from core.languages import columns
from organizations.models import Organization
from revisions.merges.likeness import name_keys, squeezed
from taxonomy.models import Tag


def tags(words):
    """Return {word: slug} of the words that are a public tag; one query.

    A tag is known by its slug, its labels and its synonyms.
    """
    if not words:
        return {}
    known = {}
    labels, synonyms = columns("label"), columns("synonyms")
    rows = Tag.objects.public().order_by("pk")
    for slug, *row in rows.values_list("slug", *labels, *synonyms):
        others = [word for found in row[len(labels) :] for word in found or ()]
        for word in others:
            known.setdefault(squeezed(word), slug)
        # What a tag is called goes before what another one is called, too.
        known |= {squeezed(word): slug for word in (slug, *row[: len(labels)]) if word}
    return {word: known[key] for word in words if (key := squeezed(word)) in known}


def organizations(names):
    """Return {name: slug} of the names that are a public organization; one query.

    A name that two organizations have is nobody's.
    """
    if not names:
        return {}
    known = {}
    rows = Organization.objects.public().order_by("pk")
    for slug, aliases, *row in rows.values_list("slug", "aliases", *columns("name")):
        for name in filter(None, (*row, *aliases)):
            for key in name_keys(name):
                known.setdefault(key, set()).add(slug)
    found = {name: _only(known, name) for name in names}
    return {name: slug for name, slug in found.items() if slug}


def _only(known, name):
    # "DINUM - Direction interministérielle du numérique" says it twice.
    for part in (name, *name.split(" - ")):
        slugs = {slug for key in name_keys(part) for slug in known.get(key, ())}
        if len(slugs) == 1:
            return slugs.pop()
    return ""
