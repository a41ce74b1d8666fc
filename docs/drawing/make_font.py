"""Make the two web fonts and the table of letter widths, at development time.

Besley (SIL Open Font License 1.1) comes from npm, variable, cut in two files by script.
Each is set in one weight, which serves headings and standfirsts, on a coarser grid (a
unit is a tenth of a pixel in the largest heading), and stripped of the letters no page
needs: half the bytes. The browser fetches the second file only where a letter asks for
it. core/bubbles.py reads the widths.

    python3 -m venv var/fontvenv
    var/fontvenv/bin/pip install fonttools brotli
    npm install --prefix var/npm @fontsource-variable/besley@5
    var/fontvenv/bin/python docs/drawing/make_font.py \\
        var/npm/node_modules/@fontsource-variable/besley/files
"""

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib import instancer

ROOT = Path(__file__).parents[2]
WEIGHT = 500
UNITS_PER_EM = 512
PUNCTUATION = "–—‘’‚“”„•…‹›⁄€−"
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, PUNCTUATION + "Œœı")}
LATIN_EXTENDED_A = {*range(0x100, 0x180), *map(ord, "ȘșȚțẞ")} - LATIN
NARROW_NO_BREAK_SPACE, THIN_SPACE = 0x202F, 0x2009


def shrink(source: Path, letters: set[int]) -> TTFont:
    """Return the font of `source` with these letters, in our weight and on our grid."""
    font = TTFont(source)
    if THIN_SPACE in font.getBestCmap():
        add_narrow_space(font)
    options = subset.Options(layout_features=["kern"], hinting=False)
    options.name_IDs = [0, 1, 2, 5, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHT})
    scale_upem(font, UNITS_PER_EM)
    font.flavor = "woff2"
    return font


def add_narrow_space(font: TTFont) -> None:
    """Let the thin space serve as the narrow no-break space that French needs."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[NARROW_NO_BREAK_SPACE] = table.cmap[THIN_SPACE]


def widths(path: Path) -> dict[str, int]:
    """Return the advance of each letter, in font units."""
    font = TTFont(path)
    metrics = font["hmtx"]
    return {chr(code): metrics[glyph][0] for code, glyph in font.getBestCmap().items()}


def write(source: Path, name: str, letters: set[int]) -> Path:
    """Write static/fonts/`name`, say its size, and return its path."""
    target = ROOT / "static" / "fonts" / name
    font = shrink(source, letters)
    font.save(target)
    sys.stderr.write(f"{name}: {target.stat().st_size} bytes\n")
    return target


def main(folder: Path) -> None:
    """Write both fonts and core/data/besley_advances.json from the npm `folder`."""
    latin = folder / "besley-latin-wght-normal.woff2"
    extended = folder / "besley-latin-ext-wght-normal.woff2"
    base = write(latin, "besley.woff2", LATIN | {NARROW_NO_BREAK_SPACE})
    extra = write(extended, "besley-ext.woff2", LATIN_EXTENDED_A)
    advances = {"units_per_em": UNITS_PER_EM, "weight": WEIGHT}
    advances["advances"] = widths(extra) | widths(base)
    text = json.dumps(advances, ensure_ascii=False, sort_keys=True, indent=0)
    target = ROOT / "core" / "data" / "besley_advances.json"
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
