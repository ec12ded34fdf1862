"""Indexes of our own on the library's table of pages, for what it looks up and never had a million of.

The desk sorts all stories by their newest change; every page of the newsroom asks for the root.

They are made after every migration, not by one: a migration that makes the table anew, as SQLite needs for most of them,
drops what its model does not know.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

#: Name, columns and condition: the desk as it opens, what few of very many pages are, and pages by how deep they stand.
_INDEXES = (
    ("newsroom_desk_changed", "latest_revision_created_at {newest_first}", ""),
    ("newsroom_desk_hidden", "latest_revision_created_at {newest_first}", "WHERE NOT live"),
    (
        "newsroom_desk_unpublished",
        "latest_revision_created_at {newest_first}",
        "WHERE live AND has_unpublished_changes",
    ),
    ("newsroom_depth", "depth, path", ""),
)


def make_indexes(*, using: str, **kwargs: Any) -> None:
    """Make those that are missing in the database ``using``; a receiver of ``post_migrate``."""
    del kwargs
    connection = connections[using]
    if "wagtailcore_page" not in connection.introspection.table_names():
        return
    # SQLite has nulls last in that order anyway, and takes no index that says so.
    newest_first = "DESC" if connection.vendor == "sqlite" else "DESC NULLS LAST"
    with connection.cursor() as cursor:
        for name, columns, condition in _INDEXES:
            on = columns.format(newest_first=newest_first)
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON wagtailcore_page ({on}) {condition}")
