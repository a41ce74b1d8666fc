"""Questions to the history of a record."""

from revisions.models import Revision


def keys_written_by_people(kind, record):
    """Return the keys of a record whose present value a person wrote.

    Reads the record's revisions from the first to the last: one query.
    """
    written = set()
    before = {}
    revisions = Revision.objects.filter(kind=kind.key, object_id=record.pk)
    for revision in revisions.order_by("number").iterator():
        changed = {
            part.key
            for part in kind.fields
            if before.get(part.key) != revision.data.get(part.key)
        }
        written = written | changed if revision.author_id else written - changed
        before = revision.data
    return written
