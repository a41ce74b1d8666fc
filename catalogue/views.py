from django.shortcuts import render

from catalogue.filters import CollectionFilter, ToolFilter
from catalogue.models import Collection, Tool
from catalogue.tool_page import tool_page
from core.listing import list_records
from revisions.finding import find, follows_moves


def tools(request):
    records = Tool.objects.public().for_cards()
    filterset = ToolFilter(request.GET, records)
    return list_records(request, filterset, "catalogue/tools.html")


@follows_moves
def tool(request, slug):
    records = Tool.objects.public().for_page()
    record = find(records, "tool", slug)
    return render(request, "catalogue/tool.html", tool_page(record))


def collections(request):
    records = Collection.objects.public().for_cards()
    filterset = CollectionFilter(request.GET, records)
    return list_records(request, filterset, "catalogue/collections.html")


@follows_moves
def collection(request, slug):
    record = find(Collection.objects.public().for_page(), "collection", slug)
    context = {"record": record, "section": "collection"}
    return render(request, "catalogue/collection.html", context)
