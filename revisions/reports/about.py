"""What reports are about."""

from dataclasses import dataclass

from accounts.models import User
from core.kinds import kind as kind_named
from revisions.differences.changes import label
from revisions.models import Proposal, Revision

# What a report may be about that is no record.
PROPOSAL, USER = "proposal", "user"


@dataclass(frozen=True)
class Subject:
    """What a report is about: one of record, proposal and person, or none if gone."""

    kind: object = None
    record: object = None
    proposal: object = None
    person: object = None
    revision: object = None  # the change of the record that it is about
    field: str = ""  # the words of the field that it is about


def record_of(report):
    """Return the record that a report is about, None for anything else."""
    try:
        model = kind_named(report.kind).model
    except KeyError:
        return None
    return model._base_manager.filter(pk=report.object_id).first()


def subject_of(report):
    """Return the Subject of a report."""
    if report.kind == PROPOSAL:
        found = Proposal.objects.filter(pk=report.object_id).first()
        return Subject(proposal=found, person=found.author if found else None)
    if report.kind == USER:
        return Subject(person=User.objects.filter(pk=report.object_id).first())
    record = record_of(report)
    if record is None:
        return Subject()
    kind = kind_named(report.kind)
    changes = Revision.objects.of(record).select_related("author")
    revision = changes.filter(number=report.number).first() if report.number else None
    return Subject(
        kind,
        record,
        revision=revision,
        person=revision.author if revision else None,
        field=label(kind, report.key) if report.key else "",
    )
