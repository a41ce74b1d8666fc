"""What differs between two states of a record, in words."""

from django.core.exceptions import FieldDoesNotExist

from revisions.models import Revision


def changed_keys(kind, before, after):
    """Return the keys whose plain data differ, in the kind's order.

    before and after are the data of two revisions, {} before the first.
    """
    known = [part.key for part in kind.fields]
    others = sorted((before.keys() | after.keys()) - set(known))
    return [key for key in (*known, *others) if before.get(key) != after.get(key)]


def label(kind, key):
    """Return the words for a key of a kind's plain data."""
    part = next((part for part in kind.fields if part.key == key), None)
    if part and part.rows_model:
        return _rows_label(part)
    try:
        return str(kind.model._meta.get_field(key).verbose_name)
    except FieldDoesNotExist:
        return key.replace("_", " ")


def _rows_label(part):
    if not part.where:
        return str(part.rows_model._meta.verbose_name_plural)
    fields = getattr(part.rows_model, "Field", None)
    names = dict(fields.choices) if fields else {}
    return str(names.get(part.key, part.key.replace("_", " ")))


def labels(kind, before, after):
    return [label(kind, key) for key in changed_keys(kind, before, after)]


def since(kind, record, number):
    """Return (names of who changed a record, labels of what) since a revision."""
    revisions = list(
        Revision.objects.of(record)
        .filter(number__gte=number)
        .select_related("author")
        .order_by("number")
    )
    if not revisions:
        return [], []
    before = revisions[0].data if revisions[0].number == number else {}
    later = [revision for revision in revisions if revision.number > number]
    names = [str(revision.author or revision.source or "–") for revision in later]
    return list(dict.fromkeys(names)), labels(kind, before, revisions[-1].data)
