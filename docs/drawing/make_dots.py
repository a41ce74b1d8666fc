"""Make core/data/dots.json, the grids of the dotted maps, at development time.

The borders are Natural Earth's (public domain), as packed by npm's world-atlas. A dot
is land where land fills enough of its cell, and belongs to the country that fills most
of it; a country that gets no dot so gets the one nearest to the middle of its main
island. ISO 3166-1 says what a country is and, with its part 2, whose a disputed region
is; so Crimea is in UA, Northern Cyprus in CY, Somaliland in SO, Western Sahara is EH.

    python3 -m venv var/dotsvenv
    var/dotsvenv/bin/pip install shapely pycountry
    npm install --prefix var/npm world-atlas@2
    var/dotsvenv/bin/python docs/drawing/make_dots.py var/npm/node_modules/world-atlas
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import pycountry
from shapely import STRtree, box, make_valid
from shapely.affinity import translate
from shapely.geometry import Polygon
from shapely.ops import polylabel

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from core import dots  # noqa: E402  The path must be known first.

# A cell with less land stays sea: enough to keep islands, few enough to keep straits.
LEAST_LAND = 0.42

# Pieces that Natural Earth draws without an ISO number.
UNNUMBERED = {
    "Kosovo": "XK",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Akrotiri": "CY",
    "Somaliland": "SO",
    "Baikonur": "KZ",
    "USNB Guantanamo Bay": "CU",
    "Coral Sea Is.": "AU",
    "Clipperton I.": "FR",
}

# Pieces that have their own code in ISO 3166 but that Natural Earth draws within
# another country: the code (or name) they are drawn in, their own, and a box around
# them as west, south, east, north.
PARTS = [
    ("RU", "UA", (32.4, 44.3, 36.68, 46.2)),  # Crimea, UA-43 and UA-40.
    ("FR", "GP", (-62, 15.8, -61, 16.6)),
    ("FR", "MQ", (-61.3, 14.3, -60.7, 15)),
    ("FR", "GF", (-55, 2, -51, 6)),
    ("FR", "YT", (44.9, -13.1, 45.4, -12.5)),
    ("FR", "RE", (55, -21.5, 56, -20.7)),
    ("NL", "BQ", (-69, 11.9, -62.8, 17.8)),
    ("NO", "SJ", (-10, 70, 35, 81.5)),
    ("NO", "BV", (3, -55, 4, -54)),
    ("NZ", "TK", (-173, -10, -171, -8)),
    ("Indian Ocean Ter.", "CX", (105, -11, 106, -10)),
    ("Indian Ocean Ter.", "CC", (96, -13, 97, -11)),
]
# Mainland Norway reaches north of 70° too.
NOT_SVALBARD = (15, 69, 32, 71.5)


def read_pieces(path: Path) -> list[tuple[str, Polygon]]:
    """Return (code or name, polygon) for each piece of land in a TopoJSON file."""
    topology = json.loads(path.read_text("utf-8"))
    arcs = [unpack(arc, topology["transform"]) for arc in topology["arcs"]]
    pieces = []
    for shape in topology["objects"]["countries"]["geometries"]:
        whole = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        pieces += [(owner(shape), make_polygon(rings, arcs)) for rings in whole]
    return [(recode(name, piece), piece) for name, piece in cut_crimea(pieces)]


def unpack(arc: list, transform: dict) -> list[tuple[float, float]]:
    """Return the points in degrees of an arc stored as whole steps."""
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append(
            tuple(
                value * scale + start
                for value, scale, start in zip(
                    (x, y), transform["scale"], transform["translate"], strict=True
                )
            )
        )
    return points


def make_polygon(rings: list, arcs: list) -> Polygon:
    """Return the polygon whose rings are lists of arcs, negative when reversed."""
    outlines = [
        [p for arc in ring for p in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
        for ring in rings
    ]
    # The tiniest islands are stored as two points: a flat ring still has a middle.
    rings = [outline + outline[:1] * 2 for outline in map(unroll, outlines)]
    return make_valid(Polygon(rings[0], rings[1:]))


def unroll(outline: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return an outline that crosses 180° all on its eastern side."""
    longitudes = [x for x, _ in outline]
    if max(longitudes) - min(longitudes) < 180:
        return outline
    return [(x % 360, y) for x, y in outline]


def owner(shape: dict) -> str:
    """Return the alpha-2 code of a shape, or its name where it has no ISO number."""
    country = pycountry.countries.get(numeric=shape.get("id", ""))
    name = shape["properties"]["name"]
    return country.alpha_2 if country else UNNUMBERED.get(name, name)


def cut_crimea(pieces: list) -> list:
    """Return the pieces with the ones that straddle the edge of Crimea cut in two."""
    crimea = box(*PARTS[0][2])
    cut = []
    for name, piece in pieces:
        if name == "RU" and piece.intersects(crimea):
            cut += [(name, piece - crimea), (name, piece & crimea)]
        else:
            cut.append((name, piece))
    return cut


def recode(name: str, piece: Polygon) -> str:
    """Return the code of a piece: its own if it has one, "" if no code covers it."""
    middle = piece.centroid
    for drawn_in, code, edges in PARTS:
        mainland = code == "SJ" and box(*NOT_SVALBARD).contains(middle)
        if name == drawn_in and box(*edges).contains(middle) and not mainland:
            return code
    return name if len(name) == 2 else ""


def repeat_east(pieces: list) -> list:
    """Return the pieces, and once more those that the map shows beyond 180° East."""
    far_west = [pair for pair in pieces if pair[1].bounds[0] < dots.WORLD.west + 10]
    return pieces + [(code, translate(piece, 360)) for code, piece in far_west]


def cell(grid: dots.Grid, dot: dots.Dot) -> Polygon:
    """Return the cell of a dot of the grid, in degrees, east of the grid's edge."""
    x, y = dots.position(dot)
    longitude = x / grid.per_degree + grid.west
    latitude = grid.north - y / grid.per_degree / grid.stretch
    half = grid.degrees_per_dot / 2
    tall = dots.ROW_PITCH / grid.per_degree / grid.stretch / 2
    return box(longitude - half, latitude - tall, longitude + half, latitude + tall)


def fill(grid: dots.Grid, pieces: list) -> dict[str, set[dots.Dot]]:
    """Return the dots of the countries that fill most of a cell somewhere."""
    tree = STRtree([piece for _, piece in pieces])
    found = defaultdict(set)
    for row in range(grid.rows):
        for column in range(grid.columns):
            square = cell(grid, (column, row))
            shares = defaultdict(float)
            for index in tree.query(square):
                code, piece = pieces[index]
                shares[code] += (piece & square).area / square.area
            if sum(shares.values()) >= LEAST_LAND:
                found[max(shares, key=shares.get)].add((column, row))
    return found


def add_small(grid: dots.Grid, found: dict, places: dict) -> None:
    """Give the nearest dot to each country without one whose middle is on the grid."""
    for code in sorted(set(places) - set(found)):
        if grid is dots.WORLD or grid.shows(*places[code]):
            found[code].add(grid.nearest_dot(*places[code]))


def find_middles(coarse: list, fine: list) -> dict[str, tuple[float, float]]:
    """Return the latitude and longitude farthest inside each country's largest piece.

    Only a country too small for the coarse pieces is looked up in the fine ones.
    """
    largest = {}
    for pieces in (fine, coarse):
        by_area = sorted(pieces, key=lambda pair: pair[1].area)
        largest |= {code: piece for code, piece in by_area if code}
    return {code: middle(largest[code]) for code in sorted(iso_codes())}


def middle(piece: Polygon) -> tuple[float, float]:
    """Return the latitude and longitude of the place farthest from any border."""
    inside = piece.representative_point()
    if piece.area:
        parts = getattr(piece, "geoms", [piece])
        inside = polylabel(max(parts, key=lambda part: part.area), 0.01)
    return round(inside.y, 2), round((inside.x + 180) % 360 - 180, 2)


def iso_codes() -> set[str]:
    """Return every alpha-2 code of ISO 3166-1, and the XK in use for Kosovo."""
    return {country.alpha_2 for country in pycountry.countries} | {"XK"}


def as_lines(table: dict) -> str:
    """Return a JSON object with one line for each country."""
    lines = (
        f"{json.dumps(code)}: {json.dumps(value, separators=(',', ':'))}"
        for code, value in sorted(table.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}"


def main(atlas: Path) -> None:
    """Write core/data/dots.json from the npm package at `atlas`."""
    coarse = read_pieces(atlas / "countries-50m.json")
    fine = read_pieces(atlas / "countries-10m.json")
    places = find_middles(coarse, fine)
    tables = {"middles": places}
    for name, grid in (("world", dots.WORLD), ("europe", dots.EUROPE)):
        found = fill(grid, repeat_east(coarse))
        add_small(grid, found, places)
        tables[name] = {code: sorted(found[code]) for code in found}
        count = sum(map(len, found.values()))
        sys.stderr.write(f"{name}: {len(found)} codes, {count} dots\n")
    text = ",\n".join(
        f"{json.dumps(name)}: {as_lines(tables[name])}" for name in tables
    )
    path = ROOT / "core" / "data" / "dots.json"
    path.write_text("{" + text + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
