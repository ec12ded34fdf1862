"""Searching the newsroom in SQLite: the newest pages that match, the best of them first.

The library asks its index once more for every match, and reads all pages to have the matches in the desk's order: half a
minute among a million stories. Here the index is asked once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.db.models.sql.where import WhereNode
from modelsearch.backends.database.sqlite.query import MatchExpression, SQLiteFTSIndexEntry
from modelsearch.backends.database.sqlite.sqlite import normalize
from modelsearch.query import MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks

#: Pages asked for at once by their numbers: SQLite takes every subquery for twenty-five rows, and walks what seems shortest.
_AT_ONCE = 20
#: Matches shown: nobody turns more pages, and weighing each takes its time.
MOST = 500


class NewestMatches:
    """A search that finds the newest MOST of what matches, the best of them first."""

    query: Any
    queryset: QuerySet[Any]
    fields: Any
    order_by_relevance: bool
    FTS_TABLE_FIELDS: Sequence[str]
    _pks: list[int] | None = None

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> QuerySet[Any]:
        """Return the pages of the queryset that match; as the library has it."""
        query = normalize(self.query)
        if isinstance(query, (MatchAll, Not)) or score_field is not None:
            found: QuerySet[Any] = super().search(config, start, stop, score_field)  # type: ignore[misc]
            return found
        if self._pks is None:
            # Kept: a page of results asks for them, for how many they are and for how many of which kind.
            self._pks = _there(self.queryset, self._newest(query, config))
        pks, pages = self._pks, self.queryset.all()
        # What else is asked of them was answered with that.
        pages.query.where = WhereNode()
        pages = pages.filter(pk__in=pks)
        if self.order_by_relevance:
            pages = pages.order_by(_Place(Value(f",{','.join(map(str, pks))},"), F("pk")))
        elif not pages.query.order_by:
            pages = pages.order_by("-pk")
        return pages[start:stop]

    def _newest(self, query: Any, config: Any) -> list[int]:
        """Return the ids of the newest pages that match; first those whose titles hold most of the words, shorter titles first."""
        words = self.build_search_query(query, config=config)  # type: ignore[attr-defined]
        kinds = get_descendants_content_types_pks(self.queryset.model)
        entries = SQLiteFTSIndexEntry.objects.filter(MatchExpression(self.fields or self.FTS_TABLE_FIELDS, words))
        entries = entries.filter(index_entry__content_type__in=kinds).order_by("-pk")
        found = list(entries.values_list("index_entry__object_id", "index_entry__title")[:MOST])
        if self.order_by_relevance:
            # SQLite's own measure looks at all that was ever written with any of the words.
            asked = _words_of(query)
            found.sort(key=lambda one: (-sum(word in one[1].casefold() for word in asked), len(one[1])))
        return [int(pk) for pk, _ in found]


class _Place(Func):
    """Where a number stands among others, which are written with a comma before and after each: one word to SQLite, however many they are."""

    template = "instr(%(expressions)s || ',')"
    arg_joiner = ", ',' || "
    output_field = IntegerField()


def _words_of(query: Any) -> list[str]:
    """Return the words of a search query, whatever it makes of them."""
    said = getattr(query, "query_string", None)
    if said is not None:
        return str(said).casefold().split()
    return [word for part in getattr(query, "subqueries", ()) for word in _words_of(part)]


def _there(pages: QuerySet[Any], pks: Sequence[int]) -> list[int]:
    """Return those of ``pks`` that are among ``pages``: looked up by number, and never by going through all ``pages``."""
    if not pks:
        return []
    # Each number once, the last chunk filled up with no page's: all are one statement, which Django would put together for each.
    filled = [*dict.fromkeys(pks)]
    filled += range(-(-len(filled) % _AT_ONCE), 0)
    chunks = [tuple(filled[start : start + _AT_ONCE]) for start in range(0, len(filled), _AT_ONCE)]
    try:
        statement, given = pages.order_by().values_list("pk").filter(pk__in=chunks[0]).query.sql_with_params()
    except EmptyResultSet:
        # Django knows without asking that there is no such page: nothing is scheduled, say.
        return []
    before = given[: -len(chunks[0])]
    there: set[int] = set()
    with connections[pages.db].cursor() as cursor:
        for chunk in chunks:
            there.update(pk for (pk,) in cursor.execute(statement, (*before, *chunk)))
    return [pk for pk in pks if pk in there]
