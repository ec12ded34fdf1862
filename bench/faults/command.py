"""`standfirst bench faults`: everything that may go wrong, done to a paper of its own, and whether it stood.

Each part runs in a process and on a paper of its own. ``--only`` runs some parts; ``--times 0.1`` does a tenth of everything.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial

from bench.faults.outcome import Outcome
from bench.faults.rooms import ROOT, new_paper
from standfirst.config.home import Home

#: How often each fault is done at ``--times 1``.
STEPS, KILLS, DISKS, READ_ONLY, DAMAGES, RIVALS, AWAY_SECONDS, REQUESTS, CHANGES = (
    300,
    200,
    20,
    10,
    40,
    20,
    120,
    200_000,
    40,
)


def main(argv: Sequence[str]) -> int:
    """Print what each part came to; return 1 if anything was wrong, else 0."""
    wanted = _arguments(argv)
    if wanted.part:
        print(json.dumps(asdict(_outcome(wanted.part, wanted.times))))
        return 0
    parts = wanted.only or list(PARTS)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="opened-") as folder:
        # A paper takes seconds to open: once is enough.
        os.environ.setdefault("FAULT_OPENED", f"{folder}/newsroom.sqlite3")
        for part in parts:
            found = _apart(part, wanted.times)
            wrong += len(found.wrong)
            print(json.dumps(asdict(found)) if wanted.json else _lines(found), flush=True)
    return 1 if wrong else 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench faults", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=list(PARTS), help="these parts alone")
    parser.add_argument("--times", type=float, default=1.0, help="how much of everything (default: 1)")
    parser.add_argument("--json", action="store_true", help="one JSON object a part instead of lines")
    parser.add_argument("--part", choices=list(PARTS), help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def _apart(part: str, times: float) -> Outcome:
    """Return what ``part`` came to in a process of its own: Django knows one paper for life."""
    command = [sys.executable, "-P", "-m", "bench.faults.command", "--part", part, "--times", str(times)]
    environment = dict(os.environ) | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode:
        return Outcome(part, wrong=[(ended.stderr.strip().splitlines() or ["it ended without a word"])[-1]])
    return Outcome(**json.loads(ended.stdout.splitlines()[-1]))


def _outcome(part: str, times: float) -> Outcome:
    # What goes wrong is what is measured; the log would only say it again.
    logging.disable(logging.CRITICAL)
    with new_paper() as home:
        return PARTS[part](home, times)


def _lines(found: Outcome) -> str:
    figures = ", ".join(f"{name} {value}" for name, value in found.figures.items())
    return "\n".join(
        [
            f"{'wrong' if found.wrong else 'stood'}  {found.part}: {figures}",
            *(f"         {each}" for each in found.wrong[:10]),
        ]
    )


def _count(often: int, times: float) -> int:
    return max(1, round(often * times))


def _exactness(home: Home, times: float) -> Outcome:
    from bench.faults.exactness import any_steps, exactness_of

    seen = exactness_of(home, any_steps(random.Random(3), _count(STEPS, times)))
    figures: dict[str, float | int | str] = {
        "edits": seen.steps, "compared": seen.compared, "rendered": seen.rendered, "changed by it": seen.changed,
        "rendered for nothing": f"{1 - seen.changed / max(1, seen.rendered):.0%}", "rewritten with the same bytes": len(seen.needlessly), "wrong": len(seen.wrong),
    }  # fmt: skip
    return Outcome("exactness", figures, seen.wrong + seen.needlessly)


def _stored(home: Home, times: float, *, name: str, often: int) -> Outcome:
    from bench.faults import clocks, rivals, stores
    from bench.faults.editing import edit

    for number in range(4):
        edit("publish", number, number * 3 + 1)
    edit("illustrate", 1, 1)
    does: Mapping[str, Callable[[Home, int], Outcome]] = {
        "full": stores.full_disk,
        "read-only": stores.read_only,
        "plates": stores.damaged_plates,
        "stores": stores.damaged_stores,
        "presses": rivals.two_presses,
        "editors": rivals.two_editors,
        "clock": clocks.jumping,
    }
    return does[name](home, _count(often, times))


def _too_large(home: Home, times: float) -> Outcome:
    from bench.faults.stores import file_too_large

    del times
    return file_too_large(home)


def _killed(home: Home, times: float) -> Outcome:
    from bench.faults.killing import kill_at_random

    return kill_at_random(home, _count(KILLS, times))


def _away(home: Home, times: float) -> Outcome:
    from bench.faults.outage import database_away

    return database_away(home, max(5.0, AWAY_SECONDS * times))


def _soaked(home: Home, times: float) -> Outcome:
    from bench.faults.soak import soaked

    return soaked(home, _count(REQUESTS, times))


def _rushed(home: Home, times: float) -> Outcome:
    from bench.faults.rush import rushed

    return rushed(home, _count(CHANGES, times))


def _embargo(home: Home, times: float) -> Outcome:
    from bench.faults.embargo import probed

    return probed(home, ahead_seconds=max(30.0, 60 * times))


PARTS: Mapping[str, Callable[[Home, float], Outcome]] = {
    "exactness": _exactness,
    "kill": _killed,
    "disk-full": partial(_stored, name="full", often=DISKS),
    "file-limit": _too_large,
    "read-only": partial(_stored, name="read-only", often=READ_ONLY),
    "plates": partial(_stored, name="plates", often=DAMAGES),
    "stores": partial(_stored, name="stores", often=DAMAGES),
    "clock": partial(_stored, name="clock", often=RIVALS),
    "presses": partial(_stored, name="presses", often=RIVALS),
    "editors": partial(_stored, name="editors", often=RIVALS),
    "database": _away,
    "soak": _soaked,
    "embargo": _embargo,
    "rush": _rushed,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
