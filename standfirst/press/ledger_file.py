"""The ledger's file: its tables, how it is opened, and what is wrong with it when something is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from standfirst.edition.damage import is_damage, remedy
from standfirst.edition.errors import EditionError

_LEDGER_FORMAT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS said (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (record TEXT PRIMARY KEY, version TEXT NOT NULL, subjects TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS plates (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, path TEXT, due INTEGER NOT NULL DEFAULT 0,
    rank INTEGER NOT NULL, fresh_until REAL, UNIQUE (kind, key));
-- Asked of "due > 0 AND ..." only: nothing else uses it, not even "due IN (1, 2)".
CREATE INDEX IF NOT EXISTS plates_due ON plates (due, rank, id) WHERE due > 0;
CREATE INDEX IF NOT EXISTS plates_fresh ON plates (fresh_until) WHERE fresh_until IS NOT NULL;
CREATE INDEX IF NOT EXISTS plates_path ON plates (path) WHERE path IS NOT NULL;
CREATE TABLE IF NOT EXISTS questions (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, fingerprint TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rests (subject TEXT, question INTEGER, PRIMARY KEY (subject, question)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rests_question ON rests (question);
CREATE TABLE IF NOT EXISTS asked (plate INTEGER, question INTEGER, PRIMARY KEY (plate, question)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS asked_question ON asked (question, plate);
CREATE TABLE IF NOT EXISTS shown (plate INTEGER, picture TEXT, PRIMARY KEY (plate, picture)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shown_picture ON shown (picture);
CREATE TABLE IF NOT EXISTS dropped (picture TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS former (
    path TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS former_job ON former (kind, key);
CREATE INDEX IF NOT EXISTS former_untold ON former (told) WHERE told = 0;
"""


class LedgerOutOfReach(EditionError):
    """The ledger cannot be read or written just now, through no fault of its own: locked, full, read-only, a failing disk."""


class _OtherFormat(sqlite3.DatabaseError):
    """A ledger of another program's: begun anew like a damaged one."""

    sqlite_errorcode = sqlite3.SQLITE_NOTADB


class Garbled(sqlite3.DatabaseError):
    """What stands in the ledger is nothing that was ever written there."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def is_damaged(error: Exception, file: Path) -> bool:
    """Say whether ``error`` means that the ledger in ``file`` is not what was written: it is begun anew then, and only then."""
    return is_damage(error, file, lambda db: db.executescript(_TABLES))


def out_of_reach(error: Exception, file: Path) -> LedgerOutOfReach | None:
    """Return what to say of ``error`` where nothing is wrong with the ledger in ``file`` itself; None where that is not so."""
    to_do = remedy(error)
    return None if to_do is None else LedgerOutOfReach(f"{file} cannot be used ({error}); {to_do}")


def opened(file: Path) -> sqlite3.Connection:
    """Return the ledger in ``file``: made where it is missing, begun anew where it is damaged. Raises LedgerOutOfReach."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return connected(file)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not is_damaged(error, file):
            raise out_of_reach(error, file) or error from error
    # Damaged: all it knows can be asked again.
    throw_away(file)
    return connected(file)


def throw_away(file: Path) -> None:
    for name in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        name.unlink(missing_ok=True)


def connected(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file, isolation_level=None, timeout=30, check_same_thread=False)
    # NORMAL: a power cut may take the last entries, never mix them up; they are made again.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "temp_store = FILE",
        "cache_size = -65536",
        "wal_autocheckpoint = 16384",
    ):
        db.execute(f"PRAGMA {pragma}")
    (found,) = db.execute("PRAGMA user_version").fetchone()
    if found not in (0, _LEDGER_FORMAT):
        db.close()
        raise _OtherFormat(f"ledger format {found}")
    db.executescript(_TABLES)
    db.execute(f"PRAGMA user_version = {_LEDGER_FORMAT}")
    return db
