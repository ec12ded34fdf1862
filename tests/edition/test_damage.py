"""What of SQLite's complaints is damage: only then is a file thrown away and begun anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from standfirst.edition.damage import is_damage, remedy

TABLES = """
CREATE TABLE stories (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT);
CREATE VIRTUAL TABLE words USING fts5 (text);
"""


def make_tables(db: sqlite3.Connection) -> None:
    db.executescript(TABLES)


@pytest.fixture
def db(tmp_path: Path):
    db = sqlite3.connect(tmp_path / "some.sqlite3", isolation_level=None)
    make_tables(db)
    db.executemany("INSERT INTO stories VALUES (?, ?, ?)", [(n, str(n), "words " * 90) for n in range(1, 200)])
    yield db
    db.close()


def file_of(db: sqlite3.Connection) -> Path:
    return Path(db.execute("PRAGMA database_list").fetchone()[2])


def error_of(db: sqlite3.Connection, statement: str) -> sqlite3.Error:
    with pytest.raises(sqlite3.Error) as raised:
        db.execute(statement).fetchall()
    return raised.value


def coded(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError(name)
    error.sqlite_errorcode = getattr(sqlite3, name)
    return error


@pytest.mark.parametrize(
    "name",
    [
        "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_READONLY_DBMOVED", "SQLITE_CANTOPEN",
        "SQLITE_CANTOPEN_ISDIR", "SQLITE_PERM", "SQLITE_IOERR", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_READ", "SQLITE_PROTOCOL",
    ],
)  # fmt: skip
def test_what_passes_is_no_damage_and_says_what_to_do(db, name):
    assert not is_damage(coded(name), file_of(db), make_tables)
    assert remedy(coded(name))


@pytest.mark.parametrize("name", ["SQLITE_CORRUPT", "SQLITE_CORRUPT_VTAB", "SQLITE_CORRUPT_INDEX", "SQLITE_NOTADB"])
def test_what_sqlite_calls_damage_is(db, name):
    assert is_damage(coded(name), file_of(db), make_tables)
    assert remedy(coded(name)) is None


@pytest.mark.parametrize("name", ["SQLITE_NOMEM", "SQLITE_INTERRUPT", "SQLITE_ABORT", "SQLITE_MISUSE", "SQLITE_AUTH"])
def test_what_is_neither_is_no_damage(db, name):
    assert not is_damage(coded(name), file_of(db), make_tables)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT nought FROM stories", "SELECT * FROM nowhere", "SELEKT", "ROLLBACK", "INSERT INTO stories VALUES (1, '1', '')",
        "INSERT INTO stories VALUES (999, NULL, '')", "INSERT INTO stories VALUES ('x', 'x', '')", "SELECT * FROM words WHERE words MATCH '\"'",
    ],
)  # fmt: skip
def test_a_fault_of_the_program_is_no_damage_of_a_sound_file(db, statement):
    assert not is_damage(error_of(db, statement), file_of(db), make_tables)


@pytest.mark.parametrize("lost", ["stories", "words"])
def test_a_lost_table_is_damage(db, lost):
    db.execute(f"DROP TABLE {lost}")

    assert is_damage(error_of(db, f"SELECT * FROM {lost}"), file_of(db), make_tables)


def test_a_lost_column_is_damage(db):
    db.execute("ALTER TABLE stories RENAME COLUMN text TO taxt")

    assert is_damage(error_of(db, "SELECT text FROM stories"), file_of(db), make_tables)


def test_an_index_that_disagrees_with_its_table_is_damage(db):
    db.executescript(
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name LIKE 'sqlite_autoindex%'; PRAGMA writable_schema = RESET"
    )
    error = error_of(db, "INSERT INTO stories VALUES (1, '1', '')")

    assert is_damage(error, file_of(db), make_tables)


def test_a_file_that_is_none_is_damage(db):
    file = file_of(db)
    error = error_of(db, "SELECT nought FROM stories")
    db.close()
    file.write_bytes(b"nothing of the kind" * 1000)

    assert is_damage(error, file, make_tables)


def test_words_that_are_none_are_damage(db):
    db.execute("UPDATE stories SET text = CAST(x'ff' AS TEXT) WHERE number = 7")

    assert is_damage(error_of(db, "SELECT text FROM stories"), file_of(db), make_tables)


def test_a_file_that_cannot_be_asked_is_given_the_benefit_of_the_doubt(db, tmp_path):
    error = error_of(db, "SELECT nought FROM stories")

    assert not is_damage(error, tmp_path / "elsewhere" / "none", make_tables)
