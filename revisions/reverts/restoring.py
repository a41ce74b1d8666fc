"""Older values of a record made fit for what the catalogue is today."""

from revisions.fields import Pointer, Problem
from revisions.fields.relations import ListOfEntries, References


def fit(kind, values, redirects, slug):
    """Return values with slugs as they are now, each record once, never itself.

    values are {key: plain value}; slug is the record's own.
    """
    parts = {part.key: part for part in kind.fields}
    return {key: _fit(kind, parts[key], value, redirects, slug)
            for key, value in values.items()}  # fmt: skip


def _fit(kind, part, value, redirects, slug):
    if value is None:
        return None
    value = part.through(value, redirects)
    mine = getattr(part, "kind", "") == kind.key
    if isinstance(part, Pointer):
        return None if mine and value == slug else value
    if isinstance(part, References):
        return [item for item in value if not (mine and item == slug)] or None
    if isinstance(part, ListOfEntries):
        return part.once(value) or None
    return value


def back_to(kind, data, now, redirects, slug):
    """Return {key: plain value} that makes a record what it was; {} for nothing.

    data is the plain data of a revision, now that of today. The address stays.
    """
    fields = [part for part in kind.fields if part.key != "slug"]
    was = fit(kind, {p.key: data.get(p.key) for p in fields}, redirects, slug)
    today = fit(kind, {p.key: now.get(p.key) for p in fields}, redirects, slug)
    return {key: value for key, value in was.items() if value != today[key]}


def check(kind, now, values):
    """Raise Problem when a record could not be what these values make of it."""
    entry = {**now, **values}
    entry = {key: value for key, value in entry.items() if value is not None}
    for part in kind.fields:
        if part.required and part.key not in entry:
            raise Problem(f"{part.key} is missing")
    for key, reason in kind.check_entry(entry):
        raise Problem(f"{key}: {reason}")
