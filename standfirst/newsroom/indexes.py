"""Indexes of our own on the library's tables, for what it looks up and never had a million of.

The desk sorts all stories, or a section's, by their newest change; every page of the newsroom asks for the root; few of very
many revisions are to go live by themselves.

They are made after every migration, not by one: a migration that makes the table anew, as SQLite needs for most of them,
drops what its model does not know.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

#: The path of the page that a page stands below, in the words of its index: with anything else SQLite would not use that.
PARENT = "SUBSTR(path, 1, LENGTH(path) - 4)"

_PAGES, _REVISIONS = "wagtailcore_page", "wagtailcore_revision"
#: Name, table, columns and condition.
_INDEXES = (
    ("newsroom_desk_changed", _PAGES, "latest_revision_created_at {newest_first}", ""),
    ("newsroom_desk_section", _PAGES, f"{PARENT}, latest_revision_created_at {{newest_first}}", ""),
    ("newsroom_desk_hidden", _PAGES, "latest_revision_created_at {newest_first}", "WHERE NOT live"),
    (
        "newsroom_desk_unpublished",
        _PAGES,
        "latest_revision_created_at {newest_first}",
        "WHERE live AND has_unpublished_changes",
    ),
    ("newsroom_depth", _PAGES, "depth, path", ""),
    # Of very many rows with nothing in it SQLite thinks, once it counted, that an index of that column helps nobody.
    ("newsroom_aliases", _PAGES, "alias_of_id", "WHERE alias_of_id IS NOT NULL"),
    ("newsroom_scheduled", _REVISIONS, "approved_go_live_at", "WHERE approved_go_live_at IS NOT NULL"),
)


def make_indexes(*, using: str, **kwargs: Any) -> None:
    """Make those that are missing in the database ``using``; a receiver of ``post_migrate``."""
    del kwargs
    connection = connections[using]
    if not {_PAGES, _REVISIONS} <= set(connection.introspection.table_names()):
        return
    # SQLite has nulls last in that order anyway, and takes no index that says so.
    newest_first = "DESC" if connection.vendor == "sqlite" else "DESC NULLS LAST"
    with connection.cursor() as cursor:
        for name, table, columns, condition in _INDEXES:
            on = columns.format(newest_first=newest_first)
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({on}) {condition}")
