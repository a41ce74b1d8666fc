"""The plain data of a record: what a revision keeps and a dump writes."""

from core.kinds import kind_of


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
