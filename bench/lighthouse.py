"""`standfirst bench lighthouse`: what Lighthouse says of the home front, a section's front and a story, with their ads.

The example paper is made and run, its flights running, and Lighthouse's mobile preset (a slow phone on slow 4G, simulated)
looks at each page several times in a Chromium without a window; printed are medians. Beside them stands a bare page, a
heading and a line, served by the same machine: Lighthouse multiplies what the machine needed by four, so that what even
that page takes is the machine's and not ours. And each look is reckoned twice: the second time every task takes as long as the
processor worked on it, as on a machine that has nothing else to do ("alone"). Lighthouse is set up by `npm ci` in tests/node/lighthouse.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import httpx

from bench.running_paper import running_paper

HERE = Path(__file__).parents[1] / "tests" / "node" / "lighthouse"
PROGRAM = HERE / "node_modules" / ".bin" / "lighthouse"
#: How long one look may take, seconds.
_LOOK_SECONDS = 180
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_BARE = (
    b'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bare</title>'
    b'<meta name="viewport" content="width=device-width"></head><body><h1>Bare</h1><p>A heading and a line.</p></body></html>'
)
_STORY = re.compile(r'<h2>.*?<a href="(/[a-z-]+/\d{4}/[^"]+)"')

#: What was asked, beside no layout shift, no blocking and nobody else's address: scores, ms, requests, bytes without pictures.
SCORE = 100
LARGEST_MS = 1_000
REQUESTS = 12
BYTES = 40 * 1024


class NoLighthouse(Exception):
    """Lighthouse or a browser is not there; says what to type."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a page found.

    scores: by category, 0 to 100. shift: cumulative layout shift. blocked, first, largest: total blocking time, first and
    largest contentful paint, simulated, ms. kinds: requests by what was asked for (kind_of). plain_bytes: over the wire,
    without pictures. adverts: slots that showed one. foreign: addresses of others. blocked_alone, largest_alone: as blocked and
    largest, if every task had taken its processor time only (as_alone), ms.
    """

    scores: Mapping[str, int]
    shift: float
    blocked: float
    first: float
    largest: float
    kinds: Mapping[str, int]
    plain_bytes: int
    adverts: int
    foreign: tuple[str, ...]
    blocked_alone: float = 0.0
    largest_alone: float = 0.0

    @property
    def requests(self) -> int:
        return sum(self.kinds.values())


def main(argv: Sequence[str]) -> int:
    """Print the medians of each page; return 1 when a page misses what was asked of it in something that is not the machine's."""
    wanted = _arguments(argv)
    with running_paper() as paper, _bare_page() as bare:
        pages = {"bare page": bare, **_pages(paper.site)}
        looks: dict[str, list[Look]] = {name: [] for name in pages}
        # In turns, so that what else the machine does falls on all of them.
        for _ in range(wanted.times):
            for name, address in pages.items():
                looks[name].append(look_at(address))
    found = {name: middle_of(each) for name, each in looks.items()}
    load = os.getloadavg()[1]
    if wanted.json:
        print(json.dumps({"load": load, "pages": {name: asdict(look) for name, look in found.items()}}))
    else:
        print(_table(found, wanted.times, load))
    return int(any(_misses(look) for name, look in found.items() if name != "bare page"))


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench lighthouse", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=int, default=5, help="looks at each page, of which the median is printed")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return parser.parse_args(argv)


def _pages(site: str) -> dict[str, str]:
    """Return the addresses of the pages that are looked at: the home front, the first story on it, that story's section."""
    found = _STORY.search(httpx.get(f"{site}/").text)
    if not found:
        raise NoLighthouse(f"{site}/ has no story to look at; the example paper should have printed some")
    story = found[1]
    return {"home": f"{site}/", "section": f"{site}/{story.split('/')[1]}/", "story": site + story}


@contextmanager
def _bare_page() -> Iterator[str]:
    """Yield the address of a page that holds next to nothing."""

    class Bare(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(_BARE)))
            self.end_headers()
            self.wfile.write(_BARE)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Bare) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


# --- One look


def look_at(address: str) -> Look:
    """Return what Lighthouse's mobile preset finds at ``address``. Raises NoLighthouse when it cannot look."""
    browser = next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    if not PROGRAM.exists() or not browser:
        raise NoLighthouse("Lighthouse wants Node 20 and Chromium; in tests/node/lighthouse type: npm ci")
    flags = "--headless=new" + (" --no-sandbox" if os.geteuid() == 0 else "")
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        seen, report = Path(folder) / "seen", Path(folder) / "report.json"
        environment = os.environ | {"CHROME_PATH": browser}
        told = (address, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}")
        found = look_of(_reported(report, environment, f"-GA={seen}", *told))
        trace = seen / "defaultPass.trace.json"
        held = json.loads(trace.read_text("utf-8"))
        trace.write_text(json.dumps(held | {"traceEvents": as_alone(held["traceEvents"])}), "utf-8")
        alone = look_of(_reported(report, environment, f"-A={seen}", *told))
        return replace(found, blocked_alone=alone.blocked, largest_alone=alone.largest)


def _reported(report: Path, environment: Mapping[str, str], how: str, address: str, *told: str) -> Any:
    """Return what Lighthouse puts into the file ``report``. how: whether it looks, or only judges what it saw before."""
    report.unlink(missing_ok=True)
    command = [str(PROGRAM), address, how, *told]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_LOOK_SECONDS, check=False)
    if done.returncode or not report.exists():
        raise NoLighthouse(f"Lighthouse could not look at {address}; it said: {done.stderr.strip()[-500:]}")
    return json.loads(report.read_text("utf-8"))


def as_alone(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return a trace's ``events`` with each task, and what is in it, as long as its thread ran: without waiting for the processor."""
    tasks: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    for event in events:
        if event["name"].endswith("RunTask") and event.get("dur") and "tdur" in event:
            share = min(event["tdur"] / event["dur"], 1)
            tasks[event["pid"], event["tid"]].append((event["ts"], event["dur"], share))
    for each in tasks.values():
        each.sort()

    def shortened(event: Mapping[str, Any]) -> Mapping[str, Any]:
        own = tasks.get((event["pid"], event["tid"]), [])
        at = bisect_right(own, (event["ts"], float("inf"), 1.0)) - 1
        if event.get("ph") != "X" or at < 0:
            return event
        start, lasted, share = own[at]
        if event["ts"] > start + lasted:
            return event
        return {
            **event,
            "ts": start + (event["ts"] - start) * share,
            "dur": max(1, event.get("dur", 0) * share),
        }

    return list(map(shortened, events))


def look_of(report: Mapping[str, Any]) -> Look:
    """Return what a report of Lighthouse's (its JSON) says."""
    audits = report["audits"]
    requests = [asked for asked in audits["network-requests"]["details"]["items"] if asked["url"].startswith("http")]
    host = urlsplit(report["finalDisplayedUrl"]).netloc
    return Look(
        scores={name: round(100 * (report["categories"][name]["score"] or 0)) for name in _CATEGORIES},
        shift=round(audits["cumulative-layout-shift"]["numericValue"], 4),
        blocked=audits["total-blocking-time"]["numericValue"],
        first=audits["first-contentful-paint"]["numericValue"],
        largest=audits["largest-contentful-paint"]["numericValue"],
        kinds=Counter(map(kind_of, requests)),
        plain_bytes=sum(asked["transferSize"] for asked in requests if "picture" not in kind_of(asked)),
        adverts=sum("/count/served/" in asked["url"] for asked in requests),
        foreign=tuple(sorted(asked["url"] for asked in requests if urlsplit(asked["url"]).netloc != host)),
    )


def kind_of(asked: Mapping[str, Any]) -> str:
    """Return what was asked for, as a reader would say it: page, script, picture, advert, advert's picture, advert's count …"""
    path = urlsplit(asked["url"]).path
    if path.startswith("/adverts/count/"):
        return "advert's count"
    if path.startswith("/adverts/picture/"):
        return "advert's picture"
    if path.startswith("/adverts/"):
        return "advert"
    if path.startswith("/favicon"):
        return "icon"
    kind: str = asked["resourceType"]
    return {"Document": "page", "Image": "picture"}.get(kind, kind.lower())


def middle_of(looks: Sequence[Look]) -> Look:
    """Return the medians of ``looks`` at one page; of requests those of the look with the most, and every foreign address."""
    most = max(looks, key=lambda look: look.requests)
    return Look(
        scores={name: round(median(look.scores[name] for look in looks)) for name in _CATEGORIES},
        shift=max(look.shift for look in looks),
        blocked=median(look.blocked for look in looks),
        first=median(look.first for look in looks),
        largest=median(look.largest for look in looks),
        kinds=most.kinds,
        plain_bytes=max(look.plain_bytes for look in looks),
        adverts=min(look.adverts for look in looks),
        foreign=tuple(sorted({address for look in looks for address in look.foreign})),
        blocked_alone=median(look.blocked_alone for look in looks),
        largest_alone=median(look.largest_alone for look in looks),
    )


def _misses(look: Look) -> bool:
    """Say whether a page misses what does not hang on the machine's load: the scores that are not speed, shift, requests, bytes, ads, time alone."""
    scores = all(look.scores[name] == SCORE for name in _CATEGORIES[1:])
    asked = look.requests <= REQUESTS and look.plain_bytes <= BYTES and not look.foreign
    quick = not look.blocked_alone and look.largest_alone <= LARGEST_MS
    return not (scores and not look.shift and asked and look.adverts and quick)


def _table(found: Mapping[str, Look], times: int, load: float) -> str:
    names = (
        "perf",
        "a11y",
        "best",
        "seo",
        "CLS",
        "TBT ms",
        "alone",
        "FCP ms",
        "LCP ms",
        "alone",
        "requests",
        "no pict.",
        "KB",
        "foreign",
    )
    lines = [
        f"medians of {times} looks, Lighthouse's mobile preset, load {load:.1f} of {os.cpu_count()} cores; alone: by processor time; requests: in all, and without pictures; KB: without pictures",
        f"{'':10}" + "".join(f"{name:>9}" for name in names),
        f"{'asked':10}"
        + f"{SCORE:9}" * 4
        + f"{0:9.3f}{0:9}{0:9}{'':9}{LARGEST_MS:9}{LARGEST_MS:9}{REQUESTS:9}{'':9}{BYTES / 1024:9.1f}{0:9}",
    ]
    for name, look in found.items():
        scores = "".join(f"{look.scores[each]:9}" for each in _CATEGORIES)
        other = look.requests - sum(count for kind, count in look.kinds.items() if "picture" in kind)
        lines.append(
            f"{name:10}{scores}{look.shift:9.3f}{look.blocked:9.0f}{look.blocked_alone:9.0f}{look.first:9.0f}"
            f"{look.largest:9.0f}{look.largest_alone:9.0f}"
            f"{look.requests:9}{other:9}{look.plain_bytes / 1024:9.1f}{len(look.foreign):9}"
        )
    for name, look in found.items():
        if look.adverts:
            kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(look.kinds.items()))
            lines.append(f"{name}: {look.adverts} adverts shown; requests: {kinds}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
