"""Statements: queries of Django's that are composed once and asked again and again, with other keys each time.

Composing one takes ten times what a database needs to answer it, and a publish asks some forty.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Key = TypeVar("Key", int, str, datetime)

#: Stands for keys while a query is composed; no number, word or moment that a query names besides them is one of these.
_NUMBER, _WORD, _MOMENT = 1 << 60, "\ufdd0", datetime(1, 1, 1, tzinfo=UTC)


class _Composed(NamedTuple):
    """A query in the database's words. places: where in ``values`` a key stands, and which one it is."""

    compiler: SQLCompiler
    words: str
    values: list[Any]
    places: tuple[tuple[int, int], ...]
    converters: dict[int, Any]


class Statement(Generic[Key]):
    """A query of ``values_list`` for rows that have one of some keys. It is composed when first asked, for one, two, four … of them."""

    def __init__(self, kind: type[Key], compose: Callable[[list[Key]], QuerySet[Any]]) -> None:
        """kind: of the keys. compose: returns the query for any keys, which it names and otherwise does not look at."""
        self._marks = _MARKS[kind]
        self._compose: Callable[[list[Key]], QuerySet[Any]] = compose
        self._composed: dict[tuple[str, int], _Composed] = {}

    def rows(self, keys: Collection[Key]) -> Sequence[tuple[Any, ...]]:
        """Return the rows for ``keys``, as ``values_list`` gives them; none for no keys. At most as many keys as a query may name."""
        if not keys:
            return ()
        # The last is named again until they are as many as the query has places.
        many = 1 << (len(keys) - 1).bit_length()
        named = [_written(key) for key in keys]
        named.extend(named[-1:] * (many - len(named)))
        composed = self._composed.get((connection.vendor, many)) or self._begin(many)
        values = composed.values.copy()
        for place, number in composed.places:
            values[place] = named[number]
        with connection.cursor() as cursor:
            cursor.execute(composed.words, values)
            rows = cursor.fetchall()
        if not composed.converters:
            return list(rows)
        return [tuple(row) for row in composed.compiler.apply_converters(rows, composed.converters)]

    def _begin(self, many: int) -> _Composed:
        marks = [self._marks(number) for number in range(many)]
        compiler = self._compose(marks).query.get_compiler(connection=connection)
        words, values = compiler.as_sql()
        numbers = {_written(mark): number for number, mark in enumerate(marks)}
        places = tuple((place, numbers[value]) for place, value in enumerate(values) if value in numbers)
        if {number for _, number in places} != set(range(many)):
            raise ValueError(f"a query does not name each of its keys: {words}")
        converters = compiler.get_converters([selected[0] for selected in compiler.select])
        composed = _Composed(compiler, words, list(values), places, converters)
        self._composed[connection.vendor, many] = composed
        return composed


_MARKS: dict[type[Any], Callable[[int], Any]] = {
    int: lambda number: _NUMBER + number,
    str: lambda number: f"{_WORD}{number}",
    datetime: lambda number: _MOMENT + timedelta(microseconds=number),
}


def _written(key: Any) -> Any:
    """Return ``key`` as a query has it."""
    return connection.ops.adapt_datetimefield_value(key) if isinstance(key, datetime) else key
