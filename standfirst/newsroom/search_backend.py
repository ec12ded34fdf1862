"""The newsroom's own search: the database's, as Wagtail brings it, at a cost that does not grow with the archive.

The library weighs each title by the average length of all, and reads every entry for it whenever one story is saved.
Here the average is the one the last rebuild left in the entries (``wagtail_update_index`` takes it anew).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Length
from django.utils.module_loading import import_string
from modelsearch.backends import database
from modelsearch.utils import get_content_type_pk


def SearchBackend(params: Any) -> Any:  # noqa: N802 -- the name by which the library finds it
    """Return the search backend of the database in use."""
    backend = database.SearchBackend(params)
    if hasattr(backend.index_class, "_refresh_title_norms"):
        backend.index_class = type("SteadyIndex", (_SteadyNorms, backend.index_class), {})
    if connection.vendor == "sqlite":
        # What it is made from is there with SQLite alone.
        newest = import_string("standfirst.newsroom.newest_matches.NewestMatches")
        for name in ("query_compiler_class", "autocomplete_query_compiler_class"):
            setattr(backend, name, type("NewestMatches", (newest, getattr(backend, name)), {}))
    return backend


class _SteadyNorms:
    """An index that weighs only the titles it was given just now."""

    entries: Any

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Weigh every title anew when ``full``; what was added is weighed by ``add_items``."""
        if full:
            super()._refresh_title_norms(full=True)  # type: ignore[misc]

    def add_items(self, model: Any, objs: Sequence[Any]) -> None:
        """Add or update the entries of ``objs``."""
        objs = list(objs)
        super().add_items(model, objs)  # type: ignore[misc]
        ids = [str(one.pk) for one in objs]
        added = self.entries.filter(content_type_id=get_content_type_pk(model), object_id__in=ids)
        known = self.entries.exclude(pk__in=list(added.values_list("pk", flat=True))).order_by("pk")
        average = _measured(known).values_list(F("title_norm") * F("title_length"), flat=True).first()
        if average:
            _measured(added).update(title_norm=average / F("title_length"))


def _measured(entries: Any) -> Any:
    """Return those of ``entries`` that have a title, with its length (in words where the database keeps them taken apart)."""
    return entries.annotate(title_length=Length("title")).filter(title_length__gt=0)
