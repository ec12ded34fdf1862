"""`standfirst bench browsers`: what readers do, in every browser that is installed, driven as readers drive it.

Five tasks: read a story, go on to the next, open a section, search for a word and get to a result, follow a correction to
its story. Old and tiny browsers are driven by keys and by the mouse, others by their own remote control. A cell works
when all that must be on the screen is, and nothing else is within the story; else it says what was seen.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from bench.capture import stories_of
from bench.running_paper import running_paper
from bench.surfing.browsers import BROWSERS
from bench.surfing.surfer import Browser
from bench.surfing.tasks import TASKS, Errand, errand_of

#: What a cell says when the task was done.
WORKS = "works"


@dataclass(frozen=True, slots=True)
class Row:
    """What became of each task in one browser. cells: by task, "works" or what was seen instead. absent: why it was left out."""

    browser: str
    version: str
    cells: dict[str, str]
    seconds: float = 0.0
    absent: str = ""


def main(argv: Sequence[str]) -> int:
    """Print a line a browser; return 1 when a task failed in one that is installed."""
    wanted = _arguments(argv)
    with running_paper() as paper:
        errand = errand_of(paper.site, [*stories_of(paper.home)])
        rows = [row_of(browser, errand, wanted.task or TASKS) for browser in BROWSERS if wanted.only in browser.name]
    print(json.dumps([asdict(row) for row in rows]) if wanted.json else table(rows))
    return int(any(said != WORKS for row in rows for said in row.cells.values()))


def row_of(browser: Browser, errand: Errand, tasks: Iterable[str]) -> Row:
    """Return what became of ``tasks`` in ``browser``."""
    if browser.absence():
        return Row(browser.name, "", {}, absent=browser.absence())
    began = time.monotonic()
    cells = {}
    for task in tasks:
        cells[task] = tried(browser, errand, task)
        print(f"{browser.name}: {task}: {cells[task]}", file=sys.stderr, flush=True)
    return Row(browser.name, browser.release(), cells, round(time.monotonic() - began, 1))


def tried(browser: Browser, errand: Errand, task: str) -> str:
    """Return "works" when ``task`` was done in a window of its own, else what was seen."""
    try:
        with browser.window() as surfer:
            TASKS[task](surfer, errand, browser.says)
    except Exception as error:  # noqa: BLE001 -- whatever a driver stumbles over is what the cell says
        return f"{type(error).__name__}: {' '.join(str(error).split())}"
    return WORKS


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench browsers", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON list instead of a table")
    parser.add_argument("--only", default="", metavar="NAME", help="only browsers whose name has this")
    parser.add_argument("--task", action="append", choices=[*TASKS], help="only this task (as often as wanted)")
    return parser.parse_args(argv)


def table(rows: Sequence[Row]) -> str:
    """Return a line a browser, how many cells work, and a line for each that does not."""
    lines = [f"{'':24}" + "".join(f"{task:12}" for task in TASKS) + "version"]
    notes = []
    for row in rows:
        if row.absent:
            notes.append(f"{row.browser}: left out: {row.absent}")
            continue
        cells = "".join(
            f"{'' if said is None else WORKS if said == WORKS else 'FAILS':12}" for said in map(row.cells.get, TASKS)
        )
        lines.append(f"{row.browser:24}{cells}{row.version}")
        notes += [f"{row.browser}: {task}: {said}" for task, said in row.cells.items() if said != WORKS]
    done = sum(said == WORKS for row in rows for said in row.cells.values())
    lines.append(f"{done} of {sum(len(row.cells) for row in rows)} work")
    return "\n".join([*lines, *notes])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
