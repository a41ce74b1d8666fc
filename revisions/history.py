"""Questions to the history of records."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import pgettext

from core.kinds import all_kinds, kind as kind_named
from core.languages import current_language, fallback_order
from core.models import Record
from revisions.differences.changes import changed_keys, label
from revisions.differences.showing import Said
from revisions.models import Redirect, Revision
from revisions.snapshots import through


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
        written = written | changed if not revision.source else written - changed
        before = revision.data
    return written


@dataclass(frozen=True)
class Line:
    """One revision in a list: what it changed, and which one came before it."""

    revision: Revision
    before: Revision | None
    labels: list

    @property
    def kind(self):
        return kind_named(self.revision.kind)

    @property
    def slug(self):
        return self.revision.data["slug"]

    @property
    def day(self):
        return self.revision.created_at.date()

    @property
    def name(self):
        """The Said of the record's name as it was then: no query."""
        name = self.revision.data.get(self.kind.named) or self.slug
        if isinstance(name, str):
            return Said(name)
        wanted = current_language()
        code = next(code for code in fallback_order(wanted) if code in name)
        return Said(name[code], language=code if code != wanted else "")

    @property
    def summary(self):
        """What was done, in a few words."""
        if self.before is None:
            return pgettext("of a record", "New")
        return ", ".join(self.labels) or self.revision.get_action_display()

    @property
    def is_unpatrolled(self):
        """Whether nobody has looked at it; the patrol comes with the revision."""
        revision = self.revision
        unseen = not revision.source and revision.reviewer_id is None
        return unseen and not hasattr(revision, "patrol")


def credited(revisions):
    """Return revisions with whom they are credited to, as revisions/_who.html says."""
    return revisions.select_related("author", "proposal")


def with_earlier(revisions):
    """Return revisions with the key of the one before each, as `earlier_pk`."""
    earlier = Revision.objects.filter(
        kind=OuterRef("kind"),
        object_id=OuterRef("object_id"),
        number__lt=OuterRef("number"),
    )
    newest = earlier.order_by("-number").values("pk")[:1]
    return revisions.annotate(earlier_pk=Subquery(newest))


def lines(revisions, redirects=None):
    """Return the Line of each of some revisions, from with_earlier().

    At most two queries: the revisions before them that are not among them, and the
    redirects unless the caller has them.
    """
    revisions = list(revisions)
    known = {revision.pk: revision for revision in revisions}
    lacking = {r.earlier_pk for r in revisions if r.earlier_pk} - known.keys()
    if lacking:
        known |= Revision.objects.in_bulk(lacking)
    redirects = Redirect.table() if redirects is None else redirects
    return [_line(r, known.get(r.earlier_pk), redirects) for r in revisions]


def _line(revision, before, redirects):
    kind = kind_named(revision.kind)
    states = [
        through(kind, known.data if known else {}, redirects)
        for known in (before, revision)
    ]
    # One label may stand for two keys.
    labels = dict.fromkeys(label(kind, key) for key in changed_keys(kind, *states))
    return Line(revision, before, list(labels))


def earlier(revision):
    """Return the revision before one of the same record, or None."""
    revisions = Revision.objects.filter(kind=revision.kind)
    revisions = revisions.filter(object_id=revision.object_id)
    return revisions.filter(number__lt=revision.number).order_by("-number").first()


def later(revision):
    """Return the revision after one of the same record, or None."""
    revisions = Revision.objects.filter(kind=revision.kind)
    revisions = revisions.filter(object_id=revision.object_id)
    return revisions.filter(number__gt=revision.number).order_by("number").first()


def shown_to(user):
    """Return the revisions that a person may read.

    Those of the records in open_to(); all for moderators.
    """
    if user.is_staff:
        return Revision.objects.all()
    shown = Q(pk__in=[])
    for kind in all_kinds():
        # By record, not by a list of them all: only the newest are asked for.
        mine = open_to(kind, user).order_by().filter(pk=OuterRef("object_id"))
        shown |= Q(kind=kind.key) & Q(Exists(mine))
    return Revision.objects.filter(shown)


def open_to(kind, user):
    """Return the records of a kind whose history a person may read.

    Those that the person sees, and those merged into one of these: when that one is
    hidden, its former texts are too.
    """
    seen = kind.model.objects.visible_to(user)
    # A merge and a rename let every redirect lead straight to the last record.
    led = Redirect.objects.filter(
        kind=kind.key, old=OuterRef("slug"), new__in=seen.order_by().values("slug")
    )
    merged = kind.model.objects.filter(Exists(led), status=Record.Status.MERGED)
    return seen | merged


def merged_into(kind, record):
    """Return the records that were merged into one, by name."""
    former = Redirect.objects.filter(kind=kind.key, new=record.slug).values("old")
    merged = kind.model.objects.filter(status=Record.Status.MERGED)
    return merged.filter(slug__in=former)
