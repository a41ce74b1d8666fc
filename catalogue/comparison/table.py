"""The table of a comparison: the same on the page and in its file."""

from dataclasses import dataclass, replace

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.comparison.lines import TABLE
from catalogue.comparison.uses import uses_of
from catalogue.models import Role, TaggedTool, Tool
from core.kinds import kind as kind_named
from core.templatetags.records import day
from revisions.cells import escape
from revisions.models import Revision
from taxonomy.models import tags_in


@dataclass(frozen=True)
class Row:
    """A row of the table: a cell for each tool."""

    label: str
    cells: list
    keys: tuple  # the fields it rests on, as revisions name them
    names: list  # of the tools

    @property
    def differs(self):
        return len({cell.text for cell in self.cells}) > 1

    @property
    def columns(self):
        """The cells, each with the name of its tool."""
        return zip(self.names, self.cells, strict=True)


@dataclass(frozen=True)
class Group:
    """Rows on one subject."""

    key: str
    label: str
    rows: list


def records():
    """Return the public tools as a table of comparison reads them: four queries."""
    roles = Role.objects.select_related("organization")
    return (
        Tool.objects.public()
        .with_use_case_count()
        .select_related("logo", "successor", "verified_by")
        .prefetch_related(tags_in(TaggedTool), "values", Prefetch("roles", roles))
    )


def groups(tools):
    """Return the Groups of rows that compare these tools; two queries."""
    uses = uses_of(tools)
    return [
        Group(key, label, [*_rows(lines, tools, uses)]) for key, label, lines in TABLE
    ]


def _rows(lines, tools, uses):
    names = [tool.name for tool in tools]
    for line in lines:
        cells = [line.cell(tool, uses[tool.pk]) for tool in tools]
        if any(cell.items for cell in cells) or not line.optional:
            yield Row(line.label, cells, line.keys, names)


def differing(found):
    """Return the groups with those of their rows that differ, without empty ones."""
    left = [
        Group(group.key, group.label, [row for row in group.rows if row.differs])
        for group in found
    ]
    return [group for group in left if group.rows]


def with_authors(found, tools):
    """Return the groups with a note in each known cell on who wrote it, and when.

    Read from the revisions of the tools; one query.
    """
    written = _written(tools)
    return [
        replace(group, rows=[_with_authors(row, tools, written) for row in group.rows])
        for group in found
    ]


def _with_authors(row, tools, written):
    cells = [
        replace(cell, note=_note(row.keys, written[tool.pk])) if cell.items else cell
        for tool, cell in zip(tools, row.cells, strict=True)
    ]
    return replace(row, cells=cells)


def _note(keys, revisions):
    """Return in words who wrote the newest of some fields, "" for nobody."""
    found = [revisions[key] for key in keys if key in revisions]
    if not found:
        return ""
    newest = max(found, key=lambda revision: revision.number)
    said = {"day": day(newest.created_at), "source": newest.source}
    if newest.author:
        said["who"] = newest.author.public_name
        return _("Written by %(who)s on %(day)s") % said
    if newest.source:
        return _("Taken from “%(source)s” on %(day)s") % said
    return _("Written on %(day)s") % said


def _written(tools):
    """Return {primary key: {key of a field: the revision that wrote its value}}."""
    kind = kind_named("tool")
    pks = [tool.pk for tool in tools]
    revisions = Revision.objects.filter(kind=kind.key, object_id__in=pks)
    found, before = {pk: {} for pk in pks}, {pk: {} for pk in pks}
    for revision in revisions.select_related("author").order_by("number"):
        pk = revision.object_id
        for part in kind.fields:
            if before[pk].get(part.key) != revision.data.get(part.key):
                found[pk][part.key] = revision
        before[pk] = revision.data
    return found


def file_rows(found, tools, absolute):
    """Yield the lines of the file: cells that no spreadsheet computes."""
    yield ["", "", *(escape(tool.name) for tool in tools)]
    links = [absolute(tool.get_absolute_url()) for tool in tools]
    yield ["", _("Page"), *links]
    for group in found:
        for row in group.rows:
            cells = (escape(cell.text) for cell in row.cells)
            yield [str(group.label), capfirst(row.label), *cells]
