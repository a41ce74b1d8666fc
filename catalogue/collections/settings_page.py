"""The page on which people decide about a collection: cover, publication, editors."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from catalogue.collections.forms import (
    CoverForm,
    InvitationForm,
    OrganizationForm,
    VersionForm,
)
from catalogue.collections.people import (
    Part,
    TooMany,
    dismiss,
    editable_or_refused,
    invite,
    managed_or_refused,
    may_manage,
    organizations_to_give_to,
)
from catalogue.collections.writing import (
    change,
    collection_kind,
    give_to_organization,
    may_take_back,
    publication_of,
    publish,
    take_back,
)
from core.languages import current_language
from core.models import Record, StaleRecord
from core.text import one_line
from revisions.proposals.proposing import Conflict
from revisions.rights import may_publish


def draw(request, record, *, status=200, **forms):
    """Return the page; forms are those that were sent, by name."""
    version = {"version": record.version}
    organizations = organizations_to_give_to(request.user)
    context = {
        "record": record,
        "section": "collection",
        "is_draft": record.status == Record.Status.DRAFT,
        "is_public": record.is_public,
        "takes_back": record.is_public and may_take_back(request.user, record),
        "manages": may_manage(request.user, record),
        "publishes": may_publish(request.user, collection_kind()),
        "waits": publication_of(record),
        "tool_count": record.items.with_public_tool().count(),
        "co_editors": record.co_editors.order_by("username"),
        "invitations": record.invitations.in_force().select_related("user"),
        "version_form": VersionForm(initial=version),
        "cover_form": CoverForm(initial={"cover": record.cover_id, **version}),
        "co_editor_form": invitation_form(record, Part.CO_EDITOR),
        "curator_form": invitation_form(record, Part.CURATOR),
        "organization_form": OrganizationForm(
            organizations=organizations, initial=version, prefix="to"
        ),
        "has_organizations": organizations.exists(),
    }
    template = "catalogue/collection_settings.html"
    return render(request, template, context | forms, status=status)


def invitation_form(record, part, data=None):
    return InvitationForm(data, record=record, part=part, prefix=part)


def set_cover(request, record):
    """Change the cover, or propose it."""
    initial = {"cover": record.cover_id}
    form = CoverForm(request.POST, request.FILES, initial=initial)
    if not form.is_valid():
        return draw(request, record, status=422, cover_form=form)
    image = form.cleaned_data["cover"]
    values = {"cover": image.file_name if image else None}
    base, language = form.cleaned_data["version"], current_language()
    try:
        outcome = change(record, values, request.user, base=base, language=language)
    except Conflict as conflict:
        return lost(request, conflict.record)
    return done(request, record, outcome)


def set_publication(request, record):
    """Make a draft public or ask for it, or a public collection a draft again."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise BadRequest("No version")
    base, outcome = form.cleaned_data["version"], None
    if record.status not in (Record.Status.PUBLISHED, Record.Status.DRAFT):
        return draw(request, record, status=409, is_off=True)
    try:
        if record.is_public:
            take_back(record, request.user, base=base)
        elif record.items.with_public_tool().exists():
            language = current_language()
            outcome = publish(record, request.user, base=base, language=language)
    except StaleRecord:
        record.refresh_from_db()
        return lost(request, record)
    return done(request, record, outcome)


def lost(request, record):
    """Say that somebody else was faster; the page shows the collection of now."""
    return draw(request, record, status=409, is_lost=True)


def done(request, record, outcome):
    """Go back to the page, which says what became of it."""
    said = _("Saved.")
    if outcome and outcome.proposal:
        said = _("Thank you. A moderator looks at it before it shows.")
    messages.success(request, said)
    return redirect("catalogue:collection-settings", record.slug)


def ask_person(request, slug, part, name):
    """Invite whom the form names; name is that of the form on the page."""
    record = managed_or_refused(request.user, slug)
    form = invitation_form(record, part, request.POST)
    if not form.is_valid():
        return draw(request, record, status=422, **{name: form})
    try:
        invite(
            record,
            form.cleaned_data["guest"],
            by=request.user,
            part=part,
            language=current_language(),
            absolute=request.build_absolute_uri,
        )
    except TooMany:
        form.add_error("guest", _("That is enough for today. Please go on tomorrow."))
        return draw(request, record, status=429, **{name: form})
    messages.success(request, _("The invitation is on its way."))
    return redirect("catalogue:collection-settings", record.slug)


def remove_person(request, slug):
    """Take a co-editor off the list; anybody may take off themselves."""
    record = editable_or_refused(request.user, slug)
    person = one_line(request.POST.get("person", ""))
    if person != request.user.username:
        record = managed_or_refused(request.user, slug)
    dismiss(record, get_object_or_404(record.co_editors.all(), username=person))
    if person == request.user.username:
        messages.success(request, _("You do not edit this collection any more."))
        return redirect("catalogue:my-collections")
    return done(request, record, None)


def withdraw_invitation(request, slug):
    record = managed_or_refused(request.user, slug)
    pk = request.POST.get("invitation", "")
    # As long as the numbers that both databases count with.
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    record.invitations.filter(pk=pk).delete()
    return done(request, record, None)


def give_away(request, slug):
    """Hand a collection over to an organization."""
    record = managed_or_refused(request.user, slug)
    organizations = organizations_to_give_to(request.user)
    form = OrganizationForm(request.POST, organizations=organizations, prefix="to")
    if not form.is_valid():
        return draw(request, record, status=422, organization_form=form)
    organization, base = form.cleaned_data["organization"], form.cleaned_data["version"]
    try:
        give_to_organization(record, organization, request.user, base=base)
    except StaleRecord:
        record.refresh_from_db()
        return lost(request, record)
    return done(request, record, None)
