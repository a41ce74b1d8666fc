"""How the fields of a record stand in the cells of a table.

A field takes one column, or one for each language. Records are named by slug. A
list is separated by commas, or by lines where its values may hold a comma. What a
cell cannot hold (the note of an item, the words of a picture) stays as it is on the
entries that stay.
"""

import datetime
import re

from django.utils.translation import gettext as _

from core.languages import CONTENT_LANGUAGES
from revisions.fields import (
    Coordinates,
    Flag,
    Identifiers,
    Items,
    Pictures,
    Problem,
    References,
    StringList,
    Translated,
    TranslatedLists,
    Values,
)

# What a spreadsheet would take for a formula, and what escape() made of it.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def escape(cell):
    """Return a cell that no spreadsheet computes: text gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def unescape(cell):
    """Return what a cell of a file says; spreadsheets make days of dates."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return cell[1:] if isinstance(cell, str) and ESCAPED.match(cell) else cell


class Cells:
    """The one column of a plain value."""

    def __init__(self, part):
        self.part = part

    @property
    def columns(self):
        return [self.part.key]

    def write(self, value):
        """Return {column: cell} for the plain value of a record, None included."""
        return {self.part.key: "" if value is None else value}

    def read(self, cells, now):
        """Return the raw value for Field.normal().

        cells are {column: cell} of the columns that the file has; now is the plain
        value before. Raises Problem.
        """
        return cells[self.part.key]


class ListCells(Cells):
    """A list in one cell."""

    by_lines = False

    def write(self, value):
        tokens = [self.token(item) for item in value or []]
        return {self.part.key: joined(tokens, by_lines=self.by_lines)}

    def read(self, cells, now):
        return [
            self.item(token)
            for token in split(cells[self.part.key], by_lines=self.by_lines)
        ]

    def token(self, item):
        return item

    def item(self, token):
        return token


class LineCells(ListCells):
    by_lines = True


class IdentifierCells(LineCells):
    """Identifiers as scheme:value."""

    def token(self, item):
        return f"{item['scheme']}:{item['value']}"

    def item(self, token):
        scheme, colon, value = token.partition(":")
        if not colon:
            raise Problem(_("write scheme:value, not “%s”") % token)
        return {"scheme": scheme.strip(), "value": value.strip()}


class EntryCells(ListCells):
    """Entries by what tells them apart: slug, or slug:role; pictures by file name."""

    @property
    def names(self):
        return getattr(self.part, "unique", ("image",))

    def token(self, item):
        return ":".join(str(item[name]) for name in self.names if item.get(name))

    def item(self, token):
        return dict(zip(self.names, token.split(":"), strict=False))

    def read(self, cells, now):
        known = {}
        for entry in now or []:
            known.setdefault(self.token(entry), []).append(entry)
        return [
            known[self.token(item)].pop(0) if known.get(self.token(item)) else item
            for item in super().read(cells, now)
        ]


class LanguageCells(Cells):
    """A column for each language."""

    @property
    def columns(self):
        return [f"{self.part.key}_{code}" for code in CONTENT_LANGUAGES]

    def write(self, value):
        return {
            f"{self.part.key}_{code}": self.cell((value or {}).get(code))
            for code in CONTENT_LANGUAGES
        }

    def read(self, cells, now):
        read = {
            code: self.value(cells[f"{self.part.key}_{code}"])
            for code in CONTENT_LANGUAGES
            if f"{self.part.key}_{code}" in cells
        }
        return (now or {}) | read

    def cell(self, text):
        return text or ""

    def value(self, cell):
        return cell


class LanguageListCells(LanguageCells):
    """A column of lines for each language."""

    def cell(self, items):
        return joined(items or [], by_lines=True)

    def value(self, cell):
        return split(cell, by_lines=True)


class PlaceCells(Cells):
    """Latitude and longitude in two columns."""

    columns = ("latitude", "longitude")

    def write(self, value):
        return {name: (value or {}).get(name, "") for name in self.columns}

    def read(self, cells, now):
        place = {name: cells.get(name, (now or {}).get(name)) for name in self.columns}
        empty = [name for name in self.columns if place[name] in (None, "")]
        if len(empty) == 1:
            raise Problem(_("write both coordinates, or none"))
        return None if empty else place


class FlagCells(Cells):
    """yes, or nothing."""

    def write(self, value):
        return {self.part.key: "yes" if value else ""}

    def read(self, cells, now):
        word = str(cells[self.part.key] or "").strip().lower()
        if word not in ("", "yes", "true", "1", "no", "false", "0"):
            raise Problem(_("write yes or no"))
        return word in ("yes", "true", "1")


CELLS = (
    (Identifiers, IdentifierCells),
    ((Items, Pictures), EntryCells),
    ((References, Values), ListCells),
    (StringList, LineCells),
    (TranslatedLists, LanguageListCells),
    (Translated, LanguageCells),
    (Coordinates, PlaceCells),
    (Flag, FlagCells),
)


def cells_of(part):
    """Return the Cells of a field."""
    for types, cells in CELLS:
        if isinstance(part, types):
            return cells(part)
    return Cells(part)


def joined(tokens, *, by_lines):
    if not by_lines and not any("," in token for token in tokens):
        return ", ".join(tokens)
    # A line end tells one value with a comma from two.
    return "\n".join(tokens) + ("\n" if len(tokens) == 1 and not by_lines else "")


def split(cell, *, by_lines):
    text = "" if cell is None else str(cell)
    tokens = text.split("\n" if by_lines or "\n" in text else ",")
    return [token.strip() for token in tokens if token.strip()]
