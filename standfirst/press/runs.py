"""A run: one turn of the press, from what is live to what readers get.

Order: plan, note what is due, print it (what others link to first), swap it in, take out what is gone, note
what was printed. Killed at any point, the next run does what is left: what is due stays noted, and printing
the same bytes twice writes them once.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from itertools import starmap
from pathlib import Path

from standfirst.edition.binding import Binder
from standfirst.edition.errors import PlateDamaged
from standfirst.edition.layout import NOT_PRINTED
from standfirst.edition.plate import StoredPlate
from standfirst.edition.search_index import SearchIndex
from standfirst.edition.shelf import Shelf
from standfirst.press.archive import Archive, questions_named
from standfirst.press.catalogue import STORY_RANK, standing_jobs
from standfirst.press.explaining import Explanation, explain
from standfirst.press.former import gone_plate, redirect_plate, story_on
from standfirst.press.jobs import Job
from standfirst.press.ledger import Ledger
from standfirst.press.mending import Rounds, on_a_sound_ledger
from standfirst.press.notes import Reading
from standfirst.press.noting import IN_PASSING, SOON, Noted
from standfirst.press.planning import STRETCH, Changes, compare, look, plan
from standfirst.press.pool import HANDFUL, ManyHands, rubbish_left
from standfirst.press.printing import OF_A_STORY, Hands, OwnHands, Printed, PrintJob
from standfirst.story.addresses import is_for_good, is_live_path, is_story_path

log = logging.getLogger(__name__)

#: Jobs in one turn: small enough that a publish never waits long behind a full press.
TURN = 320
#: Jobs in one turn of the pool, which is broken off when somebody waits: so many that it is seldom without work.
POOLED_TURN = 20_000
#: What a pool printed is brought to readers so many at a time: the disk settles many in the time of one.
_BRINGING = 4 * HANDFUL
#: From so many jobs on, a turn is given to the pool; a publish never is, so that it does not wait for one to start.
POOLED = 120
#: Stretches of a comparison that found nothing, in one run: each run looks at what is new first, which takes its time.
_STRETCHES = 3
#: New pages that one leads to are printed along with it, up to so many; more are a matter of their own, and it waits for them.
_ALONG = 20
#: Up to how many jobs that are left are counted, every run: counting takes its time, too.
_COUNTED = 10_000


class PressBusy(Exception):
    """Another press is in the middle of a run on the same ledger."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A job that could not be printed, and why, in one line."""

    job: Job
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did.

    printed: jobs rendered. written: plates whose bytes were new. left: jobs still due (counted to some thousands only),
    and one more while everything is being compared, which ``is_comparing`` says.
    """

    printed: int = 0
    written: int = 0
    withdrawn: int = 0
    left: int = 0
    is_comparing: bool = False
    troubles: tuple[Trouble, ...] = ()
    seconds: float = 0.0

    def __add__(self, other: Report) -> Report:
        return Report(
            self.printed + other.printed,
            self.written + other.written,
            self.withdrawn + other.withdrawn,
            other.left,
            other.is_comparing,
            self.troubles + other.troubles,
            self.seconds + other.seconds,
        )


@dataclass(slots=True)
class _Turn:
    """What one turn has done so far.

    jobs: what it began. waiting: what is printed and not yet brought to readers, in the order in which they get it.
    brought, written: how many are in the edition, and how many of those were new. first: what later turns print before
    those jobs that lead to it. standing: stories met that stand somewhere, as most do on one list after the other.
    """

    jobs: set[Job] = field(default_factory=set)
    waiting: list[Printed] = field(default_factory=list)
    brought: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    written: int = 0
    first: set[Job] = field(default_factory=set)
    standing: set[str] = field(default_factory=set)

    def begins(self, job: Job) -> bool:
        """Take down that ``job`` is printed now; False when this turn did so already."""
        is_new = job not in self.jobs
        self.jobs.add(job)
        return is_new

    def note_trouble(self, job: Job, error: Exception) -> None:
        """Take down why ``job`` could not be printed; where it happened is logged once for each reason."""
        reason = f"{type(error).__name__}: {error}"
        if reason not in {trouble.reason for trouble in self.troubles}:
            log.error("%s cannot be printed", job, exc_info=error)
        self.troubles.append(Trouble(job, reason))


class PressRoom:
    """One press, with everything it needs. ``run`` is the only verb."""

    def __init__(
        self,
        *,
        archive: Archive,
        ledger: Ledger,
        binder: Binder,
        search: SearchIndex,
        print_job: PrintJob,
        version: str,
        files: tuple[str, ...],
        pool: ManyHands | None = None,
    ) -> None:
        """version: differs when templates or printers do, so that every plate is printed anew. files: keys of kind "file".

        pool: prints what is too much for one process; None where one is enough.
        """
        self.archive = archive
        self.ledger = ledger
        self.binder = binder
        self.search = search
        self._own_hands = OwnHands(print_job)
        self._pool = pool
        self._comparison: Iterator[Changes] | None = None
        self._version = version
        self._files = files
        self._rounds = Rounds(ledger, Shelf(binder.folder))

    @on_a_sound_ledger
    def run(
        self,
        *,
        now: datetime,
        hints: frozenset[str] = frozenset(),
        full: bool = False,
        turn: int | None = None,
        is_called: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Plan, and print at most ``turn`` jobs; ``left`` of the report says whether to come again.

        now: aware, UTC. hints: records to look at first. full: begin to compare everything; each run does a stretch.
        turn: TURN, or POOLED_TURN where there is a pool, when None. is_called: asked now and then in a long turn; True ends it.
        Raises PressBusy when another press runs on this ledger, EditionUnwritable when the edition takes nothing.
        """
        began = time.perf_counter()
        with _alone(self.ledger.file.with_suffix(".lock")):
            reading = Reading(self.archive, now)
            self._plan(reading, hints, full=full, is_called=is_called)
            done = self._turn(reading, turn or (POOLED_TURN if self._pool else TURN), is_called)
            # Removals last: until every list is printed, something may still link to what is going.
            withdrawn = 0 if self.ledger.is_pressing() else self._withdraw()
            left = self.ledger.due_count(_COUNTED) + (self._comparison is not None)
            if not left and self.ledger.said("cleared") is None:
                withdrawn += self._clear_strays()
                self.ledger.say("cleared", now.isoformat())
            if self._pool and not left:
                self._pool.close()
            return Report(
                printed=done.brought,
                written=done.written,
                withdrawn=withdrawn,
                left=left,
                is_comparing=self._comparison is not None,
                troubles=tuple(done.troubles),
                seconds=time.perf_counter() - began,
            )

    def run_to_the_end(
        self, *, now: datetime, everything: bool = False, progress: Callable[[Report], None] = lambda _: None
    ) -> Report:
        """Compare everything and print until nothing is due.

        everything: print what is not stale as well. progress: told after every run what all of them did.
        """
        if everything:
            with self.ledger.writing():
                self.ledger.mark_everything(IN_PASSING)
        report = self.run(now=now, full=True)
        progress(report)
        while report.left:
            report += self.run(now=now)
            progress(report)
        return report

    def _clear_strays(self) -> int:
        """Take out plates a lost ledger forgot, once all that is live is printed; return how many plates that touched.

        Where a story stood before, that is taken down again, for its readers to be sent on, or told that it is gone. What
        the press never prints itself (advertisers' pictures, letters) is left alone, and so are 410s and what is named by
        its content: pages printed before may still be open somewhere. A rendition stays while its picture is shown: should
        its original be lost, nothing could print it again.
        """
        shelf, gone, former = Shelf(self.binder.folder), set[str](), dict[str, Job]()
        renditions: dict[str, Job] = {}
        for plate in shelf.plates():
            path = plate.path
            if path.startswith(NOT_PRINTED) or is_for_good(path) or self.ledger.job_at(path):
                continue
            if (job := self._stood_at(plate, shelf)) is not None:
                former[path] = job
            elif path.startswith("/m/") and self.ledger.shows_picture_at(path):
                renditions[path] = Job("picture", path.removeprefix("/m/"))
            elif plate.status == HTTPStatus.OK:
                gone.add(path)
        with self.ledger.writing():
            for path, job in former.items():
                self.ledger.leave(path, job)
            self.ledger.note([Noted(job, path, {}) for path, job in renditions.items()])
            for job in renditions.values():
                # Tried again at the next full run, which is the first to know what it rests on.
                self.ledger.trouble(job)
        told = {path for path in gone if is_story_path(path) or is_live_path(path)}
        self.binder.bind(gone_plate(path) for path in told)
        self.binder.remove(gone - told)
        return len(gone) + self._withdraw()

    def _stood_at(self, plate: StoredPlate, shelf: Shelf) -> Job | None:
        """Return the story that a plate the ledger does not know is of, or sends its readers to; None for any other plate."""
        if plate.status == HTTPStatus.MOVED_PERMANENTLY:
            target = dict(plate.headers)["location"]
            if (job := self.ledger.job_at(target)) is not None:
                return job
            with suppress(PlateDamaged):
                found = shelf.read(target)
                return story_on(found[0]) if found else None
        return story_on(plate)

    def prints_alone(self) -> None:
        """Have everything printed by this process from now on."""
        self._pool = None

    def stale(self, *, now: datetime) -> list[Job]:
        """Return what a full run would print, sorted, without printing or noting any of it."""
        due = {*self.ledger.due(limit=-1), *self._missing()}
        for changed in compare(self.archive, self.ledger):
            planned = plan(changed, Reading(self.archive, now), self.ledger)
            due |= planned.due | self.ledger.resting_jobs(planned.crowded)
        return sorted(due)

    def look_over(self, limit: int) -> int:
        """Look at the next ``limit`` plates of the edition, and return how many are damaged; the next run prints them again.

        Raises PressBusy when another press runs on this ledger.
        """
        with _alone(self.ledger.file.with_suffix(".lock")):
            return len(self._rounds.look_over(limit))

    def explain(self, path: str, *, now: datetime) -> Explanation:
        """Return what the plate at ``path`` was made from, and why it is or is not stale."""
        shelf = Shelf(self.binder.folder)
        return explain(path, archive=self.archive, ledger=self.ledger, shelf=shelf, version=self._version, now=now)

    # --- Planning

    def _plan(self, reading: Reading, hints: frozenset[str], *, full: bool, is_called: Callable[[], bool]) -> None:
        now = reading.now
        is_first = self.ledger.said("compared") is None
        missing = self._missing()
        if full or (is_first and self._comparison is None):
            self._comparison = compare(self.archive, self.ledger)
        if full or missing or self.ledger.said("version") != self._version:
            self._begin(missing, full=full)
        recent = look(self.archive, self.ledger, hints=hints, now=now)
        self._note_plan(recent, reading, IN_PASSING if is_first else SOON)
        # Whoever waits for what is due does not wait for this as well.
        may_compare = self._comparison is not None and (is_first or not self.ledger.is_pressing())
        if may_compare and len(self._due(STRETCH)) < STRETCH:
            self._compare_on(now, is_called)

    def _compare_on(self, now: datetime, is_called: Callable[[], bool]) -> None:
        """Compare the next stretch of what is live, while everything is being compared; some, where nothing differs."""
        if self._comparison is None:
            return
        is_first = self.ledger.said("compared") is None
        changed: Changes | None = {}
        for _ in range(_STRETCHES):
            changed = next(self._comparison, None)
            if changed != {} or is_called():
                break
        if changed is None:
            self._comparison = None
            self.ledger.say("compared", now.isoformat())
        elif changed:
            # Very much at once is no publish: it must not keep one waiting.
            why = IN_PASSING if is_first or len(changed) > TURN else SOON
            # Answers of a whole stretch are too much to remember; those about what is printed now are not.
            self._note_plan(changed, Reading(self.archive, now), why)

    def _begin(self, missing: set[Job], *, full: bool) -> None:
        """Note what is due whatever changed: what a paper always has, and everything when the program is another one."""
        with self.ledger.writing():
            self.ledger.mark(missing, SOON)
            if self.ledger.said("version") != self._version:
                if self.ledger.said("version") is None and not (self.binder.folder / "plates").exists():
                    # An edition that begins with this ledger has nothing it could have forgotten.
                    self.ledger.say("cleared", "empty")
                self.ledger.mark_everything(IN_PASSING)
                self.ledger.say("version", self._version)
            if full:
                self.ledger.mark_troubled()

    def _note_plan(self, changed: Changes, reading: Reading, why: int) -> None:
        """Plan for ``changed``, and note what was seen and what is due because of it."""
        planned = plan(changed, reading, self.ledger)
        if not (planned.records or planned.due) and self.ledger.newest_look() is not None:
            return
        with self.ledger.writing():
            self.ledger.know(planned.records)
            for name, asked in planned.answers.items():
                self.ledger.answered(name, asked)
            self.ledger.mark(planned.due, why)
            self.ledger.mark_resting_on(planned.crowded, IN_PASSING)
            self.ledger.say("looked", reading.now.isoformat())

    def _missing(self) -> set[Job]:
        return {job for job in standing_jobs(self._files) if not self.ledger.has(job)}

    # --- Printing

    def _turn(self, reading: Reading, limit: int, is_called: Callable[[], bool]) -> _Turn:
        done = _Turn()
        jobs = self._due(limit)
        if self._pool and len(jobs) >= POOLED:
            self._print_together(self._pool, jobs, reading, is_called, done)
        else:
            # What they asked last time they will ask again, and together it costs a fraction.
            reading.fetch(questions_named(self.ledger.asked_by(jobs)))
            for printed in self._own_hands.print_all(jobs, reading):
                self._take(printed, reading, done)
        if done.jobs:
            self._bring(done)
            self._note_troubles(done.troubles)
        if done.first:
            with self.ledger.writing():
                # As pressing as anything: what leads to them may be, and would come first again.
                self.ledger.mark(done.first, SOON)
        return done

    def _print_together(
        self, pool: Hands, jobs: Sequence[Job], reading: Reading, is_called: Callable[[], bool], done: _Turn
    ) -> None:
        """Have ``pool`` print ``jobs``, and bring what it printed while it prints on; until all are, or somebody calls."""
        with rubbish_left():
            for number, printed in enumerate(pool.print_all(jobs, reading), start=1):
                self._take(printed, reading, done)
                if number % HANDFUL:
                    continue
                if is_called():
                    return
                if len(done.waiting) >= _BRINGING:
                    self._bring(done)
                    if self.ledger.due_count(len(jobs)) < len(jobs):
                        # The pool is to have work for the next turn as well.
                        self._compare_on(reading.now, is_called)

    def _due(self, limit: int) -> list[Job]:
        """Return at most ``limit`` jobs that are due, in the order in which they are printed."""
        if self.ledger.said("met") is None:
            # Before every story was printed once, a list would bring those it shows with it, one after another.
            stories = self.ledger.due(limit, most=STORY_RANK)
            if stories or self.ledger.said("compared") is None:
                return stories
            self.ledger.say("met", "all")
        return self.ledger.due(limit)

    def _take(self, printed: Printed, reading: Reading, done: _Turn) -> None:
        """Put ``printed`` with what the turn brings, after the pictures it shows and the stories it links to first of all.

        What leads to very many new pages waits for a later turn, and so does what leads to that.
        """
        job = printed.job
        if not done.begins(job):
            return
        if printed.error is not None:
            done.note_trouble(job, printed.error)
            return
        leads_to = [Job("picture", path.removeprefix("/m/")) for path in self.ledger.missing_pictures(printed.pictures)]
        met = printed.stories - done.standing
        missing = self.ledger.missing_stories(met)
        done.standing |= met.difference(missing)
        leads_to += [Job("story", story) for story in missing]
        pages = self.ledger.missing(starmap(Job, sorted(printed.leads_to)))
        if len(new := self.ledger.unknown(pages)) > _ALONG:
            done.first.update([*new, job])
            return
        leads_to += pages
        if wanted := [one for one in leads_to if one not in done.jobs]:
            for first in self._own_hands.print_all(wanted, reading):
                self._take(first, reading, done)
        if done.first.isdisjoint(leads_to):
            done.waiting.append(printed)
        else:
            done.first.add(job)

    def _bring(self, done: _Turn) -> None:
        """Swap in what waits, have the search find it, and what is gone no more; then note it."""
        fresh, done.waiting = done.waiting, []
        done.brought += len(fresh)
        done.written += self.binder.bind(printed.plate for printed in fresh if printed.plate is not None)
        stories = [printed for printed in fresh if printed.job.kind == "story"]
        entries = [printed.entry for printed in stories if printed.entry is not None]
        gone = [printed.job.key for printed in stories if printed.entry is None]
        if entries:
            self.search.put(*entries)
        if gone:
            self.search.remove(*gone)
        with self.ledger.writing():
            self.ledger.note([_noted(printed) for printed in fresh])

    # --- Noting, and taking out what is gone

    def _note_troubles(self, troubles: Sequence[Trouble]) -> None:
        with self.ledger.writing():
            for trouble in troubles:
                self.ledger.mark([trouble.job], SOON)
                self.ledger.trouble(trouble.job)

    def _withdraw(self) -> int:
        """Take out what is gone, say at former addresses where things went, and return how many plates that touched."""
        jobs = self.ledger.untold()
        dropped = self.ledger.no_longer_shown() if self.ledger.has_dropped() else []
        withdrawn = sum(self._leave_word(job) for job in jobs) + self.binder.remove(path for _, path in dropped)
        if jobs or self.ledger.has_dropped():
            with self.ledger.writing():
                for job in jobs:
                    self.ledger.tell(job)
                for job, _ in dropped:
                    self.ledger.forget(job)
                self.ledger.empty_dropped()
        return withdrawn

    def _leave_word(self, job: Job) -> int:
        """Say at every former address of ``job`` where it went, or that it is gone; return how many addresses."""
        now_at = self.ledger.path_of(job)
        # What is named by its content stays: pages printed before name it.
        left = (path for path in self.ledger.former_paths(job) if not is_for_good(path))
        former = [path for path in left if self.ledger.job_at(path) is None]
        for path in former:
            if now_at is not None:
                self.binder.bind([redirect_plate(path, now_at)])
            elif job.kind in OF_A_STORY:
                # What was fetched from there was read, and is no more.
                self.binder.bind([gone_plate(path)])
            else:
                self.binder.remove([path])
        return len(former)


def _noted(printed: Printed) -> Noted:
    path = printed.plate.path if printed.plate else None
    return Noted(printed.job, path, printed.asked, printed.pictures, printed.fresh_until)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the press's lock. Raises PressBusy when another process holds it; a dead process holds nothing."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PressBusy(
                f"another press is running on {lock.with_suffix('.sqlite3')}; wait for it to finish"
            ) from error
        yield
    finally:
        os.close(descriptor)
