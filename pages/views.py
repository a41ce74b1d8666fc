from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils.translation import get_language, gettext as _

from accounts.interrupted import is_of_before, keep
from core.models import CatalogueVersion
from core.text import CONTROL, one_line
from pages.contributor_page import contributor_page
from pages.finder.page import finder_page
from pages.home import home_page
from pages.site_search import search_page
from pages.suggestions import opensearch as for_browsers, suggestions
from pages.tag_page import tag_page
from pages.texts import text_page
from pages.themes import themes_page
from revisions.finding import find, follows_moves
from taxonomy.models import Tag


def home(request):
    return render(request, "pages/home.html", home_page(request.GET))


def search(request):
    return render(request, "pages/search.html", search_page(request.GET))


def suggest(request):
    """Answer the search field, and browsers that know the site as a search engine."""
    offered = suggestions(request.GET.get("q", ""))
    form = request.GET.get("format", "")
    if form == "opensearch":
        return JsonResponse(
            for_browsers(offered, request.build_absolute_uri),
            safe=False,
            content_type="application/x-suggestions+json",
        )
    if form:
        return JsonResponse(
            {"error": _("The only other format is opensearch.")}, status=400
        )
    return JsonResponse(offered)


def opensearch(request):
    """Tell browsers how to search the site, and where suggestions come from."""
    return render(
        request,
        "pages/opensearch.xml",
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )


def finder(request):
    template_name, context, status = finder_page(request)
    return render(request, template_name, context, status=status)


def themes(request):
    return render(request, "pages/themes.html", themes_page(CatalogueVersion.current()))


@follows_moves
def tag(request, slug):
    record = find(Tag.objects.public().select_related("parent"), "tag", slug)
    return render(request, "pages/tag.html", tag_page(record))


def contributor(request, username):
    # PostgreSQL does not look for what it cannot store.
    if CONTROL.search(username):
        raise Http404
    return render(
        request, "pages/contributor.html", contributor_page(request, username)
    )


def about(request):
    return _text(request, "about")


def faq(request):
    return _text(request, "faq")


def inclusion_rules(request):
    return _text(request, "inclusion-rules")


def moderation_charter(request):
    return _text(request, "moderation-charter")


def legal(request):
    return _text(request, "legal")


def privacy(request):
    return _text(request, "privacy")


def accessibility(request):
    return _text(request, "accessibility")


def _text(request, name):
    return render(request, "pages/text.html", text_page(name, get_language()))


def health(request):
    """Answer probes: 200 when the database answers, 503 when it does not."""
    try:
        CatalogueVersion.current()
    except DatabaseError:
        return HttpResponse(
            "database unavailable\n", status=503, content_type="text/plain"
        )
    return HttpResponse("ok\n", content_type="text/plain")


def robots(request):
    text = get_template("pages/robots.txt").render({}, request)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def forbidden(request, exception=None, reason=""):
    return render(request, "403.html", status=403)


def forged(request, reason=""):
    """Refuse a form without the right token; keep one that was opened too early."""
    path = keep(request) if is_of_before(request) else None
    return redirect(path) if path else forbidden(request)


def not_found(request, exception=None):
    words = request.path.strip("/").split("/")[-1].replace("-", " ")
    context = {"words": one_line(words)[:60], "no_header_search": True}
    return render(request, "404.html", context, status=404)


def server_error(request):
    """Answer without the database, which may be what failed."""
    template = get_template("500.html")
    context = {"title": _("Something broke on our side")}
    return HttpResponse(template.render(context), status=500)
