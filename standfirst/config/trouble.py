"""Troubles that a user can mend, as the one line they deserve. Anything else is a fault of ours and keeps its traceback."""

from __future__ import annotations

import sqlite3
import sys
from importlib import import_module
from pathlib import Path

#: Where these are defined, and what they are called. A module that was never loaded raised nothing.
_KNOWN = (
    ("standfirst.config.home", "HomeMisconfigured"),
    ("standfirst.config.new_home", "HomeUnwritable"),
    ("standfirst.config.new_home", "NoPaper"),
    ("standfirst.config.occupancy", "RoomOccupied"),
    ("standfirst.config.opening", "DatabaseAway"),
    ("standfirst.config.processes", "PortTaken"),
    ("standfirst.edition.errors", "EditionError"),
    ("standfirst.press.runs", "PressBusy"),
)
_PROGRAM = Path(__file__).parents[1]


def one_line(error: Exception) -> str | None:
    """Return what to tell a user of ``error``; None when it is not theirs to mend."""
    known = tuple(getattr(import_module(module), name) for module, name in _KNOWN if module in sys.modules)
    if isinstance(error, known):
        return str(error)
    if isinstance(error, _database_errors()):
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return f"the newsroom's database does not work ({said}); type `standfirst init`, or see DATABASE_URL"
    if isinstance(error, sqlite3.OperationalError):
        return f"a file of the paper cannot be written ({error}); make room on its disk, or give STANDFIRST_HOME a folder you own"
    if isinstance(error, EOFError) and "marshal" in str(error):
        # Python keeps what it could write of a module it compiled, full disk or not, and fails on it ever after.
        return (
            "a compiled file of the program itself was cut short, as a full disk does; "
            f"make room, then type: find {_PROGRAM} -name '*.pyc' -delete"
        )
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}"
    return None


def _database_errors() -> tuple[type[Exception], ...]:
    if "django.db" not in sys.modules:
        return ()
    from django.db import DatabaseError, InterfaceError

    return DatabaseError, InterfaceError
