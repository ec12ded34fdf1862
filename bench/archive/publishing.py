"""Publishing into a large archive: from the publish call to every plate it touches, over HTTP."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median, quantiles

from bench.running_paper import RunningPaper
from standfirst.config.home import Home
from standfirst.newsroom.models import StoryPage
from standfirst.newsroom.models.standing import Listing

#: How long a publish may take to show before the benchmark gives up; how long between two looks, seconds.
_SHOW_SECONDS, _LOOK_SECONDS = 60.0, 0.002
_WARM_UP = 5
#: Two publishes in three change one of so many newest stories, which stand on every list; the third any story.
_NEWEST = 10


def publishing(home: Home, paper: RunningPaper, rounds: int) -> dict[str, float]:
    """Return p50 and p99 of ``rounds`` publishes (ms), how many plates each touched, and the press's memory."""
    del home
    reader = http.client.HTTPConnection(paper.site.removeprefix("http://"))
    dice = Random(rounds)
    seconds: list[float] = []
    touched: list[int] = []
    for number, page in enumerate(_pages(_WARM_UP + rounds, dice)):
        paths = [path for path in _candidates(page) if (page.address() or "?").encode() in _read(reader, path)]
        # One that no earlier run had: it would be there before it is published.
        headline = f"Bench headline number {number} of {time.time_ns()}"
        page.title = headline
        revision = page.save_revision()
        began = time.perf_counter()
        revision.publish()
        _wait_for(reader, paths, headline.encode(), began)
        if number >= _WARM_UP:
            seconds.append(time.perf_counter() - began)
            touched.append(len(paths))
    return {
        "publish_p50": median(seconds) * 1000,
        "publish_p99": quantiles(seconds, n=100)[98] * 1000,
        "publish_plates": median(touched),
        "running_mb": _memory_mb(paper.process.pid),
    }


def _pages(number: int, dice: Random) -> Iterator[StoryPage]:
    newest = list(
        Listing.objects.filter(kind="paper", owner=0).order_by("-month", "-published").values_list("story_id")
    )
    for turn in range(number):
        (pk,) = dice.choice(newest) if turn % 3 == 2 else newest[turn % _NEWEST]
        yield StoryPage.objects.get(pk=pk).get_latest_revision_as_object()


def _candidates(page: StoryPage) -> list[str]:
    """Return every page and feed on which ``page`` may show its headline."""
    address = page.address() or "/"
    _, section, year, month, day, *_ = address.split("/")
    return [
        address,
        "/",
        f"/{section}/",
        f"/{section}/{year}/{month}/",
        f"/{section}/{year}/{month}/{day}/",
        *(f"/topics/{row.topic.slug}/" for row in page.story_topics.all()),
        *(f"/people/{row.person.slug}/" for row in page.bylines.all()),
        *(f"/feeds/{name}.{suffix}" for name in (section, "all") for suffix in ("xml", "atom", "json")),
    ]


def _read(reader: http.client.HTTPConnection, path: str) -> bytes:
    reader.request("GET", path)
    return reader.getresponse().read()


def _wait_for(reader: http.client.HTTPConnection, paths: list[str], words: bytes, began: float) -> None:
    # One after the other: what asks for all of them all the time has half of the machine.
    for path in paths:
        while words not in _read(reader, path):
            if time.perf_counter() - began > _SHOW_SECONDS:
                raise SystemExit(f"bench archive: {path} did not show {words.decode()!r} in {_SHOW_SECONDS:g} s")
            time.sleep(_LOOK_SECONDS)


def _memory_mb(serving: int) -> float:
    """Return the most memory the press among the children of process ``serving`` ever had."""
    for children in Path(f"/proc/{serving}/task").glob("*/children"):
        for child in children.read_text().split():
            if b"\0press\0" in Path(f"/proc/{child}/cmdline").read_bytes():
                status = Path(f"/proc/{child}/status").read_text()
                return float(status.partition("VmHWM:")[2].split()[0]) / 1024
    return float("nan")
