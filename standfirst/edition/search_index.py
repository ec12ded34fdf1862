"""The search index: what readers can find, and where. The press writes it, delivery reads it.

One SQLite file beside the plates, in WAL mode: a reader never waits for the writer. Every story lies in ``stories``
as it is shown; ``words`` says which words stand where in it, as they are compared. Arabic, Hebrew and their like are in
``pieces`` as well, which finds a word with "and", "the" or "in" written on to it. Neither of the two keeps what it was told:
what a story was found by is worked out of ``stories`` again when it is taken out.
"""

from __future__ import annotations

import os
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from standfirst.edition.damage import is_damage, remedy
from standfirst.edition.errors import EditionError, EditionUnwritable
from standfirst.edition.search_words import Marked, folded, joins_words, marked, segmented, snippet, terms_of

#: Weights of headline, standfirst, byline, section, text: the higher the field, the more a match says.
_WEIGHTS = "10.0, 5.0, 4.0, 3.0, 1.0"
#: What a story is found by, the same names in all tables.
_SEARCHED = "headline, standfirst, byline, section, text"
#: What the index was made with. Words that another Unicode folded otherwise could not be taken out again.
_FORMAT = 3_000_000 + int(unicodedata.unidata_version.replace(".", "")) % 1_000_000
_STORIES = """
CREATE TABLE IF NOT EXISTS stories (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, headline TEXT NOT NULL,
    standfirst TEXT NOT NULL, section TEXT NOT NULL, byline TEXT NOT NULL, published REAL NOT NULL,
    language TEXT NOT NULL, text TEXT NOT NULL);
"""
_WORDS = """
CREATE VIRTUAL TABLE words USING fts5 (
    headline, standfirst, byline, section, text, content = '', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'");
CREATE VIRTUAL TABLE pieces USING fts5 (headline, standfirst, byline, section, text, content = '', tokenize = 'trigram');
"""
#: Gathered in memory up to eight megabytes, merged eight at a time, in pages of eight kilobytes: a third less time for each story
#: than SQLite's own 1, 4 and 4, when very many are put in.
_GATHERING = {"hashsize": 8_000_000, "automerge": 8, "pgsz": 8_000}
# Mild: a story of today counts half as much again as one of long ago.
# Numbers are ranked first, so that whole texts are fetched for one page only.
_FIND = """
SELECT path, headline, standfirst, section, byline, published, language, text FROM stories JOIN (
    SELECT stories.number AS found, bm25({table}, {weights})
        * (1.0 + 0.5 / (1.0 + max(0.0, ? - stories.published) / 2592000.0)) AS score
    FROM {table} JOIN stories ON stories.number = {table}.rowid WHERE {table} MATCH ?
    ORDER BY score, stories.number DESC LIMIT ? OFFSET ?
) ON number = found ORDER BY score, number DESC
"""
_Row = tuple[str, str, str, str, str, float, str, str]
_STEPS_BETWEEN_LOOKS = 2_000
_BUSY_SECONDS = 10.0


class SearchUnavailable(EditionError):
    """The index is not there or cannot be read."""


class SearchTooWide(EditionError):
    """A query that matches so much that ranking it would keep the reader waiting."""


class SearchEntry(NamedTuple):
    """What the index holds of a story.

    byline: names as printed. published: aware. language: BCP 47. text: everything there is to read, a piece a line.
    """

    id: str
    path: str
    headline: str
    standfirst: str
    section: str
    byline: str
    published: datetime
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A story found. headline, standfirst, snippet: with the words searched for marked; snippet: some of the text."""

    path: str
    headline: Marked
    standfirst: Marked
    snippet: Marked
    section: str
    byline: str
    published: datetime
    language: str


class SearchIndex:
    """Writes the index. One writer at a time; others wait up to ten seconds."""

    def __init__(self, file: Path) -> None:
        """file: made where it is missing or damaged. Raises EditionUnwritable when it cannot be."""
        self.file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            #: Whether there was none, so that every story has to be put in.
            self.is_new = not file.exists() or not file.stat().st_size
            try:
                self._connection = _connected(file)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                if not is_damage(error, file, _make_tables):
                    raise
                self.throw_away()
                self.is_new = True
                self._connection = _connected(file)
        except (OSError, sqlite3.Error) as error:
            to_do = remedy(error) or "give the edition a folder you own, with room"
            raise EditionUnwritable(f"{file} cannot be written ({error}); {to_do}") from error

    def throw_away(self) -> None:
        """Delete the index: it can be filled again from what is live. Readers search in vain until then."""
        for name in (
            self.file,
            self.file.with_name(f"{self.file.name}-wal"),
            self.file.with_name(f"{self.file.name}-shm"),
        ):
            name.unlink(missing_ok=True)

    def put(self, *entries: SearchEntry) -> None:
        """Make ``entries`` what is found of their stories: all of them or none, and durably.

        Raises EditionUnwritable when the disk will not take them.
        """
        with self._writing() as connection:
            for entry in entries:
                self._put(connection, entry)

    def remove(self, *story_ids: str) -> None:
        """Let the stories with these ids be found no more; nothing happens to those that are not there."""
        with self._writing():
            for story_id in story_ids:
                self._cleared(story_id)

    def contains(self, text: str) -> bool:
        """Say whether ``text`` stands, letter for letter, in anything the index would show. Reads everything."""
        fields = ("path", "headline", "standfirst", "section", "byline", "text")
        found = " OR ".join(f"instr({name}, :text)" for name in fields)
        query = f"SELECT EXISTS (SELECT 1 FROM stories WHERE {found})"  # noqa: S608  # names are ours
        return bool(self._connection.execute(query, {"text": text}).fetchone()[0])

    def address_of(self, story_id: str) -> str | None:
        """Return where the story with this id stands; None when it is not in the index."""
        found = self._connection.execute("SELECT path FROM stories WHERE id = ?", (story_id,)).fetchone()
        return found[0] if found else None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _put(self, connection: sqlite3.Connection, entry: SearchEntry) -> None:
        names = entry.id, entry.path, entry.headline, entry.standfirst, entry.section, entry.byline
        shown = (*names, entry.published.timestamp(), entry.language, entry.text)
        number = self._cleared(entry.id)
        insert = "INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        number = connection.execute(insert, (number, *shown)).lastrowid or 0
        searched = entry.headline, entry.standfirst, entry.byline, entry.section, entry.text
        _tell(connection, number, searched)

    def _cleared(self, story_id: str) -> int | None:
        """Take a story out of every table and return the number it had."""
        select = f"SELECT number, {_SEARCHED} FROM stories WHERE id = ?"  # noqa: S608  # names are ours
        found = self._connection.execute(select, (story_id,)).fetchone()
        if found is None:
            return None
        number, *searched = found
        _tell(self._connection, number, searched, forget=True)
        self._connection.execute("DELETE FROM stories WHERE number = ?", (number,))
        return int(number)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if is_damage(error, self.file, _make_tables):
                self._connection.close()
                self.throw_away()
                raise EditionUnwritable(f"{self.file} was damaged ({error}); it is begun anew") from error
            to_do = remedy(error) or "make room or give it a folder you own"
            raise EditionUnwritable(f"{self.file} cannot be written ({error}); {to_do}") from error


class SearchReader:
    """Reads the index. For one thread at a time; it opens the file when first asked and again when it was replaced."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None

    def find(
        self,
        query: str,
        *,
        now: datetime,
        limit: int = 10,
        offset: int = 0,
        seconds: float = 0.4,
        clock: Callable[[], float] = time.monotonic,
    ) -> tuple[Hit, ...]:
        """Return the stories that hold every word of ``query``, best first; none for a query without words.

        now: aware; what is young then comes a little earlier. limit, offset: counts. seconds: how long it may take
        by ``clock``. Raises SearchTooWide when it takes longer, SearchUnavailable when there is no index.
        """
        terms = terms_of(query)
        if not terms:
            return ()
        connection = self._open()
        until = clock() + seconds
        connection.set_progress_handler(lambda: int(clock() > until), _STEPS_BETWEEN_LOOKS)
        try:
            found = _found(connection, "words", _words_wanted(terms), (now.timestamp(), limit, offset))
            if not found and (pieces := _pieces_wanted(terms)):
                found = _found(connection, "pieces", pieces, (now.timestamp(), limit, offset))
        except sqlite3.OperationalError as error:
            if "interrupt" in str(error):
                raise SearchTooWide(f"{query[:40]!r} took more than {seconds:g} s") from error
            raise self._unavailable(error) from error
        except sqlite3.Error as error:
            raise self._unavailable(error) from error
        return tuple(_hit(row, terms) for row in found)

    def everything(self) -> Iterator[tuple[str, str]]:
        """Yield every story's address and all that is held of it; of words without a story, "(words of no story)".

        For checks, not for readers. Raises SearchUnavailable.
        """
        connection = self._open()
        connection.set_progress_handler(None, 0)
        shown = "SELECT path, path || char(10) || headline || char(10) || standfirst || char(10) || section || char(10) || byline || char(10) || text FROM stories"
        try:
            yield from connection.execute(shown)
            for table in ("words", "pieces"):
                yield from _orphans(connection, table)
        except sqlite3.Error as error:
            raise self._unavailable(error) from error

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._opened = None

    def _open(self) -> sqlite3.Connection:
        try:
            found = os.stat(self.file)
            if self._connection is None or self._opened != (found.st_dev, found.st_ino):
                self.close()
                address = f"{self.file.resolve().as_uri()}?mode=ro"
                self._connection = sqlite3.connect(address, uri=True, timeout=0.2, check_same_thread=False)
                self._opened = found.st_dev, found.st_ino
        except (OSError, sqlite3.Error) as error:
            raise self._unavailable(error) from error
        return self._connection

    def _unavailable(self, error: Exception) -> SearchUnavailable:
        self.close()
        return SearchUnavailable(
            f"{self.file} cannot be searched ({error}); run `standfirst press --all` to write it again"
        )


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # 64 MB: with SQLite's own 2 a large index is read from the disk again for every story put in.
    connection.execute("PRAGMA cache_size = -65536")
    # 64 MB: what is merged again soon after is written beside the index, and seldom into it.
    connection.execute("PRAGMA wal_autocheckpoint = 16384")
    connection.execute(_STORIES)
    if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
        _begin_words(connection)
    return connection


def _begin_words(connection: sqlite3.Connection) -> None:
    """Make what stories are found by anew, of the stories that are there; readers search in the old one meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    for table in ("words", "pieces"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    _make_words(connection)
    for number, *searched in connection.execute(f"SELECT number, {_SEARCHED} FROM stories"):  # noqa: S608  # names are ours
        _tell(connection, number, searched)
    connection.execute(f"PRAGMA user_version = {_FORMAT}")
    connection.execute("COMMIT")


def _make_words(connection: sqlite3.Connection) -> None:
    for statement in filter(str.strip, _WORDS.split(";")):
        connection.execute(statement)
    for table in ("words", "pieces"):
        for what, much in _GATHERING.items():
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (what, much))  # noqa: S608  # names are ours


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute(_STORIES)
    _make_words(connection)


def _tell(connection: sqlite3.Connection, number: int, searched: Iterable[str], *, forget: bool = False) -> None:
    """Have story ``number`` be found by the words of ``searched`` (as _SEARCHED names them), or no more be found by them."""
    searched = tuple(searched)
    command, place = ("{table}, ", "'delete', ") if forget else ("", "")
    statement = f"INSERT INTO {{table}} ({command}rowid, {_SEARCHED}) VALUES ({place}?, ?, ?, ?, ?, ?)"  # noqa: S608  # names are ours
    connection.execute(statement.format(table="words"), (number, *map(segmented, searched)))
    if any(map(joins_words, searched)):
        connection.execute(statement.format(table="pieces"), (number, *map(folded, searched)))


def _orphans(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """Yield what ``table`` still finds though there is no such story: its words, in their order. There should be none."""
    stray = f"SELECT id FROM {table}_docsize WHERE id NOT IN (SELECT number FROM stories)"  # noqa: S608  # names are ours
    numbers = [number for (number,) in connection.execute(stray)]
    if not numbers:
        return
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_held USING fts5vocab (main, {table}, instance)"
    )
    for number in numbers:
        held = f"SELECT term FROM temp.{table}_held WHERE doc = ? ORDER BY col, offset"  # noqa: S608  # names are ours
        yield "(words of no story)", " ".join(term for (term,) in connection.execute(held, (number,)))


def _found(connection: sqlite3.Connection, table: str, wanted: str, page: tuple[float, int, int]) -> list[_Row]:
    now, limit, offset = page
    statement = _FIND.format(table=table, weights=_WEIGHTS)
    return connection.execute(statement, (now, wanted, limit, offset)).fetchall()


def _words_wanted(terms: tuple[str, ...]) -> str:
    """Return the FTS5 expression for all of ``terms``; letters and digits in quotes have no meaning but themselves.

    Very short ones are whole words: "EU" is not "Europe".
    """
    return " AND ".join(f'"{term}"{"*" if len(term) > 2 else ""}' for term in terms)


def _pieces_wanted(terms: tuple[str, ...]) -> str:
    """Return the expression for all of ``terms`` anywhere within words; "" where that would not help."""
    if not any(joins_words(term) and len(term) > 2 for term in terms):
        return ""
    return " AND ".join(f'"{term}"' for term in terms if len(term) > 2)


def _hit(row: _Row, terms: tuple[str, ...]) -> Hit:
    path, headline, standfirst, section, byline, published, language, text = row
    return Hit(
        path=path,
        headline=marked(headline, terms),
        standfirst=marked(standfirst, terms),
        snippet=snippet(text, terms),
        section=section,
        byline=byline,
        published=datetime.fromtimestamp(published, UTC),
        language=language,
    )
