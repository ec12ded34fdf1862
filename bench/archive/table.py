"""`standfirst bench archive --stories N`: what a large archive costs, side by side with a small one.

For each N a paper of its own is made by seed, pressed from nothing, then run as readers and editors meet it. Making,
pressing and measuring are processes of their own, so that each one's memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: Figure, what is asked, how it is written.
ROWS = (
    ("press_rate", "story pages a second, full press", "≥ 1,500", ",.0f"),
    ("press_cpu_ms", "CPU a story page, all processes, ms", "≤ 1.33", ".2f"),
    ("press_seconds", "full press, s", "", ",.1f"),
    ("plates", "plates", "", ",.0f"),
    ("press_mb", "memory, largest process of the press, MB", "≤ 600", ",.0f"),
    ("plate_kb", "disk a story: its plate, KB", "≤ 10", ".1f"),
    ("search_kb", "disk a story: search index, KB", "", ".1f"),
    ("ledger_kb", "disk a story: ledger, KB", "", ".1f"),
    ("database_kb", "disk a story: newsroom, KB", "", ".1f"),
    ("idle_ms", "run with nothing to do, ms", "≤ 50", ".1f"),
    ("compare_seconds", "full comparison, s", "≤ 10", ".2f"),
    ("compare_cpu_seconds", "full comparison, CPU s", "", ".2f"),
    ("publish_p50", "publish to all plates live, p50 ms", "≤ 100", ",.0f"),
    ("publish_p99", "publish to all plates live, p99 ms", "≤ 500", ",.0f"),
    ("publish_plates", "plates a publish touches, median", "", ".0f"),
    ("running_mb", "memory, press while publishing, MB", "≤ 600", ",.0f"),
    ("desk_p95", "newsroom: desk with filters, p95 ms", "≤ 300", ",.0f"),
    ("search_p95", "newsroom: search, p95 ms", "≤ 500", ",.0f"),
    ("editor_p95", "newsroom: open the editor, p95 ms", "≤ 500", ",.0f"),
    ("draft_p95", "newsroom: save a draft, p95 ms", "≤ 300", ",.0f"),
    ("load", "load of the machine, 1 minute", "", ".1f"),
)
#: How the archive may be kept between runs: made and pressed once, measured as often as one likes.
_STEPS = ("make", "press", "measure")


def main(argv: Sequence[str]) -> int:
    """Print one table over all N; return 0."""
    wanted = _arguments(argv)
    figures = {stories: _figures(stories, wanted) for stories in wanted.stories}
    if wanted.json:
        print(json.dumps({str(stories): found for stories, found in figures.items()}))
    else:
        print(table(figures))
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench archive", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--stories", type=int, action="append", required=True, help="how many; may be given again")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same archive (default: 1)")
    parser.add_argument("--rounds", type=int, default=60, help="how many publishes to time (default: 60)")
    parser.add_argument(
        "--requests", type=int, default=30, help="how many of each of the newsroom's pages (default: 30)"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep each archive in DIR/N, and go on from what is there"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return parser.parse_args(argv)


def _figures(stories: int, wanted: argparse.Namespace) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="archive-") as folder:
        home = (wanted.keep or Path(folder)) / str(stories)
        home.mkdir(parents=True, exist_ok=True)
        for step in _STEPS:
            known = _known(home)
            # Measuring is what a kept archive is kept for.
            if step == "measure" or step not in known:
                known[step] = _step(step, home, stories, wanted)
                (home / "figures.json").write_text(json.dumps(known))
        return {name: value for found in known.values() for name, value in found.items()}


def _known(home: Path) -> dict[str, dict[str, float]]:
    file = home / "figures.json"
    known: dict[str, dict[str, float]] = json.loads(file.read_text()) if file.exists() else {}
    return known


def _step(step: str, home: Path, stories: int, wanted: argparse.Namespace) -> dict[str, float]:
    numbers = map(str, (stories, wanted.seed, wanted.rounds, wanted.requests))
    found = subprocess.run(
        [sys.executable, "-P", "-m", "bench.archive.steps", step, str(home), *numbers],
        env=dict(os.environ) | {"STANDFIRST_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if found.returncode:
        raise SystemExit(f"bench archive: the step “{step}” for {stories:,} stories failed; see the lines above")
    figures: dict[str, float] = json.loads(found.stdout.splitlines()[-1])
    return figures


def table(figures: dict[int, dict[str, Any]]) -> str:
    """Return the figures as a Markdown table, one column for each N."""
    lines = [
        "| | asked | " + " | ".join(f"{stories:,}" for stories in figures) + " |",
        "| --- | --: |" + " --: |" * len(figures),
    ]
    for name, what, asked, form in ROWS:
        values = [found.get(name) for found in figures.values()]
        lines.append(f"| {what} | {asked} | " + " | ".join("" if v is None else format(v, form) for v in values) + " |")
    return "\n".join(lines)
