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

PITCH, ROW_PITCH = 8, 7


@dataclass(frozen=True)
class Grid:
    """A chart covered with dots: its edges and the width of a dot's cell, in degrees.

    `stretch` makes a plain chart higher than wide, near to the shapes people know.
    Places and sizes on it are in map units, of which PITCH lie between two dots.
    """

    west: float
    north: float
    east: float
    south: float
    degrees_per_dot: float
    stretch: float

    @property
    def per_degree(self) -> float:
        return PITCH / self.degrees_per_dot

    @property
    def columns(self) -> int:
        return int((self.east - self.west) / self.degrees_per_dot)

    @property
    def rows(self) -> int:
        height = (self.north - self.south) * self.per_degree * self.stretch
        return int(height / ROW_PITCH) + 1

    @property
    def width(self) -> int:
        return self.columns * PITCH

    @property
    def height(self) -> int:
        return (self.rows - 1) * ROW_PITCH

    def shows(self, latitude: float, longitude: float) -> bool:
        """Return whether a place lies within the edges of the chart."""
        inside = self.west <= longitude <= self.east
        return inside and self.south <= latitude <= self.north

    def project(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return the x and y of a place given in degrees.

        A place above or below the edge of the chart is put on the edge.
        """
        east = (longitude - self.west) % 360
        y = (self.north - latitude) * self.per_degree * self.stretch
        return east * self.per_degree, min(max(y, 0), self.height)

    def nearest_dot(self, latitude: float, longitude: float) -> Dot:
        """Return the column and row of the dot nearest to a place in degrees."""
        x, y = self.project(latitude, longitude)
        middle = round(y / ROW_PITCH)
        rows = [row for row in range(middle - 1, middle + 2) if 0 <= row < self.rows]
        around = [
            (min(int(x / PITCH) + step, self.columns - 1), row)
            for row in rows
            for step in (-1, 0, 1)
            if x >= PITCH or step >= 0
        ]
        return min(around, key=lambda dot: _distance(position(dot), (x, y)))


# The world is cut at 169° West, in the Bering Strait, so that neither Siberia nor
# Samoa is torn from its neighbours. Antarctica is left out: nobody is governed there.
WORLD = Grid(-169, 75, 191, -57, degrees_per_dot=3, stretch=1.12)
# Where countries lie so close that a map of the world cannot tell them apart.
EUROPE = Grid(-11, 71.6, 42, 34.4, degrees_per_dot=1, stretch=1.5)

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


def position(dot: Dot) -> Dot:
    """Return the x and y of a dot of a grid, given as column and row."""
    column, row = dot
    return column * PITCH + row % 2 * PITCH // 2, row * ROW_PITCH


@cache
def _table() -> dict:
    path = Path(__file__).parent / "data" / "dots.json"
    return json.loads(path.read_text("utf-8"))


@cache
def dots_by_country() -> dict[str, frozenset[Dot]]:
    """Return the dots of each country: ISO 3166-1 alpha-2 code to (column, row).

    The code "XK" is Kosovo; "" is land that no code covers. A country too small for a
    dot of its own shares that of a neighbour.
    """
    return _by_country("world")


@cache
def european_dots_by_country() -> dict[str, frozenset[Dot]]:
    """Return the dots of the countries on the grid of EUROPE, few of them whole."""
    return _by_country("europe")


@cache
def middles() -> dict[str, tuple[float, float]]:
    """Return the latitude and longitude of a place well inside each country."""
    return {code: tuple(place) for code, place in _table()["middles"].items()}


def _by_country(grid: str) -> dict[str, frozenset[Dot]]:
    return {code: frozenset(map(tuple, dots)) for code, dots in _table()[grid].items()}


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
        view_box=view_box(window),
        land=path_data(_clear(land, halo)),
        here=path_data(_clear(here, halo)),
        weight=weight,
        halo=halo,
    )


_WHOLE: Window = (0, 0, WORLD.width, WORLD.height)


def _halo(latitude: float | None, longitude: float | None) -> Dot | None:
    if latitude is None or longitude is None:
        return None
    x, y = WORLD.project(
        float(latitude), float(longitude)
    )  # A database gives decimals.
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
    left, width = _span([x for x, _ in points], NEAR_WIDTH, WORLD.width)
    top, height = _span([y for _, y in points], width * 3 // 4, WORLD.height)
    return left, top, width, height


def _span(values: list[int], least: int, most: int) -> tuple[int, int]:
    """Return where a stretch around these values starts, and its length."""
    low, high = min(values), max(values)
    length = min(max(high - low + 2 * NEAR_MARGIN, least), most)
    start = (low + high - length) // 2
    return min(max(start, 0), most - length), length


def view_box(window: Window) -> str:
    left, top, width, height = window
    return f"{left - MARGIN} {top - MARGIN} {width + 2 * MARGIN} {height + 2 * MARGIN}"


def path_data(dots: Iterable[Dot]) -> str:
    """Return path data with one line along each run of neighbours in a row.

    Each line ends one unit after its last dot, so that no rounding can lose the dot.
    All but the first begin where the line before ended, which is shorter to write.
    """
    runs: list[list[int]] = []
    for x, y in sorted(dots, key=lambda dot: (dot[1], dot[0])):
        if runs and runs[-1][1:] == [x - PITCH, y]:
            runs[-1][1] = x
        else:
            runs.append([x, x, y])
    parts, here = [], None
    for start, end, y in runs:
        move = f"m{start - here[0]} {y - here[1]}" if here else f"M{start} {y}"
        parts.append(f"{move}h{end - start + 1}")
        here = end + 1, y
    return "".join(parts)
