"""Queries that the ORM compiles once per process; afterwards they cost the database's
work alone. For the pages where compiling is most of what a query costs."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet, Value


@dataclass(frozen=True)
class Slot:
    """The place of a value that is given when the query is asked."""

    name: str


def slot(name):
    """Return what stands in a filter for a value given later."""
    return Value(Slot(name))


def select(queryset, *columns):
    """Return values_list() in this order, which modeltranslation's would mix up."""
    return QuerySet.values_list(queryset, *columns)


class Prepared:
    """A query compiled at its first use.

    `build()` returns a queryset from select(), or a union of such; slot(name)
    stands in its filters for what rows() is given. Nothing else may differ from one
    use to the next: no language, no user, no day.
    """

    def __init__(self, build):
        self.build = build
        self.compiled = {}

    def rows(self, **values):
        """Return the rows as sequences, in the order of select()."""
        compiler, converters, sql, params = self._compiled()
        given = [values[p.name] if isinstance(p, Slot) else p for p in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows = cursor.fetchall()
        return list(compiler.apply_converters(rows, converters)) if converters else rows

    def _compiled(self):
        if connection.vendor not in self.compiled:
            compiler = self.build().query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            columns = [column for column, _sql, _alias in compiler.select]
            converters = compiler.get_converters(columns)
            self.compiled[connection.vendor] = compiler, converters, sql, params
        return self.compiled[connection.vendor]


def columns_of(model, *names):
    """Return some columns of a model in the order in which record_of() takes them."""
    return [f.attname for f in model._meta.concrete_fields if f.attname in names]


def record_of(model, columns, values):
    """Return the instance of a model that has the values of columns_of(), no others."""
    return model.from_db(connection.alias, columns, values)


def remember(record, accessor, rows):
    """Let record.accessor.all() give these rows, as prefetch_related() does."""
    found = QuerySet(record._meta.get_field(accessor).related_model)
    found._result_cache = list(rows)
    found._prefetch_done = True
    record.__dict__.setdefault("_prefetched_objects_cache", {})[accessor] = found
