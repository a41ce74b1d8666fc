"""How changes come in from people: published at once, or as a proposal."""

from dataclasses import dataclass, field, replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.kinds import Kind
from core.models import Record, StaleRecord
from revisions.editing import Attribution, Change, write
from revisions.models import Proposal, ProposedChange, Revision
from revisions.proposals.suspicion import signals
from revisions.slugs import free_slug
from revisions.snapshots import snapshot


class Unchanged(Exception):
    """Nothing differs from what the record says."""


class Conflict(Exception):
    """The record was changed after the author read it.

    record is the record of now; base and now are the plain data that the author read
    and that it holds.
    """

    def __init__(self, record, base, now):
        super().__init__(record)
        self.record = record
        self.base = base
        self.now = now


@dataclass
class Submission:
    """What a person sends in.

    record is None for a new one; base is the number of the revision that the author
    was reading. values are normal plain values by key, None to empty one; those that
    the base says already do not count. email is the address of a visitor without an
    account. publish says that it goes public at once (revisions.rights.may_publish).
    """

    kind: Kind
    values: dict
    by: Attribution
    record: Record | None = None
    base: int | None = None
    email: str = ""
    language: str = "en"
    publish: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a submission: a revision of a record, or a proposal."""

    record: Record | None = None
    revision: Revision | None = None
    proposal: Proposal | None = field(default=None)


def submit(submission):
    """Publish or propose a submission; return its Outcome.

    Raises Unchanged, Conflict (only when it is to be published), and
    revisions.fields.Problem for a slug that leads nowhere.
    """
    base = base_of(submission.kind, submission.record, submission.base)
    changed = {
        key: value for key, value in submission.values.items() if value != base.get(key)
    }
    if not changed:
        raise Unchanged
    submission = replace(submission, values=changed)
    if submission.publish:
        return _publish(submission, base)
    return Outcome(submission.record, proposal=_propose(submission))


def base_of(kind, record, number):
    """Return the plain data of a revision of a record; {} for a new record.

    Raises Revision.DoesNotExist.
    """
    if record is None:
        return {}
    return Revision.objects.of(record).get(number=number).data


def _publish(submission, base):
    try:
        record = _written(submission)
    except StaleRecord:
        now = submission.kind.model._base_manager.get(pk=submission.record.pk)
        raise Conflict(now, base, snapshot(now, submission.kind)) from None
    revision = Revision.objects.of(record).get(number=record.version)
    return Outcome(record, revision)


def _written(submission):
    if submission.record is None:
        return create(submission.kind, submission.values, submission.by)
    change = Change(submission.record, submission.values, submission.base)
    return write(submission.kind, [change], submission.by)[0]


def create(kind, values, by, *, status=Record.Status.PUBLISHED, tries=3):
    """Return a new record, with a slug made from its name.

    Two of one name at once ask for one slug: who comes second takes the next.
    """
    record = kind.model(status=status)
    if by.author:
        kind.credit(record, by.author)
    slug = free_slug(kind, title_of(kind, values))
    change = Change(record, values | {"slug": slug})
    try:
        with transaction.atomic():
            return write(kind, [change], by)[0]
    except IntegrityError:
        taken = kind.model._base_manager.filter(slug=slug).exists()
        if tries == 1 or not taken:
            raise
    return create(kind, values, by, status=status, tries=tries - 1)


def title_of(kind, values):
    """Return the name that plain data gives a record: the first one filled."""
    name = values.get(kind.named) or ""
    if isinstance(name, dict):
        name = next(iter(name.values()), "")
    return name


@transaction.atomic
def _propose(submission):
    """Keep a submission for review; the same one sent twice is one proposal."""
    if twin := _twin(submission):
        return twin
    proposal = Proposal.objects.create(
        **_whose(submission),
        kind=submission.kind.key,
        object_id=submission.record.pk if submission.record else None,
        base=submission.base if submission.record else None,
        title=_title(submission)[:200],
        language=submission.language,
        comment=submission.by.comment,
        evidence=submission.by.evidence,
        signals=signals(submission),
        created_at=submission.by.at or timezone.now(),
    )
    ProposedChange.objects.bulk_create(
        ProposedChange(proposal=proposal, key=key, value=value)
        for key, value in submission.values.items()
    )
    return proposal


def _title(submission):
    if submission.record:
        return submission.record.display_name
    return title_of(submission.kind, submission.values)


def _whose(submission):
    visitor = submission.by.author is None and submission.email
    status = Proposal.Status.UNCONFIRMED if visitor else Proposal.Status.WAITING
    return {
        "author": submission.by.author,
        "source": submission.by.source,
        "email": submission.email if visitor else "",
        "status": status,
    }


def _twin(submission):
    """Return the same proposal by the same person that still waits, or None."""
    like = Proposal.objects.filter(
        **_whose(submission),
        kind=submission.kind.key,
        object_id=submission.record.pk if submission.record else None,
    )
    return next(
        (
            proposal
            for proposal in like.prefetch_related("changes")[:20]
            if proposal.values == submission.values
        ),
        None,
    )
