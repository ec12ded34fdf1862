"""Rows straight into the newsroom's tables: what the editor's forms would write, without the forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models


class Table:
    """One model's table, filled in batches. What a row does not name gets the model's own default."""

    def __init__(self, model: type[models.Model], *named: str) -> None:
        """named: columns that every row gives, in this order; "id" among them where others point to the rows."""
        fields = {field.column: field for field in model._meta.local_concrete_fields}  # noqa: SLF001 -- Django's own public way to the fields
        rest = {column: field for column, field in fields.items() if column not in named and not field.primary_key}
        unknown = set(named) - fields.keys()
        if unknown:
            raise LookupError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
        self._given = [_adapter(fields[column]) for column in named]
        self._rest = tuple(field.get_db_prep_save(field.get_default(), connection) for field in rest.values())
        quote, table = connection.ops.quote_name, model._meta.db_table  # noqa: SLF001 -- as above
        columns = ", ".join(map(quote, (*named, *rest)))
        marks = ", ".join(["%s"] * (len(named) + len(rest)))
        self._insert = f"INSERT INTO {quote(table)} ({columns}) VALUES ({marks})"
        self._waiting: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        """Take down one row, its values as ``named`` orders them."""
        adapted = tuple(adapt(value) for adapt, value in zip(self._given, values, strict=True))
        self._waiting.append(adapted + self._rest)

    def write(self) -> None:
        """Write what was taken down."""
        with connection.cursor() as cursor:
            cursor.executemany(self._insert, self._waiting)
        self._waiting.clear()


def _adapter(field: models.Field[Any, Any]) -> Any:
    """Return what turns a value into what the database keeps; cheap where nothing has to be turned."""
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, (models.UUIDField, models.JSONField)):
        return lambda value: field.get_db_prep_save(value, connection)
    return lambda value: value


def next_id(model: Any) -> int:
    """Return the first id no row of ``model`` has."""
    return (model.objects.aggregate(highest=models.Max("pk"))["highest"] or 0) + 1


def set_sequences(tables: Iterable[type[models.Model]]) -> None:
    """Have the database go on counting after the rows that brought their own ids."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
