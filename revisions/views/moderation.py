"""The desk of a moderator, what there is to do, and the public log."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.kinds import all_kinds
from core.languages import CONTENT_LANGUAGES, current_language
from core.paging import page_of
from core.places import language_name
from revisions.models import ModerationAction
from revisions.moderation.broken import broken_page
from revisions.moderation.desk import desk, worklist_page
from revisions.moderation.public_log import by_month, entries
from revisions.moderation.worklists import WORKLISTS, kinds
from revisions.views.moderators import moderators_only

LOG_SIZE = 50


@require_safe
@moderators_only
def moderation(request):
    return render(request, "revisions/moderation.html", desk(request.user))


@require_safe
@moderators_only
def worklist(request, name):
    if name not in WORKLISTS:
        raise Http404
    chosen = {kind.key: kind for kind in kinds()}
    kind = chosen.get(request.GET.get("kind", ""), chosen["tool"])
    language = request.GET.get("language", "")
    if language not in CONTENT_LANGUAGES:
        language = current_language()
    page = worklist_page(WORKLISTS[name], kind, language, request)
    choices = [(code, language_name(code)) for code in CONTENT_LANGUAGES]
    context = {"kinds": kinds(), "language_choices": choices, "here": "worklists"}
    return render(request, "revisions/worklist.html", page | context)


@require_safe
@moderators_only
def broken(request):
    """Show the links that people have reported broken, and those that fail."""
    context = broken_page(request) | {"here": "worklists"}
    return render(request, "revisions/broken_links.html", context)


@require_safe
def log(request):
    """Show everybody what moderators do: no names."""
    paging = page_of(request, ModerationAction.objects.all(), LOG_SIZE)
    context = paging | {
        "entries": entries(paging["page"].object_list),
        "months": by_month(),
        "kinds": {kind.key: kind for kind in all_kinds()},
    }
    return render(request, "revisions/moderation_log.html", context)
