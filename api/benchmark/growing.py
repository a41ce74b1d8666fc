"""Makes a large catalogue of a small one, in bulk, for measuring."""

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from catalogue.models import (
    Collection,
    CollectionItem,
    Role,
    TaggedTool,
    Tool,
    ToolRelation,
    ToolValue,
)
from core.models import CatalogueVersion
from organizations.models import Organization
from usecases.models import (
    Participation,
    TaggedUseCase,
    UseCase,
    UseCaseTool,
    UseCaseValue,
)

# In an order in which what is pointed to comes first.
COPIED = (
    Organization, Tool, UseCase, Collection, TaggedTool, ToolValue, Role, ToolRelation,
    TaggedUseCase, UseCaseTool, UseCaseValue, Participation, CollectionItem,
)  # fmt: skip


@transaction.atomic
def grow(tools: int):
    """Copy every record so often that there are about so many tools.

    The copies are tied to each other as the originals are, and carry the same tags.
    They bypass the one door: they have no history, and stand in no index yet. Nothing
    happens when there are enough tools already.
    """
    times = tools // max(1, Tool.objects.count()) - 1
    if times < 1:
        return
    steps = {model: _last(model) for model in COPIED}
    with connection.cursor() as cursor:
        for model in COPIED:
            cursor.execute(*_copying(model, times, steps))
        for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
            cursor.execute(statement)
    CatalogueVersion.bump()


def _last(model):
    return model._base_manager.aggregate(last=Max("pk"))["last"] or 0


def _copying(model, times, steps):
    """Return the statement that copies the rows of a model, and its parameters."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    columns, values = [], []
    for field in model._meta.concrete_fields:
        column = quote(field.column)
        columns.append(column)
        pointed = model if field.primary_key else field.related_model
        if pointed in steps:
            values.append(f"{column} + n * {steps[pointed]}")
        elif field.name == "slug":
            values.append(f"{column} || '-' || n")
        else:
            values.append(column)
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608
        f" WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL"
        f" SELECT n + 1 FROM numbers WHERE n < %s)"
        f" SELECT {', '.join(values)} FROM {table} CROSS JOIN numbers"
        f" WHERE {key} <= {steps[model]}"
    )
    return sql, [times]
