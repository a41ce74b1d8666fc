"""Records in and out of CSV and XLSX; what comes in goes through the one door."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from import_export.fields import Field as Column
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import Error, RowResult

from core.kinds import kind as kind_named
from core.models import StaleRecord
from revisions.cells import cells_of, escape, unescape
from revisions.editing import Attribution, Change, broken_rule, write
from revisions.fields import Lookup, Problem
from revisions.fields.base import batches
from revisions.models import Redirect
from revisions.snapshots import snapshot, with_relations


class CellColumn(Column):
    """One column of a table."""

    def __init__(self, cells, column):
        super().__init__(column_name=column)
        self.cells = cells

    def export(self, instance, **kwargs):
        value = self.cells.part.read(instance)
        return escape(self.cells.write(value)[self.column_name])


class WordsOnly(Error):
    """An error shown to people, who have no use for a traceback."""

    traceback = ""


@dataclass
class Reading:
    """What one row says: values that differ from the record's, and what is wrong."""

    record: object
    now: dict
    values: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)

    def entry(self):
        entry = self.now | self.values
        return {key: value for key, value in entry.items() if value is not None}


class RecordResource(Resource):
    """The table of a kind: its fields as columns, a row per record, by slug.

    A column that a file lacks stays as it is; an empty cell empties. Rows that say
    what the record says already are skipped. One wrong row, and nothing is written.
    """

    kind_key = None

    class Meta:
        import_id_fields = ["slug"]
        instance_loader_class = BaseInstanceLoader
        chunk_size = 500
        report_skipped = False

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.kind = kind_named(self.kind_key)
        self.cells = [cells_of(part) for part in self.kind.fields]
        self.fields = {
            column: CellColumn(cells, column)
            for cells in self.cells
            for column in cells.columns
        }

    @classmethod
    def get_display_name(cls):
        return cls.__name__

    @classmethod
    def get_error_result_class(cls):
        return WordsOnly

    @classmethod
    def get_db_connection_name(cls):
        return "default"

    def get_queryset(self):
        return self.kind.model._default_manager.all()

    def filter_export(self, queryset, **kwargs):
        return with_relations(self.kind, queryset)

    # Import

    def before_import(self, dataset, **kwargs):
        self.by = Attribution(kwargs["user"], comment=_("Imported from a file"))
        self.changes, self.seen = [], set()
        self.lookup = Lookup(Redirect.table())
        headers = [header for header in dataset.headers or [] if header]
        slugs = dataset["slug"] if "slug" in headers else []
        self.slugs = {self._current(slug) for slug in slugs}
        self.records = self._known(self.slugs)
        unknown = [str(h) for h in headers if h not in self.fields]
        if unknown:
            raise ValueError(_("Unknown columns: %s") % ", ".join(unknown))
        if len(set(headers)) < len(headers):
            raise ValueError(_("A column stands twice in the file."))

    def _current(self, slug):
        slug = str(slug or "").strip()
        return self.lookup.redirects.get((self.kind.key, slug), slug)

    def _known(self, slugs):
        records = self.kind.model._base_manager.all()
        return {
            record.slug: record
            for batch in batches(sorted(slugs))
            for record in with_relations(self.kind, records.filter(slug__in=batch))
        }

    def import_row(self, row, instance_loader, **kwargs):
        result = RowResult()
        reading = self._read(row)
        if reading.errors:
            result.import_type = RowResult.IMPORT_TYPE_INVALID
            result.validation_error = ValidationError(reading.errors)
            return result
        result.import_type = self._type(reading)
        if reading.values:
            self.changes.append(Change(reading.record, reading.values))
        slug = reading.entry()["slug"]
        result.object_repr = slug
        result.diff = self._differences(reading)
        return result

    def _type(self, reading):
        if not reading.values:
            return RowResult.IMPORT_TYPE_SKIP
        if reading.record.pk:
            return RowResult.IMPORT_TYPE_UPDATE
        return RowResult.IMPORT_TYPE_NEW

    def _read(self, row):
        """Return the Reading of a row."""
        slug = self._current(row.get("slug"))
        record = self.records.get(slug) or self.kind.model()
        now = snapshot(record, self.kind) if record.pk else {}
        reading = Reading(record, now)
        if slug in self.seen:
            reading.errors["slug"] = [_("stands twice in the file")]
        self.seen.add(slug)
        for cells in self.cells:
            self._read_cells(cells, row, reading)
        if not reading.errors:
            for key, reason in self.kind.check_entry(reading.entry()):
                reading.errors.setdefault(key, []).append(reason)
        return reading

    def _read_cells(self, cells, row, reading):
        part = cells.part
        there = {name: unescape(row[name]) for name in cells.columns if name in row}
        if part.key == "slug" and reading.record.pk:
            return
        before = reading.now.get(part.key)
        try:
            value = self._value(cells, there, before) if there else before
        except Problem as problem:
            reading.errors[part.key] = [str(problem)]
            return
        if value is None and part.required:
            reading.errors[part.key] = [_("is missing")]
        elif value != before:
            reading.values[part.key] = value

    def _value(self, cells, there, before):
        """Return the normal value that cells say; raises Problem."""
        raw = cells.read(there, before)
        value = None if raw in (None, "", [], {}) else cells.part.normal(raw)
        if value is not None and value != before:
            self._check_pointers(cells.part, value)
        return value

    def _check_pointers(self, part, value):
        references, images = list(part.references(value)), list(part.images(value))
        self.lookup.load(references, images)
        for kind_key, slug in references:
            if kind_key != self.kind.key or self._current(slug) not in self.slugs:
                self.lookup.pk(kind_key, slug)
        for name in images:
            self.lookup.image_pk(name)

    def _differences(self, reading):
        """Return [(column, cell before, cell after)] of what a row changes."""
        return [
            (column, before[column], after)
            for cells in self.cells
            if cells.part.key in reading.values
            for before in [cells.write(reading.now.get(cells.part.key))]
            for column, after in cells.write(reading.values[cells.part.key]).items()
            if before[column] != after
        ]

    def after_import(self, dataset, result, **kwargs):
        """Write all rows at once; also in a preview, which is rolled back."""
        if result.has_errors() or result.has_validation_errors() or not self.changes:
            return
        try:
            write(self.kind, self.changes, self.by, lookup=self.lookup)
        except StaleRecord:
            raise ValueError(
                _("Somebody saved one of these records meanwhile. Try again.")
            ) from None
        except IntegrityError as error:
            raise ValueError(broken_rule(self.kind, error)) from error


def resource(kind_key):
    """Return the Resource class of a kind."""
    name = f"{kind_key.replace('-', ' ').title().replace(' ', '')}Table"
    return type(name, (RecordResource,), {"kind_key": kind_key})
