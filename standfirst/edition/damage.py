"""Damage: telling a SQLite file that is not what was written from one that is only locked, full or out of reach."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

#: SQLite itself says that the file is not what was written.
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
#: A file that lost a table or disagrees with itself is met so, and a fault of the program as well: the file has to be asked.
_DOUBTFUL = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_INTERNAL,
        sqlite3.SQLITE_SCHEMA,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
    }
)
_FREE_IT = "close what else has it open, or wait"
_OWN_IT = "give it a folder you own, on a disk that can be written"
#: What to do about faults of SQLite that are no fault of the file.
_REMEDIES = {
    sqlite3.SQLITE_BUSY: _FREE_IT,
    sqlite3.SQLITE_LOCKED: _FREE_IT,
    sqlite3.SQLITE_PROTOCOL: _FREE_IT,
    sqlite3.SQLITE_PERM: _OWN_IT,
    sqlite3.SQLITE_READONLY: _OWN_IT,
    sqlite3.SQLITE_CANTOPEN: _OWN_IT,
    sqlite3.SQLITE_FULL: "make room on its disk",
    sqlite3.SQLITE_IOERR: "look at its disk: make room, or see the system's log",
    sqlite3.SQLITE_NOLFS: "its disk takes no file so large",
}

MakeTables = Callable[[sqlite3.Connection], object]


def is_damage(error: Exception, file: Path, make_tables: MakeTables) -> bool:
    """Say whether ``error`` means that ``file`` is not what was written; a lock, a full disk or missing rights pass.

    make_tables: makes in an empty database what ``file`` has to have. The file is read through where the error alone does not tell.
    """
    if isinstance(error, UnicodeDecodeError):
        # Words that are no words any more, or SQLite's own about them.
        return True
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return str(error).startswith("Could not decode")
    return _kind(code) in _DAMAGED or (_kind(code) in _DOUBTFUL and not _is_sound(file, make_tables))


def remedy(error: Exception) -> str | None:
    """Return what to do about ``error``, which passes when that is done; None when it is a fault of the program or of the file."""
    return _REMEDIES.get(_kind(getattr(error, "sqlite_errorcode", None) or 0))


def _kind(code: int) -> int:
    """Return which error an extended error code is one of."""
    return code & 0xFF


def _is_sound(file: Path, make_tables: MakeTables) -> bool:
    """Say whether the file at ``file`` agrees with itself and has every table and column it should."""
    try:
        with (
            closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as found,
            closing(sqlite3.connect(":memory:")) as wanted,
        ):
            make_tables(wanted)
            (said,) = found.execute("PRAGMA integrity_check(1)").fetchone()
            return bool(said == "ok") and _columns(wanted) <= _columns(found)
    except sqlite3.Error as error:
        return _kind(getattr(error, "sqlite_errorcode", 0)) not in _DAMAGED
    except UnicodeDecodeError:
        return False


def _columns(db: sqlite3.Connection) -> set[tuple[str, str]]:
    select = (
        "SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns"
        " WHERE tables.type = 'table'"
    )
    return set(db.execute(select))
