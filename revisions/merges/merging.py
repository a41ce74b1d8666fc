"""Two records that are one become one; an address becomes another.

Whatever pointed to the record that goes points to the one that stays, through the
one door. The record that goes keeps its row and its history; its address leads on.
All revisions of one merge have one time, by which it can be taken back.
"""

import dataclasses
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.kinds import Kind, all_kinds, kind_of
from core.models import CatalogueVersion, Record, StaleRecord
from revisions.editing import Attribution, Change, broken_rule, retire, show, write
from revisions.fields import Problem, Slug
from revisions.merges.combining import combined
from revisions.models import ModerationAction, Proposal, Redirect, Revision
from revisions.moderation.log import log
from revisions.reverts.restoring import check, fit
from revisions.reverts.undoing import undo
from revisions.snapshots import snapshot, with_relations

MERGE = Revision.Action.MERGE


@transaction.atomic
def merge(kind: Kind, loser: Record, winner: Record, by: Attribution, choices=None):
    """Merge a record into another of its kind; return the one that stays.

    choices are {key: "loser"} for fields whose value shall be the loser's. Raises
    Problem when these two cannot be merged, StaleRecord when one was changed since it
    was read.
    """
    _check_pair(kind, loser, winner)
    by = _of_merge(by, loser, winner)
    one, other = _data(kind, winner), _data(kind, loser)
    values = combined(kind, one, other, choices)
    check(kind, one, values)
    moved = {(kind.key, loser.slug): winner.slug}
    try:
        with transaction.atomic():
            _point_on(kind, loser, winner, values, moved, by)
    except IntegrityError as error:
        raise Problem(broken_rule(kind, error)) from error
    kind.absorb(winner, loser)
    loser.refresh_from_db(fields=["version"])
    retire(loser, by)
    _lead_on(kind, loser.slug, winner.slug)
    log(ModerationAction.Action.MERGED, by.author, at=by.at, record=winner)
    winner.refresh_from_db()
    return winner


def _check_pair(kind, loser, winner):
    if loser.pk == winner.pk:
        raise Problem(_("Choose another record: this is the same one."))
    if not (loser.is_public and winner.is_public):
        raise Problem(_("Only records that are public can be merged."))
    # The winner's version is claimed when it is written.
    if not kind.model._base_manager.filter(pk=loser.pk, version=loser.version).exists():
        raise StaleRecord
    if Proposal.objects.of(kind, loser).waiting().exists():
        raise Problem(
            _("Proposals wait for “%(name)s”: decide on them first.")
            % {"name": loser.display_name}
        )


def _of_merge(by, loser, winner):
    said = _("“%(loser)s” merged into “%(winner)s”") % {
        "loser": loser.display_name,
        "winner": winner.display_name,
    }
    comment = f"{said} – {by.comment}" if by.comment else said
    at = by.at or timezone.now()
    return dataclasses.replace(by, comment=comment[:300], action=MERGE, at=at)


def _data(kind, record):
    """Return the plain data of a record as it is in the database."""
    records = kind.model._base_manager.filter(pk=record.pk)
    return snapshot(with_relations(kind, records).get(), kind)


def _point_on(kind, loser, winner, values, moved, by):
    """Write the winner, and every record that points to the loser, kind by kind."""
    for other_kind in all_kinds():
        changes = [
            change
            for record, keys in pointing(other_kind, kind, loser, winner)
            if (change := _repointed(other_kind, record, keys, moved))
        ]
        if other_kind is kind:
            changes.append(Change(winner, values))
        if changes:
            write(other_kind, changes, by)


def pointing(other_kind, kind, loser, winner):
    """Yield (record, keys) of what points to the loser, the two themselves left out."""
    keys = {}
    for part in other_kind.fields:
        if getattr(part, "kind", None) == kind.key:
            for pk in part.pointing(other_kind, loser.pk):
                keys.setdefault(pk, []).append(part.key)
    if other_kind is kind:
        keys.pop(loser.pk, None)
        keys.pop(winner.pk, None)
    records = other_kind.model._base_manager.filter(pk__in=keys)
    for record in with_relations(other_kind, records):
        yield record, keys[record.pk]


def _repointed(kind, record, keys, moved):
    """Return the Change of a record that lets its slugs lead on, or None."""
    data = snapshot(record, kind)
    now = {key: data.get(key) for key in keys}
    values = fit(kind, now, moved, record.slug)
    changed = {key: value for key, value in values.items() if value != now[key]}
    return Change(record, changed) if changed else None


def _lead_on(kind, old, new):
    """Let a slug lead to another, and so whatever led to it."""
    Redirect.objects.filter(kind=kind.key, old=new).delete()
    Redirect.objects.filter(kind=kind.key, new=old).update(new=new)
    Redirect.objects.update_or_create(kind=kind.key, old=old, defaults={"new": new})
    CatalogueVersion.bump({})


@dataclass
class Unmerged:
    """What taking a merge back came to.

    restored are the records that say again what they said before; left are (record,
    words for its fields) that somebody changed since and that stay.
    """

    record: Record
    restored: list = field(default_factory=list)
    left: list = field(default_factory=list)


@transaction.atomic
def unmerge(kind: Kind, loser: Record, by: Attribution):
    """Take a merge back; return what came of it, an Unmerged.

    The record is shown again under its own address, and in every record that the
    merge changed, the change is undone as far as nobody changed the same since. What
    Kind.absorb handed over stays. Raises Problem when it was not merged.
    """
    merged = _merge_of(loser)
    winner_slug = Redirect.table().get((kind.key, loser.slug))
    at = by.at or timezone.now()
    said = _("Merge of “%(name)s” taken back") % {"name": loser.display_name}
    comment = f"{said} – {by.comment}" if by.comment else said
    by = dataclasses.replace(
        by, at=at, comment=comment[:300], action=Revision.Action.UNDO
    )
    _lead_back(kind, loser, winner_slug)
    result = Unmerged(loser)
    try:
        with transaction.atomic():
            for other_kind in all_kinds():
                _take_back(other_kind, merged.created_at, by, result)
    except IntegrityError as error:
        raise Problem(broken_rule(kind, error)) from error
    loser.refresh_from_db()
    show(loser, by)
    log(ModerationAction.Action.SHOWN, by.author, at=at, record=loser)
    return result


def _merge_of(loser):
    """Return the last revision of a record by which it was merged away."""
    found = Revision.objects.of(loser).filter(action=MERGE).order_by("-number").first()
    if loser.status != Record.Status.MERGED or found is None:
        raise Problem(_("This record is not merged into another."))
    return found


def _lead_back(kind, loser, winner_slug):
    """Free the slug of a record, and let lead to it what led to it before."""
    redirects = Redirect.objects.filter(kind=kind.key)
    redirects.filter(old=loser.slug).delete()
    revisions = Revision.objects.of(loser)
    former = {data["slug"] for data in revisions.values_list("data", flat=True)}
    former |= set(_merged_before(kind, loser, winner_slug))
    mine = redirects.filter(new=winner_slug, old__in=former - {loser.slug})
    mine.update(new=loser.slug)
    CatalogueVersion.bump({})


def _merged_before(kind, loser, winner_slug):
    """Yield the slugs of the records that had been merged into this one itself."""
    led = Redirect.objects.filter(kind=kind.key, new=winner_slug).values("old")
    merged = kind.model._base_manager.filter(slug__in=led, status=Record.Status.MERGED)
    mine = Revision.objects.of(loser).filter(action=MERGE)
    times = set(mine.values_list("created_at", flat=True))
    times.discard(_merge_of(loser).created_at)
    for record in merged:
        if _merge_of(record).created_at in times:
            yield record.slug


def _take_back(kind, at, by, result):
    """Undo what a merge changed in the records of one kind, all of them at once."""
    touched = Revision.objects.filter(kind=kind.key, action=MERGE, created_at=at)
    pks = set(touched.values_list("object_id", flat=True))
    redirects, changes = Redirect.table(), []
    for record in kind.model._base_manager.filter(pk__in=pks):
        undoing = _undoing(kind, record, at, redirects)
        if undoing.left:
            result.left.append((record, [label for label, _language in undoing.left]))
        if undoing.values:
            changes.append(Change(record, undoing.values))
    if changes:
        result.restored += write(kind, changes, by)


def _undoing(kind, record, at, redirects):
    """Return the Undoing of all that a merge did to one record."""
    revisions = Revision.objects.of(record).order_by("number")
    steps = list(revisions.filter(action=MERGE, created_at=at))
    before = revisions.filter(number__lt=steps[0].number).last()
    now = revisions.last()
    return undo(kind, before.data, steps[-1].data, now.data, redirects=redirects)


@transaction.atomic
def rename(record: Record, new_slug, by: Attribution):
    """Give a record another address; the former one leads to it.

    Raises Problem for an address that cannot be, or that another record has or had,
    StaleRecord when the record was changed since it was read.
    """
    kind, old = kind_of(record), record.slug
    slug = Slug().normal(new_slug)
    _check_free(kind, record, slug)
    by = dataclasses.replace(
        by, action=Revision.Action.RENAME, at=by.at or timezone.now()
    )
    # A former address of its own becomes its address again.
    Redirect.objects.filter(kind=kind.key, old=slug).delete()
    write(kind, [Change(record, {"slug": slug})], by)
    _lead_on(kind, old, slug)
    log(ModerationAction.Action.RENAMED, by.author, at=by.at, record=record)
    return record


def _check_free(kind, record, slug):
    if slug == record.slug:
        raise Problem(_("This is its address already."))
    if not record.is_public:
        raise Problem(_("Only records that are public get another address."))
    if kind.model._base_manager.filter(slug=slug).exists():
        raise Problem(_("Another record has this address."))
    target = Redirect.table().get((kind.key, slug), record.slug)
    if target != record.slug:
        raise Problem(_("This address leads to another record."))
