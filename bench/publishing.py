"""`standfirst bench publish`: from the publish call in the newsroom to the new bytes over HTTP.

A paper of its own is made and run, press, newsroom and site each in its process, as readers would have it. This process
then does what the newsroom's publish button does (save a revision, publish it) and asks the site until the new
headline is on the story's page, on its section's front and on the home front.

The clock starts right before the publish call and stops when the last byte of the first answer with the new headline is
read; saving the revision is not counted.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.running_paper import RunningPaper, running_paper
from standfirst.config.home import home_of

#: How long a publish may take to show before the benchmark gives up, seconds.
_SHOW_SECONDS = 30.0
#: How long the reader waits between two looks, seconds: well below what is measured.
_LOOK_SECONDS = 0.001
#: Publishes before the first that counts: they warm caches up.
_WARM_UP = 5
#: Where readers meet a headline.
PLACES = ("story", "section front", "home front")


@dataclass(frozen=True, slots=True)
class Subject:
    """The story that is published over and over. paths: where its headline shows, as PLACES names them."""

    page: Any
    paths: tuple[str, ...]


def main(argv: Sequence[str]) -> int:
    """Print p50, p99 and the extremes of ``--rounds`` publishes for each place; return 0."""
    wanted = _arguments(argv)
    with running_paper() as paper:
        rounds = list(_publishes(paper, wanted.rounds))
    figures = {place: _figures([shown[number] for shown in rounds]) for number, place in enumerate(PLACES)}
    print(json.dumps({"publishes": len(rounds), "ms": figures}) if wanted.json else _table(figures, len(rounds)))
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench publish", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=100, help="how many publishes to time (default: 100)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return parser.parse_args(argv)


def _publishes(paper: RunningPaper, rounds: int) -> Iterator[tuple[float, ...]]:
    """Yield, ``rounds`` times, the seconds a publish took to show at each of PLACES."""
    subject = _subject(paper)
    host = paper.site.removeprefix("http://")
    reader = http.client.HTTPConnection(host)
    for number in range(_WARM_UP + rounds):
        headline = f"Bench headline number {number}"
        subject.page.title = headline
        revision = subject.page.save_revision()
        began = time.perf_counter()
        revision.publish()
        shown = _until_shown(reader, subject.paths, headline.encode(), began)
        if number >= _WARM_UP:
            yield shown


def _subject(paper: RunningPaper) -> Subject:
    """Return the paper's newest story; this process becomes one of the newsroom's."""
    from standfirst.config.django_setup import set_up_django

    set_up_django(home_of(paper.home, os.environ))
    from standfirst.newsroom.intake import live_stories
    from standfirst.newsroom.models import StoryPage

    newest = next(live_stories())
    section = f"/{newest.url.strip('/').partition('/')[0]}/"
    return Subject(StoryPage.objects.get(pk=newest.id), (newest.url, section, "/"))


def _until_shown(
    reader: http.client.HTTPConnection, paths: Sequence[str], words: bytes, began: float
) -> tuple[float, ...]:
    """Return for each of ``paths`` how many seconds after ``began`` its page held ``words``."""
    shown: dict[str, float] = {}
    while len(shown) < len(paths):
        for path in paths:
            if path not in shown and words in _read(reader, path):
                shown[path] = time.perf_counter() - began
        if time.perf_counter() - began > _SHOW_SECONDS:
            missing = next(path for path in paths if path not in shown)
            raise SystemExit(f"bench publish: {missing} did not show {words.decode()!r} within {_SHOW_SECONDS:g} s")
        time.sleep(_LOOK_SECONDS)
    return tuple(shown[path] for path in paths)


def _read(reader: http.client.HTTPConnection, path: str) -> bytes:
    reader.request("GET", path)
    return reader.getresponse().read()


def _figures(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    chosen = {
        "p50": median(ordered),
        "p99": ordered[min(len(ordered) - 1, round(len(ordered) * 0.99) - 1)],
        "least": ordered[0],
        "most": ordered[-1],
    }
    return {name: round(value * 1000, 1) for name, value in chosen.items()}


def _table(figures: dict[str, dict[str, float]], publishes: int) -> str:
    head = f"{'milliseconds':14}" + "".join(f"{name:>9}" for name in next(iter(figures.values())))
    rows = [f"{place:14}" + "".join(f"{value:>9}" for value in row.values()) for place, row in figures.items()]
    return "\n".join([f"{publishes} publishes: from the publish call to new bytes over HTTP", head, *rows])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
