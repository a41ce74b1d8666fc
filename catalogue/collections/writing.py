"""How collections of people change: all through the one door, each in the history."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.roles import is_moderator
from catalogue.collections.items import has, public_items, with_item
from catalogue.models import CollectionInvitation
from core.kinds import kind as kind_named
from core.languages import CONTENT_LANGUAGES
from core.models import Record, StaleRecord
from revisions.editing import Attribution, Change, write
from revisions.models import Proposal, Revision
from revisions.proposals.proposing import (
    Conflict,
    Outcome,
    Submission,
    Unchanged,
    create,
    submit,
)
from revisions.rights import may_edit, may_publish
from revisions.snapshots import snapshot

# Who adds a tool does not mind what others add at the same moment.
TRIES = 3


def collection_kind():
    return kind_named("collection")


def change(record, values, user, *, base, language, comment=""):
    """Change plain values of a collection; return the Outcome, None if nothing differs.

    base is the version that the person was reading. Public at once for who may do
    that, else a proposal. Raises Conflict, and BadRequest for a base that never was.
    """
    submission = Submission(
        kind=collection_kind(),
        values=values,
        by=Attribution(user, comment=comment),
        record=record,
        base=base,
        language=language,
        publish=may_publish(user, collection_kind(), record),
    )
    try:
        return submit(submission)
    except Unchanged:
        return None
    except Revision.DoesNotExist:
        raise BadRequest("No such version") from None


def start(user, names, *, items=None, sources=(), comment=""):
    """Return a new draft of a person. names is {language: name}."""
    values = {"name": names, "items": items, "sources": list(sources) or None}
    values = {key: value for key, value in values.items() if value}
    by = Attribution(user, comment=comment)
    return create(collection_kind(), values, by, status=Record.Status.DRAFT)


def copy(source, user, address):
    """Return a new draft with the tools and the notes of another collection.

    address is where the other one is; it stands among the sources of the draft.
    """
    names = {}
    for code in CONTENT_LANGUAGES:
        if name := getattr(source, f"name_{code}"):
            with translation.override(code):
                names[code] = (_("%(name)s (copy)") % {"name": name[:180]})[:200]
    comment = (_("Started from “%(name)s”") % {"name": source.display_name})[:300]
    return start(
        user, names, items=public_items(source), sources=[address], comment=comment
    )


def add_tool(record, tool, note, user, language):
    """Put a tool at the end of a collection; return the Outcome, None if it is there.

    Raises Conflict when others keep changing it.
    """
    for tries_left in reversed(range(TRIES)):
        data = snapshot(record, collection_kind())
        if has(data, tool.slug):
            return None
        items = with_item(data, tool.slug, note, language)
        try:
            return change(
                record, {"items": items}, user, base=record.version, language=language
            )
        except Conflict as conflict:
            if not tries_left:
                raise
            record = conflict.record
    return None


def publish(record, user, *, base, language):
    """Make a draft public, or propose it; return the Outcome.

    Raises StaleRecord, and BadRequest for a base that never was.
    """
    kind, public = collection_kind(), Record.Status.PUBLISHED
    # As for a new record: the right to change a draft is not the right to show it.
    if may_publish(user, kind):
        return Outcome(_set_status(record, public, user, base))
    submission = Submission(
        kind=kind,
        values={"status": public.value},
        by=Attribution(user),
        record=record,
        base=base,
        language=language,
    )
    try:
        return submit(submission)
    except (Unchanged, Revision.DoesNotExist):
        raise BadRequest("No such draft") from None


def may_take_back(user, record):
    """Whether a person may make a public collection a draft again.

    What belongs to nobody in particular is open to changes by all, yet only a
    moderator takes it off the site.
    """
    if not may_edit(user, collection_kind(), record):
        return False
    is_owner = user.pk in collection_kind().owners(record)
    return is_moderator(user) or (is_owner and not record.protected)


def take_back(record, user, *, base):
    """Make a public collection a draft again.

    Raises StaleRecord, and PermissionDenied for who may not.
    """
    if not may_take_back(user, record):
        raise PermissionDenied
    return _set_status(record, Record.Status.DRAFT, user, base)


def _set_status(record, status, user, base):
    # The status that was looked at is that of the version that was read.
    if base != record.version:
        raise StaleRecord
    record.status = status
    return write(collection_kind(), [Change(record, {}, base)], Attribution(user))[0]


def publication_of(record):
    """Return the Proposal that waits to make a draft public, or None."""
    waiting = Proposal.objects.of(collection_kind(), record).waiting()
    return waiting.filter(changes__key="status").first()


@transaction.atomic
def give_to_organization(record, organization, user, *, base):
    """Let an organization curate a collection; who curated it stays as co-editor.

    Raises StaleRecord.
    """
    former = record.curator
    record.curator, record.curator_name = None, ""
    values = {"curator": organization.slug, "curator_name": None}
    _write(record, values, user, base)
    _end_offers(record)
    if former:
        record.co_editors.add(former)


@transaction.atomic
def give_to_person(record, person, *, by):
    """Let a person curate a collection; who curated it stays as co-editor.

    by is who handed it over. Raises StaleRecord.
    """
    former = record.curator
    # The columns of the curator change together: the database asks for one at most.
    record.curator, record.curator_name = person, ""
    record.curator_organization = None
    values = {"curator": None, "curator_name": person.public_name}
    _write(record, values, by, record.version)
    _end_offers(record)
    record.co_editors.remove(person)
    if former and former != person:
        record.co_editors.add(former)


def _end_offers(record):
    """Offer to nobody any more what was given away."""
    record.invitations.filter(part=CollectionInvitation.Part.CURATOR).delete()


def _write(record, values, user, base):
    write(collection_kind(), [Change(record, values, base)], Attribution(user))
