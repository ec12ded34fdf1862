"""`standfirst bench capture`: what everybody who reads pages gets of ours: the story, all of it, in order, and nothing else.

The example paper is made and run, and every story of it is read by every consumer that is installed: extractors (they
should return the story alone), converters and text browsers (they show the whole page; within the story nothing else
may stand), the reader views of Firefox and Chromium, of the page as it comes and as it folds on a phone, and readers of
metadata. Recall and precision are of words, against the story the newsroom holds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from bench.consumers import CONSUMERS, METADATA, Consumer
from bench.reader_views import VIEWS, folding_relay
from bench.readings import Truth, Worth, truth_of, worth_of
from bench.running_paper import running_paper
from standfirst.story.story import Story
from standfirst.wire.story_json import from_json

#: The example paper's dates are of this zone.
EXAMPLE_ZONE = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Row:
    """What one consumer made of all stories. lost: blocks that miss words, by name; leaks: lines of furniture."""

    consumer: str
    stories: int
    recall: float
    precision: float
    lost: dict[str, int]
    leaks: tuple[str, ...]


def main(argv: Sequence[str]) -> int:
    """Print a line a consumer; return 1 when one gets less than it is able to, or anything that is not the story."""
    wanted = _arguments(argv)
    with running_paper() as paper:
        captured = captured_of(paper.home, paper.site)
        views, absent = view_rows(paper.site, captured)
    rows = [row_of(consumer, captured) for consumer in CONSUMERS if not consumer.absence()]
    absent |= {consumer.name: consumer.absence() for consumer in (*CONSUMERS, *METADATA) if consumer.absence()}
    heads = {consumer.name: _heads(consumer, captured) for consumer in METADATA if not consumer.absence()}
    if wanted.json:
        print(json.dumps({"rows": [asdict(row) for row in [*rows, *views]], "heads": heads, "absent": absent}))
    else:
        print(_table([*rows, *views], heads, absent))
    known = {consumer.name: consumer for consumer in CONSUMERS}
    wrong = [row for row in rows if not _is_as_expected(row, known[row.consumer])]
    wrong += [row for row in views if row.lost or row.leaks]
    return int(bool(wrong))


def _is_as_expected(row: Row, consumer: Consumer) -> bool:
    return set(row.leaks) <= consumer.adds and set(row.lost) <= set(consumer.loses)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench capture", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return parser.parse_args(argv)


def stories_of(home: Path) -> Iterator[Story]:
    """Yield every live story of the paper in ``home``, as its newsroom holds it."""
    with tempfile.TemporaryDirectory(prefix="stories-") as folder:
        command = [sys.executable, "-P", "-m", "standfirst.cli", "export", "--all", "--out", folder]
        subprocess.run(
            command, env={"STANDFIRST_HOME": str(home), "PATH": "/usr/bin:/bin"}, check=True, capture_output=True
        )
        for file in sorted(Path(folder).glob("*.json")):
            story = from_json(file.read_bytes()).story
            if story is not None:
                yield story


def captured_of(home: Path, site: str) -> list[tuple[Story, str, Truth]]:
    """Return every live story of the example paper in ``home``, its page as served, and what is true of it."""
    pages = [(story, httpx.get(site + story.path)) for story in stories_of(home)]
    return [(story, page.text, truth_of(story, page.content, EXAMPLE_ZONE)) for story, page in pages]


def read_by(consumer: Consumer, story: Story, page: str, truth: Truth) -> Worth:
    """Return what ``consumer``'s reading of ``page`` is worth."""
    reading = consumer.read(page, f"https://gazette.example{story.path}")
    return worth_of(reading, truth, whole_page=consumer.whole_page)


def row_of(consumer: Consumer, captured: Sequence[tuple[Story, str, Truth]]) -> Row:
    """Return what ``consumer`` made of all pages it can read."""
    return _row(
        consumer.name,
        [read_by(consumer, *each) for each in captured if each[0].language not in consumer.languages_not],
    )


def view_rows(site: str, captured: Sequence[tuple[Story, str, Truth]]) -> tuple[list[Row], dict[str, str]]:
    """Return what reader views show, of pages as they come and of those that fold; and why views are left out."""
    rows, absent = [], {}
    for name, view in VIEWS.items():
        with folding_relay(site) as relay, view() as read:
            if read is None:
                absent[name] = "no such browser is installed"
                continue
            plain = [worth_of(read(site + truth.path), truth, whole_page=False) for _, _, truth in captured]
            folding = [(truth.path, read(relay.site + truth.path), truth) for _, _, truth in captured]
        folded = [
            worth_of(reading, truth, whole_page=False) for path, reading, truth in folding if path in relay.folded
        ]
        rows += [_row(name, plain), _row(f"{name}, folded", folded)]
    return rows, absent


def _row(name: str, worths: Sequence[Worth]) -> Row:
    lost: dict[str, int] = {}
    for block in (block for worth in worths for block in worth.lost):
        lost[block] = lost.get(block, 0) + 1
    return Row(
        consumer=name,
        stories=len(worths),
        recall=sum(worth.recall for worth in worths) / max(len(worths), 1),
        precision=sum(worth.precision for worth in worths) / max(len(worths), 1),
        lost=lost,
        leaks=tuple(sorted({line for worth in worths for line in worth.leaks})),
    )


def _heads(consumer: Consumer, captured: Sequence[tuple[Story, str, Truth]]) -> int:
    """Return of how many stories ``consumer`` has headline, standfirst and date right."""
    right = 0
    for story, page, _ in captured:
        said = consumer.read(page, f"https://gazette.example{story.path}")
        same = (said.headline, said.text, said.date) == (
            story.headline,
            story.standfirst,
            story.published.isoformat(timespec="seconds"),
        )
        right += same and (not said.byline or all(person.name in said.byline for person in story.byline))
    return right


def _table(rows: Sequence[Row], heads: dict[str, int], absent: dict[str, str]) -> str:
    lines = [f"{'':32}{'stories':>8}{'recall':>9}{'precision':>11}{'leaks':>7}  misses words of"]
    for row in rows:
        lost = ", ".join(f"{name} {count}" for name, count in sorted(row.lost.items()))
        lines.append(
            f"{row.consumer:32}{row.stories:8}{row.recall:9.4f}{row.precision:11.4f}{len(row.leaks):7}  {lost}"
        )
    lines += [f"{name:32}{right:8} heads right" for name, right in heads.items()]
    lines += [f"{name:32} left out: {why}" for name, why in absent.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
