"""The steps of `standfirst bench archive`, each a process: make, press, measure. Prints its figures as one line of JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from standfirst.config.django_setup import set_up_django
from standfirst.config.home import Home
from standfirst.config.new_home import existing_home, make_home
from standfirst.config.opening import open_home
from standfirst.config.progress import Progress
from standfirst.edition.layout import edition_folder

#: Idle runs and comparisons to take the median of.
_IDLE_RUNS, _COMPARISONS = 9, 3

Figures = dict[str, float]


def make(home: Home, stories: int, seed: int) -> Figures:
    """Make the paper and its archive."""
    open_home(home)
    from bench.archive.making import make_archive

    began, progress = time.monotonic(), Progress("making")

    def tell(done: int) -> None:
        if progress.is_due():
            progress.say(done, stories)

    make_archive(stories, seed=seed, progress=tell)
    progress.end()
    return {"stories": stories, "make_seconds": time.monotonic() - began}


def press(home: Home, stories: int) -> Figures:
    """Press everything from nothing; then a run with nothing to do, and a comparison."""
    set_up_django(home)
    from standfirst.config.press_room import press_room
    from standfirst.press.runs import Report

    room = press_room(home)
    began, progress = time.monotonic(), Progress("pressing")

    def tell(so_far: Report) -> None:
        if progress.is_due():
            progress.say(so_far.printed, so_far.printed + room.ledger.due_count())

    report = room.run_to_the_end(now=datetime.now(UTC), progress=tell)
    seconds = time.monotonic() - began
    progress.end()
    if report.troubles:
        raise SystemExit(f"{len(report.troubles)} plates cannot be printed: {report.troubles[0].reason}")
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    return {
        "plates": report.written,
        "press_seconds": seconds,
        "press_rate": stories / seconds,
        "press_cpu_ms": cpu / stories * 1000,
        "press_mb": max(own.ru_maxrss, others.ru_maxrss) / 1024,
        **_sizes(home, stories, report.written),
    }


def _sizes(home: Home, stories: int, plates: int) -> Figures:
    """Return what lies on the disk, in whole blocks, KB a story (the plates: KB a plate)."""
    edition = edition_folder(home.edition_url)
    files = (file.stat() for file in edition.glob("plates/*/*.plate"))
    databases = {
        "search_kb": edition / "search.sqlite3",
        "ledger_kb": home.ledger,
        "database_kb": home.folder / "newsroom.sqlite3",
    }
    sizes = {name: _blocks(file) / 2 / stories for name, file in databases.items() if file.exists()}
    return {"plate_kb": sum(file.st_blocks for file in files) / 2 / plates, **sizes}


def _blocks(database: Path) -> int:
    """Return the blocks of a database, with what is written beside it until it is written into it."""
    beside = database.with_name(f"{database.name}-wal")
    return database.stat().st_blocks + (beside.stat().st_blocks if beside.exists() else 0)


def measure(home: Home, rounds: int, requests: int) -> Figures:
    """Run the paper, and publish, read and edit in it."""
    set_up_django(home)
    from bench.archive.editing import editing
    from bench.archive.publishing import publishing
    from bench.running_paper import running_paper

    figures = _looking(home)
    with running_paper(home.folder) as paper:
        figures |= publishing(home, paper, rounds)
        figures |= editing(paper.site, requests)
    return figures | {"load": os.getloadavg()[0]}


def _looking(home: Home) -> Figures:
    from standfirst.config.press_room import press_room

    room = press_room(home)
    room.run_to_the_end(now=datetime.now(UTC))
    idle = [room.run(now=datetime.now(UTC)).seconds for _ in range(_IDLE_RUNS)]
    compared: list[float] = []
    began = time.process_time()
    for _ in range(_COMPARISONS):
        report = room.run(now=datetime.now(UTC), full=True)
        while report.left:
            report += room.run(now=datetime.now(UTC))
        compared.append(report.seconds)
    return {
        "idle_ms": median(idle) * 1000,
        "compare_seconds": median(compared),
        "compare_cpu_seconds": (time.process_time() - began) / _COMPARISONS,
    }


def main(step: str, folder: str, *numbers: str) -> int:
    """Do one step; numbers: stories, seed, rounds, requests."""
    stories, seed, rounds, requests = map(int, numbers)
    if step == "make":
        figures = make(make_home(Path(folder), os.environ), stories, seed)
    else:
        home = existing_home(Path(folder), os.environ)
        figures = press(home, stories) if step == "press" else measure(home, rounds, requests)
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
