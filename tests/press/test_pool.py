"""The pool: many processes print what one would, in the same order, and outlive one of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from standfirst.edition.plate import Plate
from standfirst.press.jobs import Job
from standfirst.press.notes import Notes, Reading
from standfirst.press.pool import HANDFUL, Bench, ManyHands
from standfirst.press.printing import OwnHands, Printed
from tests.press.memory_archive import MemoryArchive
from tests.press.rooms import NOON, Printer, a_story

STORIES = 2 * HANDFUL + 7
JOBS = tuple(Job("story", str(number)) for number in range(STORIES))


def archive() -> MemoryArchive:
    stories = MemoryArchive()
    for number in range(STORIES):
        stories.publish(a_story(str(number)))
    return stories


def print_unless_fatal(job: Job, notes: Notes, *, fatal: Job, deaths: Path, lives: int) -> Plate | None:
    """Print ``job``; the process that meets ``fatal`` is killed as the system does it, ``lives`` times."""
    if job == fatal and len(list(deaths.iterdir())) < lives:
        (deaths / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if job.key == "5":
        raise Unpicklable
    return Printer()(job, notes)


class Unpicklable(Exception):
    """An error that cannot cross between processes."""

    def __init__(self) -> None:
        super().__init__("no ink in number 5")
        self.handle = lambda: None


def bench(deaths: Path, lives: int) -> Bench:
    return archive(), partial(print_unless_fatal, fatal=JOBS[HANDFUL + 3], deaths=deaths, lives=lives)


@pytest.fixture
def printed(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[Printed]]:
    """What a pool of two prints whose process is killed as often as the test says."""
    pool = ManyHands(2, partial(bench, tmp_path, request.param))
    yield list(pool.print_all(JOBS, Reading(archive(), NOON)))
    pool.close()


@pytest.mark.parametrize("printed", [0], indirect=True)
def test_many_hands_print_what_one_would_in_the_same_order(printed: list[Printed], tmp_path: Path) -> None:
    stories, print_job = bench(tmp_path, 0)
    alone = list(OwnHands(print_job).print_all(JOBS, Reading(stories, NOON)))
    assert [(one.job, one.plate, one.asked, one.stories, one.entry) for one in printed] == [
        (one.job, one.plate, one.asked, one.stories, one.entry) for one in alone
    ]


@pytest.mark.parametrize("printed", [0], indirect=True)
def test_an_error_that_cannot_cross_is_told_in_its_words(printed: list[Printed]) -> None:
    assert [(one.job.key, str(one.error)) for one in printed if one.error] == [("5", "Unpicklable: no ink in number 5")]


@pytest.mark.parametrize("printed", [1], indirect=True)
def test_what_a_killed_process_had_is_printed_by_another(printed: list[Printed]) -> None:
    assert [one.job for one in printed] == list(JOBS)
    assert [one.job.key for one in printed if one.plate is None] == ["5"]


@pytest.mark.parametrize("printed", [99], indirect=True)
def test_what_kills_every_process_is_named_and_holds_up_nothing_else(printed: list[Printed]) -> None:
    assert [one.job for one in printed] == list(JOBS)
    held_up = [int(one.job.key) for one in printed if one.plate is None and one.job.key != "5"]
    assert held_up == list(range(HANDFUL, 2 * HANDFUL))
