"""Noting: what was printed and what it was made from, into the ledger's tables, for many plates together.

A statement for each table instead of some for each plate: a press of everything notes hundreds of thousands.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from standfirst.press.catalogue import rank_of
from standfirst.press.jobs import Job
from standfirst.press.notes import Asked

#: Why a plate is due: readers wait for it; it is printed again in passing; it could not be printed.
SOON, IN_PASSING, TROUBLED = 1, 2, 3

#: Subjects that are records by the same name.
_RECORDS = ("story:", "section:", "person:", "topic:")


@dataclass(frozen=True, slots=True)
class Noted:
    """What the ledger holds of one printed job. path: None when there was nothing to print. asked: by the question's name."""

    job: Job
    path: str | None
    asked: Mapping[str, Asked]
    pictures: frozenset[str] = frozenset()
    fresh_until: datetime | None = None


def note(db: sqlite3.Connection, noted: Sequence[Noted]) -> None:
    """Take down where each of ``noted`` (a job once) stands and stood before, what it asked, what it shows. In a transaction."""
    standing = _standing(db, [one.job for one in noted])
    plates = {job: plate for job, (plate, _) in standing.items()}
    moments = (one.fresh_until.timestamp() if one.fresh_until else None for one in noted)
    db.executemany(
        "UPDATE plates SET path = ?, due = 0, rank = ?, fresh_until = ? WHERE id = ?",
        [(one.path, rank_of(one.job), until, plates[one.job]) for one, until in zip(noted, moments, strict=True)],
    )
    _note_moves(db, [(one.job, standing[one.job][1], one.path) for one in noted])
    _note_questions(db, {plates[one.job]: one.asked for one in noted})
    _note_pictures(db, {plates[one.job]: one.pictures for one in noted})


def _standing(db: sqlite3.Connection, jobs: Sequence[Job]) -> dict[Job, tuple[int, str | None]]:
    """Return the plate of each of ``jobs``, begun where there is none, and where it stands."""
    db.executemany(
        "INSERT OR IGNORE INTO plates (kind, key, rank) VALUES (?, ?, ?)",
        [(job.kind, job.key, rank_of(job)) for job in jobs],
    )
    select = (
        "SELECT plates.kind, plates.key, plates.id, plates.path FROM json_each(?) AS jobs"
        " JOIN plates ON plates.kind = jobs.value ->> 0 AND plates.key = jobs.value ->> 1"
    )
    named = json.dumps([(job.kind, job.key) for job in jobs])
    return {Job(kind, key): (plate, path) for kind, key, plate, path in db.execute(select, (named,))}


def _note_moves(db: sqlite3.Connection, moves: Iterable[tuple[Job, str | None, str | None]]) -> None:
    """Take down which addresses were left, and which are somebody's again. moves: job, where it stood, where it stands."""
    moves = list(moves)
    left = [(before, job.kind, job.key) for job, before, now in moves if before is not None and before != now]
    db.executemany("INSERT OR REPLACE INTO former VALUES (?, ?, ?, 0)", left)
    db.executemany("DELETE FROM former WHERE path = ?", [(now,) for _, _, now in moves if now is not None])


# --- Questions


def _note_questions(db: sqlite3.Connection, asked: Mapping[int, Mapping[str, Asked]]) -> None:
    """Take down what plates asked. asked: by plate, in the order in which they were printed; then by the question's name."""
    newest = {name: answer for answers in asked.values() for name, answer in answers.items()}
    select = "SELECT name, id, fingerprint FROM questions WHERE name IN (SELECT value FROM json_each(?))"
    known = {name: (number, noted) for name, number, noted in db.execute(select, (json.dumps(list(newest)),))}
    numbers = {name: number for name, (number, _) in known.items()}
    numbers |= _begin(db, {name: answer for name, answer in newest.items() if name not in known})
    _note_asking(db, {plate: {numbers[name] for name in answers} for plate, answers in asked.items()})
    for name, (number, noted) in known.items():
        if noted != newest[name].fingerprint:
            take_answer(db, number, newest[name])
            _mark_others(db, number, [plate for plate, answers in asked.items() if answers.get(name) == newest[name]])
    outdated = [
        plate
        for plate, answers in asked.items()
        if any(answer.fingerprint != newest[name].fingerprint for name, answer in answers.items())
    ]
    if outdated:
        _mark(db, outdated)


def _begin(db: sqlite3.Connection, answers: Mapping[str, Asked]) -> dict[str, int]:
    """Take down questions nobody asked before, and return their numbers."""
    if not answers:
        return {}
    (first,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM questions").fetchone()
    numbers = {name: number for number, name in enumerate(answers, start=first)}
    rows = [(numbers[name], name, answer.fingerprint) for name, answer in answers.items()]
    db.executemany("INSERT INTO questions VALUES (?, ?, ?)", rows)
    _rest(db, {numbers[name]: answer.subjects for name, answer in answers.items()})
    return numbers


def take_answer(db: sqlite3.Connection, question: int, asked: Asked) -> None:
    """Take down the newest answer to the question with this number."""
    db.execute("UPDATE questions SET fingerprint = ? WHERE id = ?", (asked.fingerprint, question))
    before = {subject for (subject,) in db.execute("SELECT subject FROM rests WHERE question = ?", (question,))}
    gone = [(subject, question) for subject in before - asked.subjects]
    db.executemany("DELETE FROM rests WHERE subject = ? AND question = ?", gone)
    _rest(db, {question: asked.subjects - before})


def _rest(db: sqlite3.Connection, subjects: Mapping[int, Collection[str]]) -> None:
    """Take down what answers rest on as well, by the question's number."""
    rows = [(subject, question) for question, rested in subjects.items() for subject in rested]
    db.executemany("INSERT INTO rests VALUES (?, ?)", sorted(rows))
    # A plate may show a record before any look has met it: noted, so that its going is a difference like any other.
    met = sorted({subject for subject, _ in rows if subject.startswith(_RECORDS)})
    db.executemany("INSERT OR IGNORE INTO records VALUES (?, '', '[]')", [(subject,) for subject in met])


def _note_asking(db: sqlite3.Connection, asked: Mapping[int, set[int]]) -> None:
    """Take down which questions plates ask; those that nobody asks any more go."""
    before: dict[int, set[int]] = defaultdict(set)
    select = "SELECT plate, question FROM asked WHERE plate IN (SELECT value FROM json_each(?))"
    for plate, question in db.execute(select, (json.dumps(list(asked)),)):
        before[plate].add(question)
    new = [(plate, question) for plate, now in asked.items() for question in now - before[plate]]
    db.executemany("INSERT INTO asked VALUES (?, ?)", sorted(new))
    for plate, now in asked.items():
        if before[plate] - now:
            drop(db, plate, before[plate] - now)


def drop(db: sqlite3.Connection, plate: int, questions: Iterable[int]) -> None:
    """Drop questions ``plate`` no longer asks, and those nobody asks any more."""
    for question in questions:
        db.execute("DELETE FROM asked WHERE plate = ? AND question = ?", (plate, question))
        if db.execute("SELECT 1 FROM asked WHERE question = ? LIMIT 1", (question,)).fetchone() is None:
            db.execute("DELETE FROM rests WHERE question = ?", (question,))
            db.execute("DELETE FROM questions WHERE id = ?", (question,))


def _mark_others(db: sqlite3.Connection, question: int, plates: Sequence[int]) -> None:
    """Take down that plates besides ``plates`` are due that were printed from another answer to ``question``.

    One that is printed for another reason may meet an answer no look has met yet; a look finds no difference then.
    """
    db.execute(
        "UPDATE plates SET due = ? WHERE due IN (0, 3) AND id NOT IN (SELECT value FROM json_each(?))"
        " AND id IN (SELECT plate FROM asked WHERE question = ?)",
        (IN_PASSING, json.dumps(plates), question),
    )


def _mark(db: sqlite3.Connection, plates: Sequence[int]) -> None:
    """Take down that ``plates`` are due: what they were printed from is not the newest answer."""
    update = "UPDATE plates SET due = ? WHERE due IN (0, 3) AND id IN (SELECT value FROM json_each(?))"
    db.execute(update, (IN_PASSING, json.dumps(plates)))


# --- Pictures


def _note_pictures(db: sqlite3.Connection, shown: Mapping[int, frozenset[str]]) -> None:
    """Take down which pictures plates show, by plate; what one stopped showing may be taken out."""
    before: dict[int, set[str]] = defaultdict(set)
    select = "SELECT plate, picture FROM shown WHERE plate IN (SELECT value FROM json_each(?))"
    for plate, picture in db.execute(select, (json.dumps(list(shown)),)):
        before[plate].add(picture)
    gone = [(plate, picture) for plate, now in shown.items() for picture in before[plate] - now]
    new = [(plate, picture) for plate, now in shown.items() for picture in now - before[plate]]
    db.executemany("DELETE FROM shown WHERE plate = ? AND picture = ?", gone)
    db.executemany("INSERT INTO shown VALUES (?, ?)", sorted(new))
    db.executemany("INSERT OR IGNORE INTO dropped VALUES (?)", [(picture,) for _, picture in gone])
