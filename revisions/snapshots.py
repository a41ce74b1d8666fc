"""The plain data of a record: what a revision keeps and a dump writes."""

from core.kinds import kind_of
from revisions.models import Redirect


def with_relations(kind, records):
    """Return a queryset of the kind with every relation a snapshot walks."""
    names = [name for field in kind.fields for name in field.related]
    return records.prefetch_related(*dict.fromkeys([*names, "verified_by"]))


def snapshot(record, kind=None, *, published_only=False):
    """Return {key: plain value} of a record in the kind's order, unknowns left out."""
    kind = kind or kind_of(record)
    data = {}
    for field in kind.fields:
        value = field.read(record, published_only=published_only)
        if value not in (None, "", [], {}):
            data[field.key] = value
    return data


def through(kind, data, redirects):
    """Return the data of a record with the slugs to which the slugs in it lead now.

    redirects are those of Redirect.table(). The record's own slug stays as it was.
    """
    fields = {field.key: field for field in kind.fields}
    return {
        key: fields[key].through(value, redirects) if key in fields else value
        for key, value in data.items()
    }


def same(kind, one, other, redirects=None):
    """Return whether two states of a record say the same, through redirects too."""
    if one == other:
        return True
    redirects = Redirect.table() if redirects is None else redirects
    return through(kind, one, redirects) == through(kind, other, redirects)
