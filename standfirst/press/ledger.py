"""The ledger: what each plate was printed from, and what is due. SQLite, the press's own, safe to lose.

Whatever is lost of it is asked and printed again; the same bytes are not written again.

    records    what was live when last looked: record, version, the subjects it touched
    plates     every job ever printed: where it stands now, and whether it is due
    questions  what plates asked: the fingerprint of the answer     rests: what the answer rests on
    asked      which plate asked which question                     shown: which plate shows which picture
    former     addresses a job had before (redirects, and 410s), and whether its readers were told
    dropped    renditions that some plate stopped showing, their pictures to be taken out when nobody shows any of one
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from standfirst.press.catalogue import LAST_RANK, rank_of
from standfirst.press.jobs import Job
from standfirst.press.ledger_file import Garbled, connected, opened, throw_away
from standfirst.press.notes import Asked
from standfirst.press.noting import IN_PASSING, SOON, TROUBLED, Noted, drop, note, take_answer


@dataclass(frozen=True, slots=True)
class Known:
    """A question plates rest on, and the fingerprint of the answer they were printed from."""

    name: str
    fingerprint: str


class Ledger:
    """One press's ledger. Not for two threads at once."""

    def __init__(self, file: Path) -> None:
        """file: made where it is missing, thrown away and begun anew where it is damaged or of another format.

        Raises LedgerOutOfReach.
        """
        self.file = file
        self._db = opened(file)

    def close(self) -> None:
        self._db.close()

    def begin_anew(self) -> None:
        """Throw everything away and begin with an empty ledger, in the same place."""
        self._db.close()
        throw_away(self.file)
        self._db = connected(self.file)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Everything written inside is kept together, or not at all."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            # SQLite has let go already where its disk was full, or failed.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    # --- What was said last time

    def said(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM said WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def say(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (name, value))

    # --- Records

    def versions_of(self, records: Iterable[str]) -> dict[str, str]:
        """Return the versions last looked at of those of ``records`` the ledger knows."""
        select = "SELECT record, version FROM records WHERE record IN (SELECT value FROM json_each(?))"
        return dict(self._db.execute(select, (json.dumps(list(records)),)))

    def record_count(self) -> int:
        """Return how many records the ledger knows."""
        return int(self._db.execute("SELECT count(*) FROM records").fetchone()[0])

    def records_after(self, record: str, limit: int) -> list[str]:
        """Return the next ``limit`` records known after ``record`` ("" for the first), sorted."""
        select = "SELECT record FROM records WHERE record > ? ORDER BY record LIMIT ?"
        return [found for (found,) in self._db.execute(select, (record, limit))]

    def subjects_of_all(self, records: Iterable[str]) -> frozenset[str]:
        """Return the subjects that any of ``records`` touched when last looked at."""
        select = "SELECT subjects FROM records WHERE record IN (SELECT value FROM json_each(?))"
        found = self._db.execute(select, (json.dumps(list(records)),))
        try:
            return frozenset().union(*(json.loads(subjects) for (subjects,) in found))
        except (ValueError, TypeError) as error:
            raise Garbled(f"subjects that are none: {error}") from error

    def know(self, records: Mapping[str, tuple[str | None, frozenset[str]]]) -> None:
        """Take down which versions ``records`` were seen in, and the subjects each touches; version None: it is gone."""
        gone = [(record,) for record, (version, _) in records.items() if version is None]
        seen = [
            (record, version, json.dumps(sorted(subjects), ensure_ascii=False))
            for record, (version, subjects) in records.items()
            if version is not None
        ]
        self._db.executemany("DELETE FROM records WHERE record = ?", gone)
        self._db.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", seen)

    # --- Questions

    def crowded(self, subjects: Iterable[str], limit: int) -> list[str]:
        """Return those of ``subjects`` on which more than ``limit`` questions rest."""
        select = (
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM rests WHERE subject = value LIMIT 1 OFFSET ?)"
        )
        return [subject for (subject,) in self._db.execute(select, (json.dumps(list(subjects)), limit))]

    def resting_on(self, subjects: Iterable[str]) -> list[Known]:
        """Return the questions whose answers rest on any of ``subjects``."""
        select = (
            "SELECT DISTINCT name, fingerprint FROM questions JOIN rests ON question = id"
            " WHERE subject IN (SELECT value FROM json_each(?))"
        )
        return [Known(*row) for row in self._db.execute(select, (json.dumps(sorted(subjects)),))]

    def asking(self, names: Iterable[str]) -> list[Job]:
        """Return the jobs that asked any of the questions with these ``names``."""
        select = (
            "SELECT DISTINCT kind, key FROM plates JOIN asked ON plate = plates.id JOIN questions ON questions.id = question"
            " WHERE name IN (SELECT value FROM json_each(?))"
        )
        return [Job(*row) for row in self._db.execute(select, (json.dumps(sorted(names)),))]

    def answered(self, name: str, asked: Asked) -> None:
        """Take down the newest answer to a question that is in the ledger already."""
        row = self._db.execute("SELECT id FROM questions WHERE name = ?", (name,)).fetchone()
        if row is not None:
            take_answer(self._db, row[0], asked)

    # --- Plates

    def has(self, job: Job) -> bool:
        return (
            self._db.execute("SELECT 1 FROM plates WHERE kind = ? AND key = ?", (job.kind, job.key)).fetchone()
            is not None
        )

    def unknown(self, jobs: Iterable[Job]) -> list[Job]:
        """Return those of ``jobs`` the ledger has nothing of."""
        if not (named := [(job.kind, job.key) for job in jobs]):
            return []
        select = (
            "SELECT jobs.value ->> 0, jobs.value ->> 1 FROM json_each(?) AS jobs WHERE NOT EXISTS"
            " (SELECT 1 FROM plates WHERE plates.kind = jobs.value ->> 0 AND plates.key = jobs.value ->> 1)"
        )
        return [Job(*row) for row in self._db.execute(select, (json.dumps(named),))]

    def path_of(self, job: Job) -> str | None:
        """Return where ``job`` stands, or None when it is not printed."""
        row = self._db.execute("SELECT path FROM plates WHERE kind = ? AND key = ?", (job.kind, job.key)).fetchone()
        return row[0] if row else None

    def job_at(self, path: str) -> Job | None:
        """Return the job that stands at ``path`` now."""
        row = self._db.execute("SELECT kind, key FROM plates WHERE path = ?", (path,)).fetchone()
        return Job(*row) if row else None

    def mark(self, jobs: Iterable[Job], due: int) -> None:
        """Take down that ``jobs`` are due; what was more pressing stays so."""
        self._db.executemany(
            "INSERT INTO plates (kind, key, due, rank) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET due = CASE WHEN due IN (0, 3) THEN excluded.due ELSE min(due, excluded.due) END",
            # In order: what was written earlier is printed earlier, and what links to it finds it there.
            [(job.kind, job.key, due, rank_of(job)) for job in sorted(jobs, key=lambda job: (len(job.key), job.key))],
        )

    def resting_jobs(self, subjects: Iterable[str]) -> set[Job]:
        """Return the jobs with an answer resting on any of ``subjects``."""
        select = (
            "SELECT DISTINCT kind, key FROM rests JOIN asked USING (question) JOIN plates ON plates.id = plate"
            " WHERE subject IN (SELECT value FROM json_each(?))"
        )
        return {Job(*row) for row in self._db.execute(select, (json.dumps(sorted(subjects)),))}

    def mark_resting_on(self, subjects: Iterable[str], due: int) -> None:
        """Take down that every plate with an answer resting on any of ``subjects`` is due; what was more pressing stays so."""
        self._db.execute(
            "UPDATE plates SET due = ? WHERE due IN (0, 3) AND id IN (SELECT plate FROM rests JOIN asked USING (question)"
            " WHERE subject IN (SELECT value FROM json_each(?)))",
            (due, json.dumps(sorted(subjects))),
        )

    def trouble(self, job: Job) -> None:
        """Take down that ``job`` could not be printed; it is tried again when something changes, or at a full run."""
        self._db.execute("UPDATE plates SET due = ? WHERE kind = ? AND key = ?", (TROUBLED, job.kind, job.key))

    def mark_everything(self, due: int) -> None:
        """Take down that every plate but the pictures is due."""
        self._db.execute("UPDATE plates SET due = ? WHERE kind <> 'picture' AND due NOT IN (1, ?)", (due, due))

    def mark_stories(self, due: int) -> None:
        """Take down that every story is due: the search index has to be filled again."""
        self._db.execute("UPDATE plates SET due = ? WHERE kind = 'story' AND due = 0", (due,))

    def mark_troubled(self) -> None:
        """Take down that what could not be printed is to be tried again."""
        self._db.execute("UPDATE plates SET due = ? WHERE due > 0 AND due = ?", (IN_PASSING, TROUBLED))

    def due(self, limit: int, *, most: int | None = None) -> list[Job]:
        """Return at most ``limit`` due jobs, the most pressing and what others link to first; of ranks up to ``most`` only."""
        select = "SELECT kind, key FROM plates WHERE due > 0 AND due < 3 AND rank <= ? ORDER BY due, rank, id LIMIT ?"
        return [Job(*row) for row in self._db.execute(select, (most if most is not None else LAST_RANK, limit))]

    def is_pressing(self) -> bool:
        """Say whether readers still wait for something that is due."""
        select = "SELECT 1 FROM plates WHERE due > 0 AND due = ? LIMIT 1"
        return self._db.execute(select, (SOON,)).fetchone() is not None

    def due_count(self, limit: int = -1) -> int:
        """Return how many jobs are due, counted up to ``limit``; -1: all of them."""
        select = "SELECT count(*) FROM (SELECT 1 FROM plates WHERE due > 0 AND due < 3 LIMIT ?)"
        return int(self._db.execute(select, (limit,)).fetchone()[0])

    def stale_at(self, moment: datetime) -> list[Job]:
        """Return the jobs whose time has come by ``moment`` though nothing changed."""
        select = "SELECT kind, key FROM plates WHERE fresh_until <= ?"
        return [Job(*row) for row in self._db.execute(select, (moment.timestamp(),))]

    def note(self, noted: Sequence[Noted]) -> None:
        """Take down that jobs were printed, a job once: where it stands, what it asked, what it shows."""
        note(self._db, noted)

    def forget(self, job: Job) -> None:
        """Drop everything noted of ``job``."""
        row = self._db.execute("SELECT id FROM plates WHERE kind = ? AND key = ?", (job.kind, job.key)).fetchone()
        if row is None:
            return
        questions = [question for (question,) in self._db.execute("SELECT question FROM asked WHERE plate = ?", row)]
        drop(self._db, row[0], questions)
        self._db.execute("DELETE FROM shown WHERE plate = ?", row)
        self._db.execute("DELETE FROM plates WHERE id = ?", row)

    def no_longer_shown(self) -> list[tuple[Job, str]]:
        """Return all printed renditions of the dropped pictures that no plate shows any more, with their addresses.

        While one rendition of a picture is shown, the others stay: pages printed before, by a design that showed it in
        another size, may still be open somewhere.
        """
        # "." is the sign after "-": between the two lies whatever begins with the picture's name and "-".
        select = (
            "SELECT DISTINCT kind, key, path FROM"
            " (SELECT DISTINCT substr(picture, 4, instr(picture, '-') - 4) AS one FROM dropped)"
            " JOIN plates ON kind = 'picture' AND key > one || '-' AND key < one || '.' AND path IS NOT NULL"
            " WHERE NOT EXISTS (SELECT 1 FROM shown"
            " WHERE shown.picture > '/m/' || one || '-' AND shown.picture < '/m/' || one || '.')"
        )
        return [(Job(kind, key), path) for kind, key, path in self._db.execute(select)]

    def shows_picture_at(self, path: str) -> bool:
        """Say whether any plate shows the picture that has a rendition at ``path``, in whatever size."""
        one = path.partition("-")[0]
        select = "SELECT 1 FROM shown WHERE picture > ? AND picture < ? LIMIT 1"
        return self._db.execute(select, (f"{one}-", f"{one}.")).fetchone() is not None

    def has_dropped(self) -> bool:
        return self._db.execute("SELECT 1 FROM dropped LIMIT 1").fetchone() is not None

    def empty_dropped(self) -> None:
        self._db.execute("DELETE FROM dropped")

    def missing_pictures(self, pictures: Collection[str]) -> list[str]:
        """Return those of ``pictures`` (addresses) that are not printed."""
        if not pictures:
            return []
        select = (
            "SELECT value FROM json_each(?) WHERE NOT EXISTS"
            " (SELECT 1 FROM plates WHERE path = value AND kind = 'picture' AND due = 0)"
        )
        return [picture for (picture,) in self._db.execute(select, (json.dumps(sorted(pictures)),))]

    def missing_stories(self, ids: Collection[str]) -> list[str]:
        """Return those of ``ids`` that stand nowhere yet; not those that cannot be printed."""
        if not ids:
            return []
        select = (
            "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM plates"
            " WHERE kind = 'story' AND key = value AND (path IS NOT NULL OR due = ?))"
        )
        return [story for (story,) in self._db.execute(select, (json.dumps(sorted(ids)), TROUBLED))]

    def missing(self, jobs: Iterable[Job]) -> list[Job]:
        """Return those of ``jobs`` that stand nowhere."""
        return [job for job in jobs if self.path_of(job) is None]

    def standing_after(self, number: int, limit: int) -> list[tuple[int, Job, str]]:
        """Return the next ``limit`` printed plates after ``number`` (0: from the first): number, job, address."""
        select = "SELECT id, kind, key, path FROM plates WHERE id > ? AND path IS NOT NULL ORDER BY id LIMIT ?"
        return [(found, Job(kind, key), path) for found, kind, key, path in self._db.execute(select, (number, limit))]

    # --- Former addresses

    def leave(self, path: str, job: Job) -> None:
        """Take down that ``job`` stood at ``path`` and does no longer."""
        self._db.execute("INSERT OR REPLACE INTO former VALUES (?, ?, ?, 0)", (path, job.kind, job.key))

    def former_paths(self, job: Job) -> list[str]:
        """Return where ``job`` stood before."""
        select = "SELECT path FROM former WHERE kind = ? AND key = ?"
        return [path for (path,) in self._db.execute(select, (job.kind, job.key))]

    def untold(self) -> list[Job]:
        """Return the jobs that left an address whose readers were not told yet."""
        return [Job(*row) for row in self._db.execute("SELECT DISTINCT kind, key FROM former WHERE told = 0")]

    def tell(self, job: Job) -> None:
        """Take down that the readers of all former addresses of ``job`` were told where it is now."""
        self._db.execute("UPDATE former SET told = 1 WHERE kind = ? AND key = ?", (job.kind, job.key))

    def asked_by(self, jobs: Iterable[Job]) -> list[str]:
        """Return the names of the questions that ``jobs`` asked when they were last printed, each once."""
        select = (
            "SELECT DISTINCT name FROM json_each(?) AS jobs"
            " JOIN plates ON plates.kind = jobs.value ->> 0 AND plates.key = jobs.value ->> 1"
            " JOIN asked ON plate = plates.id JOIN questions ON question = questions.id"
        )
        return [name for (name,) in self._db.execute(select, (json.dumps([(job.kind, job.key) for job in jobs]),))]

    # --- For people

    def questions_of(self, job: Job) -> list[Known]:
        """Return what ``job`` asked when it was printed."""
        select = (
            "SELECT name, fingerprint FROM questions JOIN asked ON question = questions.id JOIN plates ON plate = plates.id"
            " WHERE kind = ? AND key = ? ORDER BY name"
        )
        return [Known(*row) for row in self._db.execute(select, (job.kind, job.key))]

    def subjects_under(self, name: str) -> frozenset[str]:
        """Return what the newest answer to the question called ``name`` rests on."""
        select = "SELECT subject FROM rests JOIN questions ON question = id WHERE name = ?"
        return frozenset(subject for (subject,) in self._db.execute(select, (name,)))

    def why_due(self, job: Job) -> tuple[int, datetime | None]:
        """Return why ``job`` is due (SOON, IN_PASSING, TROUBLED; 0: it is not), and until when it is good (aware, UTC)."""
        select = "SELECT due, fresh_until FROM plates WHERE kind = ? AND key = ?"
        due, until = self._db.execute(select, (job.kind, job.key)).fetchone() or (0, None)
        return due, None if until is None else datetime.fromtimestamp(until, UTC)

    def job_formerly_at(self, path: str) -> Job | None:
        """Return the job that left ``path``."""
        row = self._db.execute("SELECT kind, key FROM former WHERE path = ?", (path,)).fetchone()
        return Job(*row) if row else None

    def newest_look(self) -> datetime | None:
        """Return when a run last looked (aware, UTC), or None before the first."""
        said = self.said("looked")
        try:
            return datetime.fromisoformat(said).astimezone(UTC) if said else None
        except ValueError as error:
            raise Garbled(f"a moment that is none: {error}") from error
