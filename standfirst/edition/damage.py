"""Damage: telling a SQLite file that is not what was written from one that is only locked, full or out of reach."""

from __future__ import annotations

import sqlite3

#: Faults of SQLite that are no fault of the file.
_PASSING = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_ABORT,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_MISUSE,
    }
)


def is_damage(error: Exception) -> bool:
    """Say whether ``error`` means that the file is not what was written; a lock, a full disk or missing rights pass."""
    if isinstance(error, UnicodeDecodeError):
        # Words that are no words any more, or SQLite's own about them.
        return True
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return str(error).startswith("Could not decode") if code is None else code & 0xFF not in _PASSING
