"""The dotted world map: a grid of discs, with one country and one place picked out.

The grid is prepared at development time by docs/drawing/make_dots.py, which uses the
projection of this module; nothing but a small table is read at run time.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import hypot
from pathlib import Path

Dot = tuple[int, int]
Window = tuple[int, int, int, int]

# The world is cut at 169° West, in the Bering Strait, so that neither Siberia nor
# Samoa is torn from its neighbours. Antarctica is left out: nobody is governed there.
WEST, NORTH, SOUTH = -169, 75, -57
DEGREES_PER_DOT = 3
PITCH, ROW_PITCH = 8, 7
# Higher than wide: it brings a plain chart near to the shapes people know.
STRETCH = 1.12
PER_DEGREE = PITCH / DEGREES_PER_DOT
COLUMNS = 360 // DEGREES_PER_DOT
ROWS = int((NORTH - SOUTH) * PER_DEGREE * STRETCH / ROW_PITCH) + 1
WIDTH, HEIGHT = COLUMNS * PITCH, (ROWS - 1) * ROW_PITCH

MARGIN = 6
HALO_CLEARING = 13
# The least part of the map shown around a country, and what is left free at its edges.
NEAR_WIDTH, NEAR_MARGIN = 264, 56
# How wide a country's dots are drawn: a country of a few dots must not be overlooked.
WEIGHT, WEIGHT_OF_FEW, FEW = 5, 6, 4

# Their dots, far from all others, are drawn for their own records only.
UNINHABITED = {"AQ", "BV", "GS", "HM", "TF", "UM"}


@dataclass(frozen=True)
class CountryMap:
    """A map ready to be drawn by core/_dots.html, measured in units of its view box.

    `land` and `here` are path data, either may be empty: lines to be stroked with round
    caps, as wide as `weight` for `here`, and dashes of no length `pitch` apart, which
    is a third of the bytes of a point per dot. `halo` is the exact place, or None.
    """

    view_box: str
    land: str
    here: str
    weight: int
    halo: tuple[int, int] | None
    pitch: int = PITCH


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the x and y, in map units, of a place given in degrees.

    A place above or below the edge of the map is put on the edge.
    """
    east = (longitude - WEST) % 360
    south = min(max(NORTH - latitude, 0), HEIGHT / PER_DEGREE / STRETCH)
    return east * PER_DEGREE, south * PER_DEGREE * STRETCH


def position(dot: Dot) -> Dot:
    """Return the x and y of a dot of the grid, given as column and row."""
    column, row = dot
    return column * PITCH + row % 2 * PITCH // 2, row * ROW_PITCH


def nearest_dot(latitude: float, longitude: float) -> Dot:
    """Return the column and row of the grid's dot nearest to a place in degrees."""
    x, y = project(latitude, longitude)
    middle = round(y / ROW_PITCH)
    rows = [row for row in range(middle - 1, middle + 2) if 0 <= row < ROWS]
    around = [
        (min(int(x / PITCH) + step, COLUMNS - 1), row)
        for row in rows
        for step in (-1, 0, 1)
        if x >= PITCH or step >= 0
    ]
    return min(around, key=lambda dot: _distance(position(dot), (x, y)))


@cache
def dots_by_country() -> dict[str, frozenset[Dot]]:
    """Return the dots of each country: ISO 3166-1 alpha-2 code to (column, row).

    The code "XK" is Kosovo; "" is land that no code covers. A country too small for a
    dot of its own shares that of a neighbour.
    """
    table = json.loads(
        (Path(__file__).parent / "data" / "dots.json").read_text("utf-8")
    )
    return {
        code: frozenset(map(tuple, dots)) for code, dots in table["countries"].items()
    }


@lru_cache(maxsize=512)
def country_map(
    code: str | None,
    latitude: float | None = None,
    longitude: float | None = None,
    *,
    near: bool = False,
) -> CountryMap:
    """Return the map that picks out a country, and a place if both degrees are given.

    `code` is ISO 3166-1 alpha-2; unknown or None, the whole world is drawn as land.
    `near` crops the map to the surroundings of the country or place.
    """
    country = dots_by_country().get((code or "").upper() or None, frozenset())
    here = {position(dot) for dot in country}
    halo = _halo(latitude, longitude)
    window = _window(here | ({halo} if halo else set())) if near else _WHOLE
    land = {dot for dot in _land() - here if _inside(dot, window)}
    weight = WEIGHT if len(here) > FEW else WEIGHT_OF_FEW
    return CountryMap(
        view_box=_view_box(window),
        land=_path(_clear(land, halo)),
        here=_path(_clear(here, halo)),
        weight=weight,
        halo=halo,
    )


_WHOLE: Window = (0, 0, WIDTH, HEIGHT)


def _halo(latitude: float | None, longitude: float | None) -> Dot | None:
    if latitude is None or longitude is None:
        return None
    x, y = project(float(latitude), float(longitude))  # A database gives decimals.
    return round(x), round(y)


@cache
def _land() -> frozenset[Dot]:
    return frozenset(
        position(dot)
        for code, dots in dots_by_country().items()
        if code not in UNINHABITED
        for dot in dots
    )


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _clear(dots: Iterable[Dot], halo: Dot | None) -> list[Dot]:
    """Leave out the dots that the halo would touch."""
    return [dot for dot in dots if not halo or _distance(dot, halo) > HALO_CLEARING]


def _inside(dot: Dot, window: Window) -> bool:
    left, top, width, height = window
    return left <= dot[0] <= left + width and top <= dot[1] <= top + height


def _window(points: set[Dot]) -> Window:
    """Return the part of the map around these points, the whole map for none."""
    if not points:
        return _WHOLE
    left, width = _span([x for x, _ in points], NEAR_WIDTH, WIDTH)
    top, height = _span([y for _, y in points], width * 3 // 4, HEIGHT)
    return left, top, width, height


def _span(values: list[int], least: int, most: int) -> tuple[int, int]:
    """Return where a stretch around these values starts, and its length."""
    low, high = min(values), max(values)
    length = min(max(high - low + 2 * NEAR_MARGIN, least), most)
    start = (low + high - length) // 2
    return min(max(start, 0), most - length), length


def _view_box(window: Window) -> str:
    left, top, width, height = window
    return f"{left - MARGIN} {top - MARGIN} {width + 2 * MARGIN} {height + 2 * MARGIN}"


def _path(dots: Iterable[Dot]) -> str:
    """Return path data with one line along each run of neighbours in a row.

    Each line ends one unit after its last dot, so that no rounding can lose the dot.
    """
    runs: list[list[int]] = []
    for x, y in sorted(dots, key=lambda dot: (dot[1], dot[0])):
        if runs and runs[-1][1:] == [x - PITCH, y]:
            runs[-1][1] = x
        else:
            runs.append([x, x, y])
    return "".join(f"M{start} {y}h{end - start + 1}" for start, end, y in runs)
