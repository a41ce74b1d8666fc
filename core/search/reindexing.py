"""Brings the documents of all records in step, or tells which are not.

Several processes read and analyse the records, by BATCH; one writes what they found,
each batch in a transaction of its own: who edits meanwhile waits for one batch at most,
and what a crash leaves undone is found the next time. The index of PostgreSQL, when it
is empty, is written in one transaction instead, for which who edits or searches waits.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO

from django.db import connection, transaction

from core.kinds import ORDER, all_kinds, kind as kind_named
from core.models import CatalogueChange, CatalogueVersion, Document
from core.processes import results
from core.progress import track
from core.search.engine import KIND_MASK, many_at_once
from core.search.index import (
    BATCH,
    COLUMNS,
    KIND_BITS,
    differing,
    documents,
    learn,
    read,
    spelled_in,
    strays,
)

# Starting processes takes about as long as that many records.
MANY = 2_000
ROW = ["id", *COLUMNS]
# How COPY tells these signs from those between columns and rows.
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True)
class Found:
    """How the documents of some records differ from what they should be."""

    kind: str
    pks: list
    version: tuple | None  # of the catalogue, before the records were read
    rows: list  # of the documents to write: the values of ROW
    gone: list  # primary keys of the documents to remove
    words: set  # in the documents to write, to correct others by

    @property
    def keys(self) -> list:
        """The primary keys of the documents that are not in step."""
        return [*(row[0] for row in self.rows), *self.gone]


def out_of_step(progress=None, processes: int | None = None) -> Iterator[str]:
    """Yield the names of the documents that differ from what they should be.

    The arguments are those of rewrite().
    """
    processes = processes or _fitting()
    yield from map(str, strays())
    for found in _examined(progress, processes, fresh=False):
        for key in found.keys:
            yield f"{ORDER[key & KIND_MASK]} {key >> KIND_BITS}"


def rewrite(progress=None, processes: int | None = None) -> int:
    """Write the documents that differ; return how many were written or removed.

    progress is a stream that is told how far it is. processes is how many read and
    analyse: as many as there are cores when there are many records, by default.
    """
    processes = processes or _fitting()
    fresh = connection.vendor == "postgresql" and not Document.objects.exists()
    with _in_one_piece() if fresh else many_at_once():
        written, known = _remove_strays(), set()
        for found in _examined(progress, processes, fresh=fresh):
            written += _put(found, known, alone=fresh)
    return written


def _examined(progress, processes, *, fresh):
    """Yield what is Found of all records; fresh says that no document is there."""
    steps = [
        (kind.key, pks[start : start + BATCH], fresh)
        for kind in all_kinds()
        for pks in [sorted(kind.model._base_manager.values_list("pk", flat=True))]
        for start in range(0, len(pks), BATCH)
    ]
    told = track(steps, progress, f"records, by {BATCH}")
    return results(examine, told, processes=processes)


def _fitting():
    """Return how many processes to work in."""
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()
    # Other processes do not see what a transaction has not committed yet.
    if in_memory or connection.in_atomic_block:
        return 1
    records = sum(kind.model._base_manager.count() for kind in all_kinds())
    return os.cpu_count() if records >= MANY else 1


def examine(kind_key: str, pks: list, fresh: bool) -> Found:
    """Return what is Found of at most BATCH records."""
    version, kind = CatalogueVersion.current(), kind_named(kind_key)
    ((_pks, records),) = read(kind, pks)
    # Who writes afresh lets nobody else see the documents.
    compared = (documents(kind, records), []) if fresh else None
    made, gone = compared or differing(kind, pks, records)
    rows = [[getattr(document, name) for name in ROW] for document in made]
    return Found(kind_key, pks, version, rows, gone, spelled_in(made))


@transaction.atomic
def _put(found, known, *, alone):
    """Write what was Found, with those of its words that are not known yet."""
    CatalogueVersion.lock()
    if not alone and _overtaken(found):
        found = examine(found.kind, found.pks, fresh=False)
    if not found.keys:
        return 0
    Document.objects.filter(pk__in=found.keys).delete()
    _insert(found.rows)
    learn(found.words - known)
    known |= found.words
    # No list changes, but what a search finds does.
    CatalogueVersion.bump({})
    return len(found.keys)


def _overtaken(found):
    """Whether some of the records may have changed since they were read."""
    if found.version == CatalogueVersion.current():
        return False
    changed = found.version and CatalogueChange.since(found.version)
    return changed is None or not changed.get(found.kind, set()).isdisjoint(found.pks)


@transaction.atomic
def _remove_strays():
    removed, _of_which = strays().delete()
    if removed:
        CatalogueVersion.bump({})
    return removed


def _insert(rows):
    if connection.vendor != "postgresql":
        Document.objects.bulk_create([Document(*row) for row in rows])
        return
    lines = ("\t".join(map(_copied, row)) + "\n" for row in rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY core_document ({', '.join(ROW)}) FROM STDIN",
            StringIO("".join(lines)),
        )


def _copied(value):
    return r"\N" if value is None else str(value).translate(ESCAPED)


@contextmanager
def _in_one_piece():
    """Keep all others out of the documents, and make their index at the end.

    That is several times as fast as adding to it row by row.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Before the documents, as who edits does: the other way round, each would wait
        # for the other.
        CatalogueVersion.lock()
        cursor.execute("SELECT pg_get_indexdef('core_document_words'::regclass)")
        (definition,) = cursor.fetchone()
        cursor.execute("TRUNCATE core_document")
        cursor.execute("DROP INDEX core_document_words")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(definition)
        cursor.execute("ANALYZE core_document")
