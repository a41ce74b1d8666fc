"""The one door: every change of a record, by whoever, goes through here.

A change claims the record's version, saves the record and its relations,
writes the revision, brings the search index up to date and raises the
catalogue's version last, in one transaction.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.kinds import Kind, kind_of
from core.models import CatalogueVersion, Record
from core.progress import track
from core.search.index import dependents_of, refresh, replace
from revisions.differences.languages import languages_touched
from revisions.fields import Lookup
from revisions.fields.base import batches
from revisions.models import Redirect, Revision
from revisions.snapshots import snapshot, with_relations


@dataclass
class Change:
    """New plain values for some keys of a record; None empties a key.

    record is unsaved for a new one; version is the one the author was reading.
    Values are normal ones, as Field.normal() returns them.
    """

    record: Record
    values: dict
    version: int | None = field(default=None)


@dataclass(frozen=True)
class Attribution:
    """Who changes, and why: a person, or else the name of a source.

    Neither of the two: a visitor without an account. evidence is the address where
    the change can be checked; reviewer is the moderator who accepted it.
    """

    author: object = None
    source: str = ""
    comment: str = ""
    at: object = None
    action: str = Revision.Action.EDIT
    evidence: str = ""
    reviewer: object = None


@transaction.atomic
def write(
    kind: Kind,
    changes: Sequence[Change],
    by: Attribution,
    *,
    lookup: Lookup | None = None,
    progress=None,
):
    """Carry out changes of records of one kind; return the records.

    New records may point to each other. progress is a stream that is told how
    far a long write is. All or nothing. Raises StaleRecord when a record was
    changed since its version, and revisions.fields.Problem for a slug that
    leads nowhere.
    """
    changes = list(changes)
    lookup = lookup or Lookup(Redirect.table())
    at = by.at or timezone.now()
    before = dependents_of(kind.key, [c.record.pk for c in changes if c.record.pk])
    for change in changes:
        _claim(change, at)
    _save_columns(kind, changes, lookup)
    lookup.load(*_mentioned(kind, changes))
    _save_pointers(kind, changes, lookup)
    others = _save_rows(kind, changes, lookup)
    records = [change.record for change in changes]
    _touch(kind, others - {record.pk for record in records}, at)
    pks = others | {record.pk for record in records}
    _conclude(kind, pks, by, at, before, progress)
    return records


def _claim(change, at):
    record = change.record
    if record.pk:
        record.claim(record.version if change.version is None else change.version)
    else:
        record.created_at = at
    record.updated_at = at


def _save_columns(kind, changes, lookup):
    columns = [f for f in kind.fields if not f.pointer and not f.rows_model]
    lookup.load((), _images(kind, changes))
    for change in changes:
        for part in columns:
            if part.key in change.values:
                part.assign(change.record, change.values[part.key], lookup)
        change.record.derive()
        if change.record.pk:
            change.record.save()
    new = [change.record for change in changes if not change.record.pk]
    kind.model._base_manager.bulk_create(new, batch_size=500)


def _images(kind, changes):
    for change in changes:
        for part in kind.fields:
            value = change.values.get(part.key)
            if value is not None:
                yield from part.images(value)


def _mentioned(kind, changes):
    references = [
        reference
        for change in changes
        for part in kind.fields
        if change.values.get(part.key) is not None
        for reference in part.references(change.values[part.key])
    ]
    return references, list(_images(kind, changes))


def _save_pointers(kind, changes, lookup):
    for part in kind.fields:
        mine = [c for c in changes if part.key in c.values] if part.pointer else []
        for change in mine:
            part.assign(change.record, change.values[part.key], lookup)
        if mine:
            kind.model._base_manager.bulk_update(
                [change.record for change in mine], [part.column], batch_size=500
            )


def _save_rows(kind, changes, lookup):
    """Replace the rows of each key; return the other records that this changes."""
    others = set()
    for part in kind.fields:
        values = {c.record.pk: c.values[part.key] for c in changes
                  if part.rows_model and part.key in c.values}  # fmt: skip
        if not values:
            continue
        others |= part.affected(values, lookup)
        # All go before any comes: a row may be of two records.
        for pks in batches(list(values)):
            part.stored(pks).delete()
        for pks in batches(list(values)):
            rows = [
                row
                for pk in pks
                if values[pk]
                for row in part.rows(pk, values[pk], lookup)
            ]
            part.rows_model._base_manager.bulk_create(
                rows, batch_size=500, ignore_conflicts=part.ignore_conflicts
            )
    return others


def _touch(kind, pks, at):
    """Raise the version of records that change through another's relation."""
    records = kind.model._base_manager.filter(pk__in=pks)
    for record in records:
        record.claim(record.version)
    records.update(updated_at=at)


def _conclude(kind, pks, by, at, before, progress=None):
    CatalogueVersion.lock()
    steps = list(batches(sorted(pks)))
    for batch in track(steps, progress, f"{kind.collective}, by 500"):
        records = with_relations(kind, kind.model._base_manager.filter(pk__in=batch))
        # Read once, for the revision and for the search.
        records = list(records.prefetch_related(*kind.document_related))
        former = _former(kind, records)
        Revision.objects.bulk_create(
            [_revision(kind, record, by, at, former) for record in records]
        )
        replace(kind, batch, records)
    kind.changed(pks, by)
    # What the records were tied to before changes as much as what they are tied to.
    changed = dependents_of(kind.key, pks)
    for dependent_kind, dependent_pks in before.items():
        changed.setdefault(dependent_kind, set()).update(dependent_pks)
    changed[kind.key] = changed.get(kind.key, set()) - set(pks)
    for dependent_kind, dependent_pks in changed.items():
        refresh(dependent_kind, sorted(dependent_pks))
    changed[kind.key] |= set(pks)
    CatalogueVersion.bump(changed)


def _former(kind, records):
    """Return {primary key: data of the last revision}; new records have none."""
    pks = [record.pk for record in records if record.version > 1]
    newest = Revision.objects.newest_of(kind, pks).order_by()
    return dict(newest.values_list("object_id", "data")) if pks else {}


def _revision(kind, record, by, at, former):
    data = {**snapshot(record, kind), **_state(record)}
    return Revision(
        kind=kind.key,
        object_id=record.pk,
        number=record.version,
        author=by.author,
        source=by.source,
        action=by.action,
        comment=by.comment,
        evidence=by.evidence,
        reviewer=by.reviewer,
        data=data,
        languages=languages_touched(former.get(record.pk, {}), data),
        created_at=at,
    )


def _state(record):
    """Return what the history keeps and a dump leaves out."""
    state = {"status": record.status}
    if record.hidden_reason:
        state["hidden_reason"] = record.hidden_reason
    if record.protected:
        state["protected"] = True
    return state


@transaction.atomic
def conclude(record, by: Attribution, *, also=(), before=None):
    """Finish a change that a model form saved itself, relations included.

    The form has claimed the version before it saved. also are the primary keys of
    other records of the kind, whose data changed with the record's relations: their
    versions rise here. before is what dependents_of() told of the record before it
    was saved. Writes the revisions and brings the index up to date.
    """
    at = by.at or timezone.now()
    kind, others = kind_of(record), set(also) - {record.pk}
    _touch(kind, others, at)
    type(record)._base_manager.filter(pk=record.pk).update(updated_at=at)
    _conclude(kind, others | {record.pk}, by, at, before or {})


@transaction.atomic
def hide(record, reason, by: Attribution):
    """Take a record off the site; it keeps its history. reason must not be empty."""
    _set_state(
        record,
        _acting(by, Revision.Action.HIDE),
        status=Record.Status.HIDDEN,
        hidden_reason=reason,
    )


@transaction.atomic
def show(record, by: Attribution):
    """Put a hidden record back on the site."""
    _set_state(
        record,
        _acting(by, Revision.Action.SHOW),
        status=Record.Status.PUBLISHED,
        hidden_reason="",
    )


@transaction.atomic
def protect(record, protected: bool, by: Attribution):
    """Let only moderators publish changes of a record, or everybody again."""
    by = _acting(by, Revision.Action.PROTECT)
    _set_state(record, by, protected=protected)


@transaction.atomic
def retire(record, by: Attribution):
    """Take a record off the site because another one stands for it."""
    by = _acting(by, Revision.Action.MERGE)
    _set_state(record, by, status=Record.Status.MERGED, hidden_reason="")


def _acting(by, action):
    return dataclasses.replace(by, action=action)


def _set_state(record, by, **state):
    before = dependents_of(kind_of(record).key, [record.pk])
    record.claim(record.version)
    for name, value in state.items():
        setattr(record, name, value)
    record.save(update_fields=list(state))
    conclude(record, by, before=before)


def broken_rule(kind, error):
    """Return what the rule that an IntegrityError names says to people."""
    for rule in kind.model._meta.constraints:
        if rule.name in str(error):
            return str(rule.get_violation_error_message())
    return _("A rule of the catalogue forbids it: %s") % error
