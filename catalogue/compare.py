"""Which tools are compared: what an address names, the basket, the ways to change."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from catalogue.models import Tool
from catalogue.similar import neighbours, similar
from core.languages import localized
from core.text import fold, one_line
from revisions.models import Redirect

MOST = 6
# What more an address may name is not even looked for.
READ = 50
# The address in the row of a tool that picks it, before its slug.
PICK = "?compare="


def comparison_url(slugs, **more):
    """Return the address that compares these tools, MOST of them at most."""
    query = urlencode([*(("tool", slug) for slug in slugs[:MOST]), *more.items()])
    return f"{reverse('catalogue:compare')}{'?' if query else ''}{query}"


@dataclass(frozen=True)
class Choice:
    """The tools that an address names, in its order, and what was not taken."""

    tools: list  # MOST of them at most
    unknown: list  # words that name no tool
    left_out: list  # tools after the first MOST

    @property
    def slugs(self):
        return [tool.slug for tool in self.tools]

    @property
    def notices(self):
        """What the reader must know of the words that were not taken."""
        found = []
        if self.unknown:
            words = ", ".join(self.unknown)[:100]
            found.append(_("There is no tool “%(words)s”.") % {"words": words})
        if self.left_out:
            names = ", ".join(tool.name for tool in self.left_out)
            text = _("%(most)d tools are compared at most; left out: %(names)s.")
            found.append(text % {"most": MOST, "names": names})
        return found


def choose(values, records=None):
    """Return the Choice that slugs, former slugs or names make; two queries at most.

    `records` are the tools as the page needs them.
    """
    typed = list(dict.fromkeys(one_line(value)[:200] for value in values[:READ]))
    typed = [words for words in typed if words]
    found = _found(typed, Tool.objects.public() if records is None else records)
    tools = list(dict.fromkeys(found[words] for words in typed if words in found))
    unknown = [words for words in typed if words not in found]
    return Choice(tools[:MOST], unknown, tools[MOST:])


def _found(typed, records):
    """Return {words: the tool they name}."""
    if not typed:
        return {}
    moved = Redirect.objects.filter(kind="tool", old__in=typed)
    names = [fold(words) for words in typed]
    tools = records.filter(
        Q(slug__in=typed) | Q(sort_name__in=names) | Q(slug__in=moved.values("new"))
    )
    # The slug says more than the name: it comes last and wins.
    by_slug = {tool.slug: tool for tool in tools}
    by_name = {tool.sort_name: tool for tool in reversed(tools)}
    found = {
        words: by_slug.get(words) or by_name.get(fold(words))
        for words in typed
        if words in by_slug or fold(words) in by_name
    }
    if len(found) < len(typed):
        leads = dict(moved.values_list("old", "new"))
        found |= {
            words: by_slug[leads[words]]
            for words in typed
            if words not in found and leads.get(words) in by_slug
        }
    return found


@dataclass(frozen=True)
class Basket:
    """The tools picked while browsing, all of them in the address."""

    tools: list  # (slug, name, address of the page without it)
    url: str  # the comparison of them
    full: bool
    notices: list
    more: str  # the address of the page with a tool more, up to its slug

    @property
    def slugs(self):
        return [slug for slug, _name, _without in self.tools]

    def in_row(self, row):
        """Return a drawn row whose link to compare keeps the rest of the address."""
        for slug, _name, without in self.tools:
            picked = f'href="{PICK}{slug}"'
            if picked in row:
                kept = f'aria-current="true" href="{escape(without)}"'
                return row.replace(picked, kept)
        return row.replace(f'href="{PICK}', f'href="{escape(self.more)}')


def basket(data):
    """Return the Basket that the `compare` values of a query make.

    No query without any, two at most.
    """
    picked = data.getlist("compare")
    choice = Choice([], [], [])
    if picked:
        choice = choose(picked, Tool.objects.public().only(*NAMED))
    return Basket(
        tools=[
            (tool.slug, tool.name, _picked(data, choice.slugs, without=tool.slug))
            for tool in choice.tools
        ],
        url=comparison_url(choice.slugs),
        full=len(choice.tools) == MOST,
        notices=choice.notices,
        more=_picking(data, choice.slugs),
    )


NAMED = ("slug", "name", "sort_name")


def _picked(data, slugs, *, without):
    """Return the query of the same page with all but one of the tools picked."""
    left = data.copy()
    left.setlist("compare", [slug for slug in slugs if slug != without])
    return f"?{left.urlencode()}"


def _picking(data, slugs):
    """Return the query of the same page with the tools picked and room for one."""
    kept = data.copy()
    kept.setlist("compare", slugs)
    rest = kept.urlencode()
    return f"?{rest}&compare=" if rest else PICK


@dataclass(frozen=True)
class Moves:
    """The addresses by which a tool leaves its place in a comparison; "" for none."""

    tool: Tool
    without: str
    left: str
    right: str


def moves(tools, state):
    """Return the Moves of each tool; state is what else stands in the address."""
    slugs = [tool.slug for tool in tools]
    last = len(slugs) - 1
    return [
        Moves(
            tool,
            without=comparison_url(slugs[:place] + slugs[place + 1 :], **state),
            left=_swapped(slugs, place - 1, state) if place else "",
            right=_swapped(slugs, place, state) if place < last else "",
        )
        for place, tool in enumerate(tools)
    ]


def _swapped(slugs, place, state):
    """Return the address with the tool at a place and the next one exchanged."""
    order = [*slugs[:place], slugs[place + 1], slugs[place], *slugs[place + 2 :]]
    return comparison_url(order, **state)


@dataclass(frozen=True)
class Suggestion:
    """A tool that may join a comparison: its name, why, and the address with it."""

    name: str
    slug: str
    reasons: list
    url: str


def suggestions(tools, state):
    """Return the Suggestions beside some tools: the most similar ones, or else the
    most used of all; one query. The tools have their tags prefetched."""
    slugs = [tool.slug for tool in tools]
    if not tools:
        used = Tool.objects.public().with_use_case_count().by_use().only(*NAMED)
        return [_suggestion(tool, [], slugs, state) for tool in used[:MOST]]
    labels = {
        tag.pk: localized(tag, "label").text
        for tool in tools
        for tag in tool.public_tags
    }
    near = similar(neighbours(tool.pk for tool in tools))
    return [_suggestion(tool, tool.reasons(labels), slugs, state) for tool in near]


def _suggestion(tool, reasons, slugs, state):
    url = comparison_url([*slugs, tool.slug], **state)
    return Suggestion(tool.name, tool.slug, reasons, url)
