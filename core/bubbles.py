"""Discs sized by a count and packed together, their labels inside: the tag bubbles.

Every measure is in units of the drawing, meant to be shown at about one unit a pixel.
The same bubbles always give the same drawing, so that a page can be cached.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from math import hypot, pi, sqrt
from pathlib import Path

from core.circles import Circle, bounds, pack_circles


@dataclass(frozen=True)
class Bubble:
    """A thing to draw: its key, the words shown in it, its number of records."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Disc:
    """A bubble in its place: a circle, and where each line of its label stands.

    `lines` holds (text, y of the baseline); a text keeps the space it was broken at, so
    that a reader who hears the label hears words.
    """

    key: str
    label: str
    count: int
    x: float
    y: float
    r: float
    size: float
    lines: tuple[tuple[str, float], ...]
    count_y: float
    count_size: float


@dataclass(frozen=True)
class Layout:
    """A drawing: its width and height, its discs, and the bubbles left to the list."""

    width: float
    height: float
    discs: tuple[Disc, ...]
    dropped: tuple[Bubble, ...]


@dataclass(frozen=True)
class Shape:
    """The room for a drawing, and how large its discs and letters may be.

    The width holds always, the aspect (width over height) is only aimed at. `base` is
    the part of a radius that does not depend on the count, `least` the smallest radius
    worth a label, `most` how many bubbles are drawn.
    """

    width: float
    aspect: float
    most: int
    base: float
    least: float
    largest: float
    smallest_text: float
    largest_text: float


# Widths as the pages show them: the home's column at 1440 px, a phone of 360 px less
# its margins, the column of a tool's page.
WIDE = Shape(740, 1.31, 26, 4, 42, 122, 12.8, 20)
NARROW = Shape(328, 0.78, 14, 8, 34, 68, 12.5, 17)
SMALL = Shape(490, 1.8, 14, 20, 38, 82, 12.8, 18)

# The line around a disc lies half outside it.
EDGE = 2
# A disc grows by so much at most to hold its label; more, and its size would lie.
GROWTH = 1.16
# How much of the rectangle around them the discs of a good packing fill.
DENSITY = 0.58
ATTEMPTS = 3
# By how much the smallest disc may be enlarged while less than this part is covered.
LIFTS, WELL_COVERED = (1, 1.2, 1.4), 0.7
# A drawing so much wider than its shape is let be: shown at 96 %, nobody sees it.
TOLERANCE = 1.04
# Few discs leave room at the sides: enlarged to the full width they would shout.
LEAST_FILLED = 0.92

# In parts of the size of the letters: from line to line; from the top of a line to its
# capitals and to its baseline; the size of the count, and the room it takes.
LINE = 1.12
CAPITALS, BASELINE = 0.16, 0.9
COUNT_SCALE, COUNT_LINE = 0.82, 0.95
# The count is set in the reader's own font, of unknown widths: a generous guess.
FIGURE = 0.62
SMALLEST_COUNT = 12.5
# Of a radius: the size of letters that looks right in it, and the height of all lines.
LETTERS, LINES_HEIGHT = 0.27, 0.88
# How much of a chord a line may fill.
CHORD = 0.9
MOST_LINES = 3


@dataclass(frozen=True)
class Setting:
    """A way to break a label in lines, and its largest size in a disc of radius one."""

    lines: tuple[str, ...]
    size: float


def pack(bubbles: Sequence[Bubble], shape: Shape) -> Layout:
    """Return the drawing of these bubbles, given in any order, for a shape.

    The discs come largest first. The bubbles past `shape.most`, and those whose label
    does not fit an honest disc, come back as `dropped`, to stand in the list only.
    """
    ranked = sorted(bubbles, key=lambda bubble: (-bubble.count, bubble.key))
    return _pack(tuple(ranked), shape)


@lru_cache(maxsize=256)
def _pack(ranked: tuple[Bubble, ...], shape: Shape) -> Layout:
    area = DENSITY * shape.width**2 / shape.aspect
    for _ in range(ATTEMPTS):
        kept = _chosen(ranked, shape, area)
        circles = pack_circles([radius for _, radius in kept], shape.aspect)
        width = _extent(circles)[0]
        if width <= shape.width * TOLERANCE:
            break
        area *= (shape.width / width) ** 2 * 0.96
    return _layout(ranked, kept, circles, shape)


# Radii


def _chosen(
    bubbles: Sequence[Bubble], shape: Shape, area: float
) -> list[tuple[Bubble, float]]:
    """Return the bubbles to draw, each with its radius.

    Fewer bubbles are larger and hold longer words: of all numbers of bubbles, the one
    that shows most is taken, a bubble weighing as much as its radius would.
    """
    trials = [
        _sized(bubbles[:number], shape, area)
        for number in range(min(len(bubbles), shape.most), shape.most // 3, -1)
    ]
    few = _sized(bubbles[: shape.most // 3], shape, area)
    return max([*trials, few], key=_shown)


def _shown(pairs: list[tuple[Bubble, float]]) -> float:
    return sum(sqrt(max(bubble.count, 1)) for bubble, _ in pairs)


def _sized(
    bubbles: Sequence[Bubble], shape: Shape, area: float
) -> list[tuple[Bubble, float]]:
    """Return the bubbles whose label fits and their radii, covering about this area."""
    kept, budget = list(bubbles), area
    for _ in range(4):
        radii = _honest_radii([bubble.count for bubble in kept], shape, budget)
        held = [_held(*pair, shape) for pair in zip(kept, radii, strict=True)]
        pairs = [pair for pair in zip(kept, held, strict=True) if pair[1]]
        kept = [bubble for bubble, _ in pairs]
        covered = _covered(radius for _, radius in pairs)
        budget *= min(area / covered, 1) if covered else 1
    return pairs


def _honest_radii(counts: list[int], shape: Shape, area: float) -> list[float]:
    """Return base + k * sqrt(count) for each count, k such that the discs cover `area`.

    Where the smallest would be too small for any label, the base makes up for it; and
    more where one count so exceeds the others that most of the area stays empty.
    """
    roots = [sqrt(max(count, 0)) for count in counts]
    radii = _radii(shape.base, roots, shape, area)
    if radii and min(radii) < shape.least:
        above = [root - min(roots) for root in roots]
        for lift in LIFTS:
            radii = _radii(shape.least * lift, above, shape, area)
            if _covered(radii) > area * WELL_COVERED:
                break
    return radii


def _radii(base: float, roots: list[float], shape: Shape, area: float) -> list[float]:
    scale = _scale(base, roots, shape, area)
    return [base + scale * root for root in roots]


def _covered(radii: Iterable[float]) -> float:
    return sum(pi * radius**2 for radius in radii)


def _scale(base: float, roots: list[float], shape: Shape, area: float) -> float:
    """Return the k for which discs of radius base + k * root cover `area` together."""
    squares, total = sum(root * root for root in roots), base * sum(roots)
    if not squares:
        return 0
    excess = area / pi - len(roots) * base**2
    scale = (sqrt(max(total**2 + squares * excess, 0)) - total) / squares
    return min(max(scale, 0), (shape.largest - base) / max(roots))


def _held(bubble: Bubble, radius: float, shape: Shape) -> float | None:
    """Return the radius, grown if its label needs it, or None if it needs too much."""
    settings = _settings_in(bubble, radius * GROWTH, shape)
    if not settings:
        return None
    return max(radius, shape.smallest_text / max(each.size for each in settings))


# Labels


def _settings_in(bubble: Bubble, radius: float, shape: Shape) -> tuple[Setting, ...]:
    """Return the ways to set a label, one of which fits the radius; else none.

    A word is broken at its hyphen only where its label could not be shown otherwise.
    """
    for breaks in (r" +(?=[^ ])", r" +(?=[^ ])|(?<=\w{3}-)(?=\w)"):
        settings = _settings(bubble.label, bubble.count, breaks)
        best = max(setting.size for setting in settings)
        if best * radius >= shape.smallest_text - 0.01:
            return settings
    return ()


@lru_cache(maxsize=2048)
def _settings(label: str, count: int, breaks: str) -> tuple[Setting, ...]:
    """Return the best way to set a label in one line, in two, and so on."""
    by_lines: dict[int, Setting] = {}
    for lines in _splits(label, [match.end() for match in re.finditer(breaks, label)]):
        setting = Setting(lines, _largest_size(lines, count))
        best = by_lines.get(len(lines))
        if best is None or setting.size > best.size:
            by_lines[len(lines)] = setting
    return tuple(by_lines.values())


def _splits(label: str, breaks: list[int]) -> Iterator[tuple[str, ...]]:
    """Yield every way to break a label in lines at some of these places."""
    for number in range(min(len(breaks) + 1, MOST_LINES)):
        for chosen in combinations(breaks, number):
            edges = (0, *chosen, len(label))
            yield tuple(label[start:end] for start, end in pairwise(edges))


def _largest_size(lines: tuple[str, ...], count: int) -> float:
    """Return the largest size of letters for these lines in a disc of radius one.

    A line of width w whose farther edge is at height y fits its chord up to the size
    1 / sqrt((w / 2)^2 + y^2), all being in parts of that size.
    """
    top = -_height(lines) / 2
    reaches = [-top / LINES_HEIGHT]
    for row, line in enumerate(lines):
        upper, lower = top + row * LINE + CAPITALS, top + (row + 1) * LINE
        farther = max(abs(upper), abs(lower))
        reaches.append(hypot(_width(line) / 2 / CHORD, farther))
    figures = len(f"{count:,}") * FIGURE * COUNT_SCALE
    reaches.append(hypot(figures / 2 / CHORD, top + len(lines) * LINE + BASELINE))
    return 1 / max(reaches)


def _height(lines: tuple[str, ...]) -> float:
    return (len(lines) + COUNT_LINE) * LINE


@lru_cache(maxsize=4096)
def _width(text: str) -> float:
    """Return the width of a line in parts of its size, from the font's own advances."""
    advances, widest = _advances()
    letters = unicodedata.normalize("NFC", text.strip())
    return sum(advances.get(letter, widest) for letter in letters)


@cache
def _advances() -> tuple[dict[str, float], float]:
    """Return the width of each letter of Besley, and a guess for any other letter."""
    path = Path(__file__).parent / "data" / "besley_advances.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    unit = table["units_per_em"]
    advances = {letter: width / unit for letter, width in table["advances"].items()}
    return advances, advances["m"]


# Drawing


def _extent(circles: Sequence[Circle]) -> tuple[float, float]:
    """Return the width and height of a drawing, its edges included."""
    left, top, right, bottom = bounds(circles)
    return right - left + 2 * EDGE, bottom - top + 2 * EDGE


def _layout(
    ranked: Sequence[Bubble], kept: list, circles: list[Circle], shape: Shape
) -> Layout:
    """Return the drawing of the kept bubbles, moved so that it starts at 0, 0."""
    drawn, dropped = [bubble for bubble, _ in kept], set(ranked)
    dropped.difference_update(drawn)
    extent, height = _extent(circles)
    width = max(extent, shape.width * LEAST_FILLED)
    left, top, _, _ = bounds(circles)
    right_by, down_by = (width - extent) / 2 + EDGE - left, EDGE - top
    moved = [(x + right_by, y + down_by, radius) for x, y, radius in circles]
    return Layout(
        width=round(width, 1) if drawn else 0,
        height=round(height, 1) if drawn else 0,
        discs=tuple(_disc(*pair, shape) for pair in zip(drawn, moved, strict=True)),
        dropped=tuple(bubble for bubble in ranked if bubble in dropped),
    )


def _disc(bubble: Bubble, circle: Circle, shape: Shape) -> Disc:
    """Return a bubble's disc in this circle, its label set in the fewest lines."""
    x, y, radius = circle
    lines, size = _set_label(bubble, radius, shape)
    first = y - _height(lines) * size / 2 + BASELINE * size
    baselines = [round(first + row * LINE * size, 1) for row in range(len(lines) + 1)]
    return Disc(
        **vars(bubble),
        x=round(x, 1),
        y=round(y, 1),
        r=round(radius, 1),
        size=size,
        lines=tuple(zip(lines, baselines, strict=False)),
        count_y=baselines[-1],
        count_size=round(max(size * COUNT_SCALE, SMALLEST_COUNT), 1),
    )


def _set_label(
    bubble: Bubble, radius: float, shape: Shape
) -> tuple[tuple[str, ...], float]:
    """Return the lines of a label and their size: the fewest lines at the wanted size,

    or where none reaches it, the lines that come nearest.
    """
    wanted = min(max(radius * LETTERS, shape.smallest_text), shape.largest_text)
    settings = _settings_in(bubble, radius, shape)
    for setting in settings:
        if setting.size * radius >= wanted:
            return setting.lines, round(wanted, 1)
    best = max(settings, key=lambda setting: setting.size)
    return best.lines, round(max(best.size * radius, shape.smallest_text), 1)
