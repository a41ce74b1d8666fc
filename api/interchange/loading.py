"""Writes a checked folder through the one door."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from api.interchange.checking import Folder
from core import images
from core.kinds import all_kinds
from core.models import CatalogueVersion
from revisions.editing import Attribution, Change, write
from revisions.fields import Lookup
from revisions.fields.base import batches
from revisions.history import keys_written_by_people
from revisions.models import Redirect
from revisions.snapshots import snapshot, with_relations

BATCH = 500


@dataclass
class Summary:
    """How many records were created, updated, left as they were; what people keep."""

    created: Counter = field(default_factory=Counter)
    updated: Counter = field(default_factory=Counter)
    unchanged: Counter = field(default_factory=Counter)
    kept: list = field(default_factory=list)  # "tool decidim: website"


@transaction.atomic
def load(folder: Folder, *, by: Attribution, force=False, dry_run=False, progress=None):
    """Write a Folder without problems; return the Summary.

    Fields that a person wrote stay, unless force. Nothing changes with dry_run,
    nor where an entry says what the record says already.
    """
    summary = Summary()
    _load_images(folder)
    lookup = Lookup(Redirect.table())
    _load_redirects(folder, lookup)
    for kind in all_kinds():
        entries = list(folder.entries.get(kind.key, {}).values())
        changes = _changes(kind, entries, summary, lookup, force=force)
        if changes:
            write(kind, changes, by, lookup=lookup, progress=progress)
    if dry_run:
        transaction.set_rollback(True)
    return summary


def _load_images(folder):
    for name in sorted(folder.image_names()):
        images.adopt((folder.path / "images" / name).read_bytes(), name)


def _load_redirects(folder, lookup):
    before = lookup.redirects
    for kind_key, old, new in folder.redirects:
        if before.get((kind_key, old)) != new:
            Redirect.objects.update_or_create(
                kind=kind_key, old=old, defaults={"new": new}
            )
            before[kind_key, old] = new
            CatalogueVersion.bump()


def _changes(kind, entries, summary, lookup, *, force):
    changes = []
    for batch in batches(entries, BATCH):
        slugs = [_current_slug(kind, entry["slug"], lookup) for entry in batch]
        known = with_relations(kind, kind.model._base_manager.filter(slug__in=slugs))
        records = {record.slug: record for record in known}
        for entry, slug in zip(batch, slugs, strict=True):
            record = records.get(slug)
            if record is None:
                summary.created[kind.key] += 1
                changes.append(Change(kind.model(), entry))
            elif values := _difference(kind, record, entry, summary, force=force):
                summary.updated[kind.key] += 1
                changes.append(Change(record, values))
            else:
                summary.unchanged[kind.key] += 1
    return changes


def _current_slug(kind, slug, lookup):
    return lookup.redirects.get((kind.key, slug), slug)


def _difference(kind, record, entry, summary, *, force):
    """Return {key: value or None} of what the entry says otherwise than the record."""
    now = snapshot(record, kind)
    differing = {
        part.key: entry.get(part.key)
        for part in kind.fields
        if part.key != "slug" and now.get(part.key) != entry.get(part.key)
    }
    if not differing or force:
        return differing
    people = keys_written_by_people(kind, record)
    for key in sorted(people & differing.keys()):
        summary.kept.append(f"{kind.key} {record.slug}: {key}")
    return {key: value for key, value in differing.items() if key not in people}
