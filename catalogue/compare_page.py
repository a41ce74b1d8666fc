"""What the page that compares tools says."""

import csv

from django.http import HttpResponse
from django.utils.translation import gettext as _

from catalogue.compare import MOST, choose, comparison_url, moves, suggestions
from catalogue.comparison import table
from core.templatetags.records import listed
from core.text import one_line

# The values of the other parameters.
STATES = {"only": "differences", "sources": "yes"}
FORMATS = ("", "csv")


def compare_page(request):
    """Return the context of the page; eight queries at most, whatever the tools."""
    data = request.GET
    choice = choose(data.getlist("tool"), table.records())
    tools = choice.tools
    state = {name: value for name, value in STATES.items() if data.get(name) == value}
    groups = table.groups(tools) if len(tools) > 1 else []
    # To read who wrote what, or to look for more tools: one of the two is wanted.
    if "sources" in state:
        groups, near = table.with_authors(groups, tools), []
    else:
        near = suggestions(tools, state) if len(tools) < MOST else []
    address = comparison_url(choice.slugs, **state)
    return {
        "section": "tool",
        "tools": moves(tools, state),
        "names": listed([tool.name for tool in tools]),
        "notices": [*choice.notices, *unknown_states(data)],
        "unknown": choice.unknown,
        "picked": [("compare", slug) for slug in choice.slugs],
        "groups": table.differing(groups) if "only" in state else groups,
        "state": state,
        "full": len(tools) == MOST,
        "most": MOST,
        "suggestions": near,
        "switches": switches(choice.slugs, state),
        "csv_url": comparison_url(choice.slugs, **state, format="csv"),
        "canonical": request.build_absolute_uri(comparison_url(choice.slugs)),
        "address": request.build_absolute_uri(address),
    }


def switches(slugs, state):
    """Return {name: address of the same comparison with that switch turned over}."""
    found = {}
    for name, value in STATES.items():
        rest = {key: state[key] for key in state if key != name}
        turned = rest if name in state else rest | {name: value}
        found[name] = comparison_url(slugs, **turned)
    return found


def unknown_states(data):
    """Return a notice for each value of the switches that there is not."""
    allowed = {name: ("", value) for name, value in STATES.items()}
    return [
        _("“%(value)s” is no way to show a comparison.")
        % {"value": one_line(data[name])[:60]}
        for name, values in (allowed | {"format": FORMATS}).items()
        if data.get(name, "") not in values
    ]


def compare_file(request, page):
    """Return the table of compare_page() as a file of comma-separated values."""
    tools = [move.tool for move in page["tools"]]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = "-".join(["compare", *(tool.slug for tool in tools)])[:100]
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    # Spreadsheets take a file for UTF-8 by its first character.
    response.write("\ufeff")
    rows = table.file_rows(page["groups"], tools, request.build_absolute_uri)
    csv.writer(response).writerows(rows)
    return response
