"""Pages on which people make and edit their collections."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from catalogue.collections import ordering, settings_page
from catalogue.collections.forms import NEW, AddForm, StartForm
from catalogue.collections.people import (
    Part,
    accept,
    editable_or_refused,
    holds,
    open_invitations,
)
from catalogue.collections.writing import add_tool, copy, start as start_collection
from catalogue.models import Collection, CollectionInvitation, Tool
from core.languages import current_language
from core.models import StaleRecord
from core.rates import allow
from revisions.finding import find, follows_moves
from revisions.proposals.proposing import Conflict
from revisions.rights import may_contribute

# New collections of one person, and the seconds for which that holds.
STARTS, A_DAY = 30, 24 * 60 * 60


def only_posted(view):
    """Lead who comes to the address of a button to the page where it stands.

    As who pressed it after their session ended does, once they have signed in.
    """

    @wraps(view)
    def wrapper(request, slug):
        if request.method != "POST":
            return redirect("catalogue:collection-settings", slug)
        return view(request, slug=slug)

    return wrapper


@login_required
def my_collections(request):
    mine = Collection.objects.mine(request.user).for_cards()
    context = {
        "section": "collection",
        "collections": mine,
        "invitations": open_invitations(request.user),
    }
    return render(request, "catalogue/my_collections.html", context)


@login_required
def start(request):
    refuse_banned(request.user)
    form = StartForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return draw_start(request, form, 422 if form.is_bound else 200)
    if not may_start(request.user):
        form.add_error("name", enough())
        return draw_start(request, form, 429)
    names = {current_language(): form.cleaned_data["name"]}
    record = start_collection(request.user, names)
    return redirect("catalogue:collection-items", record.slug)


def draw_start(request, form, status):
    context = {"section": "collection", "form": form}
    return render(request, "catalogue/collection_start.html", context, status=status)


@login_required
@follows_moves
def copy_collection(request, slug):
    refuse_banned(request.user)
    visible = Collection.objects.with_page_for(request.user).for_page()
    source = find(visible, "collection", slug)
    context = {"section": "collection", "record": source}
    if request.method != "POST":
        return render(request, "catalogue/collection_copy.html", context)
    if not may_start(request.user):
        context["problem"] = enough()
        return render(request, "catalogue/collection_copy.html", context, status=429)
    address = request.build_absolute_uri(source.get_absolute_url())
    record = copy(source, request.user, address)
    return redirect("catalogue:collection-items", record.slug)


@login_required
@follows_moves
def items(request, slug):
    return ordering.order_items(request, slug)


@login_required
@follows_moves
def settings(request, slug):
    return settings_page.draw(request, editable_or_refused(request.user, slug))


@login_required
@only_posted
@follows_moves
def cover(request, slug):
    record = editable_or_refused(request.user, slug)
    return settings_page.set_cover(request, record)


@login_required
@only_posted
@follows_moves
def publication(request, slug):
    record = editable_or_refused(request.user, slug)
    return settings_page.set_publication(request, record)


@login_required
@only_posted
@follows_moves
def co_editors(request, slug):
    if "person" in request.POST:
        return settings_page.remove_person(request, slug)
    if "invitation" in request.POST:
        return settings_page.withdraw_invitation(request, slug)
    return settings_page.ask_person(request, slug, Part.CO_EDITOR, "co_editor_form")


@login_required
@only_posted
@follows_moves
def hand_over(request, slug):
    if "to-organization" in request.POST:
        return settings_page.give_away(request, slug)
    return settings_page.ask_person(request, slug, Part.CURATOR, "curator_form")


@login_required
def invitation(request, token):
    asked = CollectionInvitation.objects.in_force().of_token(token)
    found = asked.select_related("collection", "invited_by").first()
    if found is None or found.user not in (None, request.user):
        raise Http404
    if not holds(found, found.collection):
        raise Http404
    refuse_banned(request.user)
    if request.method == "POST":
        return answer_invitation(request, found)
    context = {"section": "collection", "invitation": found, "record": found.collection}
    return render(request, "catalogue/collection_invitation.html", context)


def answer_invitation(request, invitation):
    if "accept" not in request.POST:
        invitation.delete()
        messages.success(request, _("You declined the invitation."))
        return redirect("catalogue:my-collections")
    try:
        accept(invitation, request.user)
    except StaleRecord:
        messages.error(request, _("Somebody changes this collection. Try again."))
        return redirect(invitation)
    messages.success(request, _("Welcome: this collection is yours to edit."))
    return redirect("catalogue:collection-items", invitation.collection.slug)


@login_required
@follows_moves
def add_to_collection(request, slug):
    refuse_banned(request.user)
    tool = find(Tool.objects.public().select_related("logo"), "tool", slug)
    mine = Collection.objects.mine(request.user)
    data = request.POST if request.method == "POST" else None
    form = AddForm(data, collections=mine)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        if data["collection"] != NEW or may_start(request.user):
            return add(request, tool, mine, data)
        form.add_error("name", enough())
        status = 429
    context = {"section": "tool", "tool": tool, "form": form, "has_some": mine.exists()}
    return render(request, "catalogue/collection_add.html", context, status=status)


def add(request, tool, mine, data):
    """Put a tool into the collection that was chosen, and go there."""
    if data["collection"] == NEW:
        record = start_collection(request.user, {current_language(): data["name"]})
    else:
        record = get_object_or_404(mine, slug=data["collection"])
    try:
        outcome = add_tool(record, tool, data["note"], request.user, current_language())
    except Conflict:
        messages.error(request, _("Somebody changes this collection. Try again."))
        return redirect("catalogue:add-to-collection", tool.slug)
    messages.success(request, said_of(outcome) % {"name": tool.name})
    return redirect(record)


def said_of(outcome):
    if outcome is None:
        return _("%(name)s is in this collection already.")
    if outcome.proposal:
        return _("%(name)s is proposed: a moderator looks at it before it shows.")
    return _("%(name)s is in the collection now.")


def refuse_banned(user):
    if not may_contribute(user):
        raise PermissionDenied


def may_start(user):
    """Count one new collection more, and return whether a person may make it today."""
    return allow("collection-start", user.pk, STARTS, A_DAY)


def enough():
    return _("That is enough for today. Please go on tomorrow.")
