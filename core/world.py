"""The world map of counts: each country shaded, with a disc that bears its number.

It has two plates, because a map of the world cannot tell the countries of Europe
apart: the world, and Europe enlarged. A country is chosen on one of them only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import hypot

from core.circles import spread
from core.dots import (
    EUROPE,
    PITCH,
    UNINHABITED,
    WORLD,
    Dot,
    Grid,
    dots_by_country,
    european_dots_by_country,
    middles,
    path_data,
    position,
    view_box,
)

SHADES = 5
# A disc as drawn on a screen 1280 pixels wide measures 24 of them, 27 on one of 1440.
RADIUS, RADIUS_PER_DIGIT = 13.5, 3.5


@dataclass(frozen=True)
class Step:
    """A shade of the map, 1 the lightest, and the counts that have it."""

    shade: int
    low: int
    high: int


@dataclass(frozen=True)
class Mark:
    """A country as it is chosen on a plate: the disc with its count, and its dots.

    `tail` leads from a disc that had to give way to its country, "" for the others.
    `dots` is "" where they are no larger than the disc.
    """

    code: str
    count: int
    shade: int
    dots: str
    x: int
    y: int
    r: float
    tail: str


@dataclass(frozen=True)
class Plate:
    """A map ready to be drawn, measured in units of its view box.

    `land` and the dots are path data as in core.dots.CountryMap, dashed by `pitch`.
    `shaded` holds (shade, path data) of the countries that are chosen on another
    plate, or by their disc alone; `frame` is (x, y, width, height) of what another
    plate enlarges, or None.
    """

    view_box: str
    land: str
    shaded: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]
    frame: tuple[int, int, int, int] | None = None
    pitch: int = PITCH


def scale(most: int) -> list[Step]:
    """Return at most SHADES steps in round numbers from 1 to the largest count."""
    rounds = (n * 10**zeros for zeros in range(len(str(most))) for n in (1, 2, 5))
    lows = [low for low in rounds if low <= most]
    if not lows:
        return []
    if len(lows) > SHADES:
        apart = (len(lows) - 1) / (SHADES - 1)
        lows = [lows[round(index * apart)] for index in range(SHADES)]
    highs = [*(low - 1 for low in lows[1:]), most]
    # Fewer steps are as far apart as can be; a single one has the middle shade.
    apart = (SHADES - 1) / max(len(lows) - 1, 1)
    first = 1 if len(lows) > 1 else (SHADES + 1) // 2
    return [
        Step(round(first + index * apart), low, high)
        for index, (low, high) in enumerate(zip(lows, highs, strict=True))
    ]


def shade(count: int, steps: Iterable[Step]) -> int:
    """Return the shade of a count, 0 for none."""
    return next((s.shade for s in steps if s.low <= count <= s.high), 0)


def plates(counts: Mapping[str, int]) -> tuple[Plate, Plate]:
    """Return the plates of the world and of Europe, for {ISO 3166 code: number}.

    The discs are in the order of the counts. A code that is no country is left out.
    """
    known = tuple((code, n) for code, n in counts.items() if code in middles())
    return _plates(known)


@lru_cache(maxsize=64)
def _plates(counts: tuple[tuple[str, int], ...]) -> tuple[Plate, Plate]:
    steps = scale(max((n for _code, n in counts), default=0))
    shades = {code: shade(n, steps) for code, n in counts}
    europe = [pair for pair in counts if EUROPE.shows(*middles()[pair[0]])]
    others = [pair for pair in counts if pair not in europe]
    return (
        _plate(WORLD, dots_by_country(), others, shades, frame=_frame(EUROPE)),
        _plate(EUROPE, european_dots_by_country(), europe, shades),
    )


def _plate(
    grid: Grid,
    dots: Mapping[str, Iterable[Dot]],
    chosen_here: list[tuple[str, int]],
    shades: dict[str, int],
    frame: tuple[int, int, int, int] | None = None,
) -> Plate:
    marks = _marks(grid, dots, chosen_here, shades)
    drawn = {mark.code for mark in marks if mark.dots}
    by_shade: dict[int, set[Dot]] = {}
    for code, country in dots.items():
        known = code not in UNINHABITED or code in shades
        if known and code not in drawn:
            by_shade.setdefault(shades.get(code, 0), set()).update(country)
    land = by_shade.pop(0, set()).difference(*(dots.get(code, ()) for code in shades))
    return Plate(
        view_box=view_box((0, 0, grid.width, grid.height)),
        land=_drawn(land),
        shaded=tuple((key, _drawn(found)) for key, found in sorted(by_shade.items())),
        marks=marks,
        frame=frame,
    )


def _marks(grid, dots, counts, shades) -> tuple[Mark, ...]:
    homes = [grid.project(*middles()[code]) for code, _n in counts]
    circles = [
        (*home, RADIUS + RADIUS_PER_DIGIT * max(len(str(n)) - 2, 0))
        for home, (_code, n) in zip(homes, counts, strict=True)
    ]
    discs = spread(circles, grid.width, grid.height)
    return tuple(
        Mark(
            code=code,
            count=n,
            shade=shades[code],
            dots=_drawn(dots[code]) if _is_large(dots[code]) else "",
            x=round(x),
            y=round(y),
            r=r,
            tail=_tail(home[0] - x, home[1] - y, r),
        )
        for (code, n), home, (x, y, r) in zip(counts, homes, discs, strict=True)
    )


def _is_large(dots: Iterable[Dot]) -> bool:
    """Return whether dots reach farther than a disc both ways."""
    xs, ys = zip(*map(position, dots), strict=True)
    return min(max(xs) - min(xs), max(ys) - min(ys)) > 2 * RADIUS


def _tail(x: float, y: float, r: float) -> str:
    """Return the line from a disc to its country, none where the disc covers it."""
    return f"M0 0L{x:.0f} {y:.0f}" if hypot(x, y) > r else ""


def _frame(grid: Grid) -> tuple[int, int, int, int]:
    """Return where on the plate of the world another grid lies."""
    left, top = WORLD.project(grid.north, grid.west)
    right, bottom = WORLD.project(grid.south, grid.east)
    return round(left), round(top), round(right - left), round(bottom - top)


def _drawn(dots: Iterable[Dot]) -> str:
    return path_data(map(position, dots))
