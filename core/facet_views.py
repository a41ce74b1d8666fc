"""The facets of a list as its page shows them."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.template.loader import get_template
from django.utils.formats import number_format
from django.utils.safestring import SafeString

from core.languages import current_language
from core.text import fold

SHOWN_VALUES = 5
# How many values an opened facet shows; its search finds the others.
MOST_VALUES = 100
# From how many values on an opened facet can be searched.
LONG_FACET = 12
# How many frames of facets are kept for each list.
KEPT_FRAMES = 1000
# Where the frame of a facet has room for its boxes.
ROOM = SafeString("<!--boxes-->")
BOX = (
    '<li><label{share}><input type="checkbox" name="{facet}" value="{value}"{checked}>'
    "{label}<b>{count}</b></label></li>"
)


@lru_cache(maxsize=2000)
def _number(number, language):
    """Return a number as a language writes it, which is that of the page."""
    return number_format(number, use_l10n=True, force_grouping=True)


@dataclass(frozen=True)
class Choice:
    """A value of a facet as the page shows it."""

    value: str
    label: str
    count: int
    chosen: bool
    share: int  # of the largest count, in steps of ten percent, for its bar


@dataclass(frozen=True)
class FacetView:
    """A facet as the page shows it."""

    name: str
    label: str
    hint: str  # what the value of those without another means, if that is shown
    choices: list
    hidden: int  # how many values stand one step away
    opened: bool
    long: bool = False  # whether its values can be searched
    find: str = ""  # what they are searched for

    @property
    def has_chosen(self):
        return any(choice.chosen for choice in self.choices)

    def boxes(self):
        """Return a box to tick for each choice: a list has a hundred of them."""
        language = current_language()
        boxes = [
            BOX.format(
                facet=self.name,
                value=escape(choice.value),
                share=f' class="share-{choice.share}"' if choice.share else "",
                checked=" checked" if choice.chosen else "",
                label=escape(choice.label),
                count=_number(choice.count, language),
            )
            for choice in self.choices
        ]
        return SafeString("".join(boxes))


def drawn(view, filterset, request):
    """Return the drawn facet of a list.

    All but the boxes of a closed one is the same for nearly every list.
    """
    template = get_template("core/_facet.html")
    if view.opened:
        # The context of a page is dear, and only "Fewer" asks for its address.
        return template.render({"facet": view, "boxes": view.boxes()}, request)
    frames = filterset.inventory.frames
    key = view.name, view.hidden, view.hint, current_language()
    if key not in frames:
        if len(frames) > KEPT_FRAMES:
            frames.clear()
        frames[key] = template.render({"facet": view, "boxes": ROOM})
    return SafeString(frames[key].replace(ROOM, view.boxes()))


def facet_views(filterset, opened="", find=""):
    """Return the FacetViews of a list: each counted under all other choices.

    opened names the facet that shows all its values, or those that find occurs in.
    A facet of which nothing of the list has a value is left out.
    """
    return [
        _opened_view(filterset, facet, find)
        if facet.name == opened
        else _closed_view(filterset, facet)
        for facet in filterset.facets()
        if filterset.values.get(facet.name)
        or filterset.counts(facet.name).keys() - {facet.rest}
    ]


def _closed_view(filterset, facet):
    counts = filterset.counts(facet.name)
    chosen = filterset.values.get(facet.name) or []
    others = (value for value in counts if value not in chosen)
    values = [*chosen, *sorted(others, key=lambda value: (-counts[value], value))]
    # Thousands of organizations may be values: only what is shown gets its label.
    shown = values[: max(SHOWN_VALUES, len(chosen))]
    choices = _choices(filterset, facet, shown, counts)
    return FacetView(
        facet.name,
        str(facet.label),
        _hint(facet, chosen),
        choices,
        hidden=len(values) - len(shown),
        opened=False,
    )


def _opened_view(filterset, facet, find):
    counts = filterset.counts(facet.name)
    chosen = filterset.values.get(facet.name) or []
    values = list(dict.fromkeys([*chosen, *counts]))
    wanted = fold(find)
    choices = [
        choice
        for choice in _choices(filterset, facet, values, counts)
        if choice.chosen or wanted in fold(choice.label)
    ]
    return FacetView(
        facet.name,
        str(facet.label),
        _hint(facet, values),
        choices[:MOST_VALUES],
        hidden=max(0, len(choices) - MOST_VALUES),
        opened=True,
        long=len(values) > LONG_FACET,
        find=find,
    )


def _choices(filterset, facet, values, counts):
    """Return the Choices of some values: the chosen first, then the most frequent."""
    chosen = filterset.values.get(facet.name) or []
    labels = filterset.inventory.labels(facet.name, values, current_language())
    most = max(counts.values(), default=1)
    choices = [
        Choice(
            value,
            labels[value],
            counts.get(value, 0),
            value in chosen,
            round(10 * counts.get(value, 0) / most),
        )
        for value in values
    ]
    choices.sort(key=lambda choice: (not choice.chosen, -choice.count, choice.label))
    return choices


def _hint(facet, values):
    """Return what "unknown" means for a facet, where it is worth the room."""
    return str(facet.hint) if facet.rest in values else ""
