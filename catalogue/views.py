from django.shortcuts import render

from catalogue.compare import basket, comparison_url
from catalogue.compare_page import compare_file, compare_page
from catalogue.filters import CollectionFilter, ToolFilter
from catalogue.models import Collection, Tool
from catalogue.tool_facts import facts_of
from catalogue.tool_page import tool_head, tool_page
from core.drawn import Drawings
from core.kinds import kind_of
from core.listing import list_records
from revisions.finding import find, follows_moves
from revisions.rights import may_edit

# A tool's page is some 15 kilobytes.
DRAWINGS = Drawings(most=256)


def tools(request):
    picked = basket(request.GET)
    return list_records(
        request,
        ToolFilter(request.GET),
        "catalogue/tools.html",
        finish=picked.in_row,
        basket=picked,
    )


def compare(request):
    page = compare_page(request)
    if request.GET.get("format") == "csv":
        return compare_file(request, page)
    return render(request, "catalogue/compare.html", page)


@follows_moves
def tool(request, slug):
    facts = facts_of(slug) or facts_of(find(Tool.objects.public(), "tool", slug).slug)
    return DRAWINGS.render(
        request, "catalogue/tool.html", facts, first=tool_page, again=tool_head
    )


def collections(request):
    filterset = CollectionFilter(request.GET)
    return list_records(request, filterset, "catalogue/collections.html")


@follows_moves
def collection(request, slug):
    shown = Collection.objects.with_page_for(request.user).for_page()
    record = find(shown, "collection", slug)
    tools = [item.tool.slug for item in record.items.all()]
    context = {
        "record": record,
        "section": "collection",
        "compare_url": comparison_url(tools) if len(tools) > 1 else "",
        "address": request.build_absolute_uri(record.get_absolute_url()),
        "is_mine": request.user.is_authenticated
        and may_edit(request.user, kind_of(record), record),
    }
    return render(request, "catalogue/collection.html", context)
