"""Who edits a collection: the curator, co-editors, and who is invited to."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import translation

from accounts.roles import is_moderator
from catalogue.collections.writing import collection_kind, give_to_person
from catalogue.models import Collection, CollectionInvitation
from catalogue.models.invitation import DAYS
from core.languages import localized
from core.mail import send
from core.models import CatalogueVersion, Record
from core.rates import allow
from organizations.affiliation import organizations_of
from organizations.models import Organization
from revisions.finding import find
from revisions.rights import may_contribute, may_edit

Part = CollectionInvitation.Part
# Invitations that a person may send, and the seconds for which that holds.
INVITATIONS, A_DAY = 20, 24 * 60 * 60


class TooMany(Exception):
    """Somebody invites more people than anybody knows."""


def editable_or_refused(user, slug):
    """Return the collection of that slug for a person who may change it.

    Raises Http404 when they may not see it, revisions.finding.Moved, and
    PermissionDenied when they may see it only.
    """
    record = find(Collection.objects.visible_to(user), "collection", slug)
    if not may_edit(user, collection_kind(), record):
        raise PermissionDenied
    return record


def managed_or_refused(user, slug):
    """Return the collection for a person who may invite to it and hand it over."""
    record = editable_or_refused(user, slug)
    if not may_manage(user, record):
        raise PermissionDenied
    return record


def may_manage(user, record):
    """Whether a person decides about a collection: as its curator, for the
    organization that curates it, or as a moderator."""
    if not may_contribute(user):
        return False
    if is_moderator(user) or record.curator_id == user.pk:
        return True
    return organizations_of(user).filter(pk=record.curator_organization_id).exists()


def organizations_to_give_to(user):
    """Return the organizations to which a person may hand a collection over."""
    if is_moderator(user):
        return Organization.objects.public()
    return organizations_of(user)


def invite(record, guest, *, by, part, language, absolute):
    """Ask a person to take part; return the CollectionInvitation.

    guest is a User or an e-mail address; absolute makes a path a whole address. The
    same person asked again is one invitation, sent again by who asks now. Raises
    TooMany.
    """
    if not allow("collection-invitation", by.pk, INVITATIONS, A_DAY):
        raise TooMany
    asked = {"email": guest.lower()} if isinstance(guest, str) else {"user": guest}
    record.invitations.run_out().delete()
    invitation, _new = CollectionInvitation.objects.update_or_create(
        collection=record, part=part, **asked, defaults={"invited_by": by}
    )
    _tell(invitation, language, absolute)
    return invitation


def _tell(invitation, language, absolute):
    """Send the invitation; who has no address finds it among their collections."""
    guest = invitation.user
    if guest:
        language = guest.language
    with translation.override(language):
        context = {
            "who": invitation.invited_by.public_name,
            "name": localized(invitation.collection, "name").text,
            "to_curate": invitation.part == Part.CURATOR,
            "url": absolute(invitation.get_absolute_url()),
            "days": DAYS,
        }
    if address := guest.email if guest else invitation.email:
        send("collection_invitation", address, language, context)


def holds(invitation, record):
    """Whether an invitation still leads to its collection.

    It ends with the right of who sent it, and when the collection is hidden or merged.
    """
    is_there = record.status in (Record.Status.PUBLISHED, Record.Status.DRAFT)
    return is_there and may_manage(invitation.invited_by, record)


@transaction.atomic
def accept(invitation, user):
    """Let a person take the part that they were asked to.

    Raises StaleRecord when the collection changes at the same moment, and Http404
    when the invitation does not hold any more.
    """
    record = Collection.objects.select_for_update().get(pk=invitation.collection_id)
    # Read again: it may have been taken back, or the collection given, meanwhile.
    is_open = record.invitations.filter(pk=invitation.pk).exists()
    if not (is_open and holds(invitation, record)):
        raise Http404
    if invitation.part == Part.CURATOR:
        give_to_person(record, user, by=user)
    elif record.curator_id != user.pk:
        record.co_editors.add(user)
        _redraw(record)
    invitation.delete()


@transaction.atomic
def dismiss(record, user):
    """Take a co-editor off a collection."""
    record.co_editors.remove(user)
    _redraw(record)


def _redraw(record):
    """Let pages that are kept name the co-editors of now; no version says them."""
    CatalogueVersion.bump({"collection": [record.pk]})


def open_invitations(user):
    """Return the invitations that wait for a person's answer, as a list."""
    waiting = CollectionInvitation.objects.in_force().addressed_to(user)
    waiting = waiting.select_related("collection", "invited_by")
    return [asked for asked in waiting if holds(asked, asked.collection)]
