"""`standfirst bench ask`: who is asked to allow ads, and who is left alone, in real browsers with and without real blockers.

The example paper is made, run and read under a host name like any other. Each reader opens the front page, then a story.
Asked must be whoever blocks the ads; everybody else must meet silence, nothing may move, and the story must be whole.
`bin/blockers` puts real blockers beside the system first; what is not there is named in the table and left out of the sums.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.asked import HOST, VERDICT_SECONDS, Reading, chromium, read_in_chromium, read_in_firefox, switch_off
from bench.blockers import OWN_LIST, Brave, brave_engine, chromium_extension, filter_lists, ghostery, stopped_by, ublock
from bench.marionette import find_firefox, firefox
from bench.running_paper import running_paper
from standfirst.press.asking import AD_PATH

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SLOW = {"offline": False, "latency": 1_200, "downloadThroughput": 25_000, "uploadThroughput": 10_000}
_STRICT = {
    "browser.contentblocking.category": "strict",
    "privacy.trackingprotection.enabled": True,
    "privacy.trackingprotection.socialtracking.enabled": True,
    "privacy.fingerprintingProtection": True,
    "network.cookie.cookieBehavior": 5,
}


#: Whether a picture comes, asked of a page.
_COMES = """return new Promise((told) => {
  const image = new Image();
  image.onload = () => told(true);
  image.onerror = () => told(false);
  image.src = arguments[0] + '?' + Math.random();
});"""


@dataclass(frozen=True, slots=True)
class Setting:
    """A reader's browser. blocks: whether it leaves the paper's ads out. read: what its reader meets; None where it is not here."""

    browser: str
    name: str
    blocks: bool
    read: Callable[[], Reading] | None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one setting, over all its readings. right: asked exactly when it should be. whole: the story's text."""

    browser: str
    name: str
    blocks: bool
    times: int
    asked: int
    slowest: float | None
    shift: float
    whole: bool
    requests: int | None

    @property
    def right(self) -> bool:
        return self.asked == (self.times if self.blocks else 0)


def main(argv: Sequence[str]) -> int:
    """Print the table; return 1 when anybody was asked wrongly or not at all, too late, or anything moved or was missing."""
    wanted = _arguments(argv)
    with running_paper() as paper, tempfile.TemporaryDirectory(prefix="asked-", ignore_cleanup_errors=True) as folder:
        site = f"http://{HOST}:{urlsplit(paper.site).port}"
        results, absent = measured(site, Path(folder), wanted.times, wanted.only)
    if wanted.json:
        print(json.dumps({"results": [asdict(result) for result in results], "absent": absent}))
    else:
        print(table(results, absent))
    return int(not all(is_well(result) for result in results))


def is_well(result: Result) -> bool:
    """Say whether one setting came out as it should."""
    in_time = result.slowest is None or result.slowest <= VERDICT_SECONDS
    return result.right and in_time and result.whole and result.shift == 0


def measured(site: str, folder: Path, times: int, only: str = "") -> tuple[list[Result], list[str]]:
    """Return what came of every setting whose name holds ``only``, and the names of those that are not here."""
    results: list[Result] = []
    absent: list[str] = []
    reference = ""
    with ghostery() as engine:
        for setting in [*chromium_settings(site, folder, engine), *firefox_settings(site)]:
            if only and only not in setting.name and setting.name != "plain":
                continue
            if setting.read is None:
                absent.append(f"{setting.browser}: {setting.name}")
                continue
            readings = [setting.read() for _ in range(times)]
            reference = reference or readings[0].text
            results.append(_result(setting, readings, reference))
            print(f"{setting.browser}: {setting.name}: {results[-1].asked}", file=sys.stderr, flush=True)
    return results, absent


def _result(setting: Setting, readings: list[Reading], reference: str) -> Result:
    seconds = [reading.seconds for reading in readings if reading.seconds is not None]
    requests = [reading.requests for reading in readings if reading.requests is not None]
    return Result(
        browser=setting.browser,
        name=setting.name,
        blocks=setting.blocks,
        times=len(readings),
        asked=sum(reading.asked for reading in readings),
        slowest=max(seconds, default=None),
        shift=max(reading.shift for reading in readings),
        whole=all(_words(reading.text) == _words(reference) for reading in readings),
        requests=max(requests, default=None),
    )


def _words(text: str) -> list[str]:
    return text.lower().split()


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench ask", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--times", type=int, default=1, help="readings of each setting (default 1)")
    parser.add_argument("--only", default="", help="only settings whose name holds this")
    return parser.parse_args(argv)


# --- Chromium


def chromium_settings(site: str, folder: Path, engine: Any) -> Iterator[Setting]:
    """Yield everything Chromium is tried with."""
    program = next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    own = partial(_chromium, program, folder, site) if program else None

    def setting(name: str, *, blocks: bool = False, here: bool = True, **how: Any) -> Setting:
        return Setting("Chromium", name, blocks, partial(own, **how) if own and here else None)

    yield setting("plain")
    yield setting("script off", options={"java_script_enabled": False})
    yield setting("pictures off", switches=("--blink-settings=imagesEnabled=false",))
    yield setting("slow (1.2 s, 25 KB/s)", on_story=None, network=_SLOW)
    yield setting("third parties blocked", route=_third_parties(site))
    yield setting("offline after loading", on_story=lambda page: page.context.set_offline(True))
    yield setting("lossy (1 in 3 requests)", route=_lossy(random.Random(6)))
    for name, answer in _FAULTS.items():
        yield setting(f"our fault: {name}", route=answer)
    brave = brave_engine([*filter_lists().values()] or [OWN_LIST])
    lists = "EasyList, EasyPrivacy, uBlock's" if filter_lists() else "own short list"
    yield setting(
        f"Brave's engine, {lists}", blocks=True, here=brave is not None, route=brave and stopped_by(Brave(brave), site)
    )
    yield setting(
        "Ghostery's engine, EasyList", blocks=True, here=engine is not None, route=engine and stopped_by(engine, site)
    )
    adguard = chromium_extension(folder / "adguard", adguard=True)
    yield setting("AdGuard's base filter (MV3)", blocks=True, here=adguard is not None, extension=adguard)
    rule = chromium_extension(folder / "rule", adguard=False)
    yield setting("EasyList's rule (MV3), nothing hidden", blocks=True, extension=rule)
    yield setting("hiding alone (.ad-slot)", blocks=True, hides=True)
    spared = chromium_extension(folder / "spared", adguard=adguard is not None, spares=HOST)
    yield setting("blocker off for this site (MV3)", extension=spared)


def _chromium(
    program: str,
    folder: Path,
    site: str,
    *,
    switches: tuple[str, ...] = (),
    options: dict[str, Any] | None = None,
    route: Callable[[Any], None] | None = None,
    on_story: Callable[[Any], None] | None = None,
    network: dict[str, Any] | None = None,
    extension: Path | None = None,
    hides: bool = False,
) -> Reading:
    if extension:
        switches = (*switches, f"--disable-extensions-except={extension}", f"--load-extension={extension}")
    with (
        tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as profile,
        chromium(program, Path(profile), *switches, **(options or {})) as context,
    ):
        if route:
            context.route("**/*", route)
        if hides:
            context.add_init_script(_HIDES)
        if network:
            context.on("page", partial(_slowed, network=network))
        return read_in_chromium(context, site, on_story=on_story or (lambda _: None), patient=network is not None)


# As blockers do it: beside the page's own style, out of reach of its policy.
_HIDES = """addEventListener('DOMContentLoaded', () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.ad-slot{display:none!important}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
});"""


def _slowed(page: Any, *, network: dict[str, Any]) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", network)


def _third_parties(site: str) -> Callable[[Any], None]:
    return lambda route: route.continue_() if route.request.url.startswith(site) else route.abort("blockedbyclient")


def _lossy(dice: random.Random) -> Callable[[Any], None]:
    def decide(route: Any) -> None:
        request = route.request
        is_page = request.is_navigation_request() and request.frame.parent_frame is None
        # The script itself must come, or nothing is tried.
        lost = not is_page and "/a/" not in request.url and dice.random() < 1 / 3
        route.abort("connectionreset") if lost else route.continue_()

    return decide


def _faulty(answer: Callable[[Any], None]) -> Callable[[Any], None]:
    return lambda route: answer(route) if "/adverts/" in route.request.url else route.continue_()


_FAULTS: dict[str, Callable[[Any], None]] = {
    "ads answer 404": _faulty(lambda route: route.fulfill(status=404, body="gone", content_type="text/plain")),
    "ads answer 500": _faulty(lambda route: route.fulfill(status=500, body="broken", content_type="text/html")),
    "ads never answer": _faulty(lambda _: None),
    "ads' connections reset": _faulty(lambda route: route.abort("connectionreset")),
    "ads answer 200 with a page": _faulty(
        lambda route: route.fulfill(status=200, body="<p>Welcome", content_type="text/html")
    ),
    "ads' pictures cut short": _faulty(
        lambda route: route.fulfill(status=200, body=b"\x89PNG\r\n\x1a\n", content_type="image/png")
    ),
}


# --- Firefox


def firefox_settings(site: str) -> Iterator[Setting]:
    """Yield everything Firefox is tried with."""
    program, extension = find_firefox(), ublock()

    def setting(name: str, *, blocks: bool = False, here: bool = True, **how: Any) -> Setting:
        read = partial(_firefox, program, site, **how) if program and here else None
        return Setting("Firefox", name, blocks, read)

    yield setting("plain")
    yield setting("pictures off", preferences={"permissions.default.image": 2})
    yield setting("strict tracking protection", preferences=_STRICT)
    yield setting("uBlock Origin", blocks=True, here=extension is not None, extension=extension)
    yield setting(
        "uBlock Origin and strict tracking protection",
        blocks=True,
        here=extension is not None,
        extension=extension,
        preferences=_STRICT,
    )
    yield setting("uBlock Origin off for this site", here=extension is not None, extension=extension, spared=True)


def _firefox(
    program: str,
    site: str,
    *,
    extension: Path | None = None,
    preferences: dict[str, Any] | None = None,
    spared: bool = False,
) -> Reading:
    with firefox(program, {"network.dns.forceResolve": "127.0.0.1", **(preferences or {})}) as browser:
        if extension:
            identity = browser.install(extension)
            browser.goto(f"{site}/corrections/")
            until_it_blocks(browser, site)
            if spared:
                switch_off(browser, identity, HOST)
        browser.resize(1280, 900)
        return read_in_firefox(browser, site)


def until_it_blocks(browser: Any, site: str) -> None:
    """Wait until the blocker in ``browser`` has read its lists; until then it lets everything through."""
    until = time.monotonic() + 30
    while browser.evaluate(_COMES, f"{site}{AD_PATH}") and time.monotonic() < until:
        time.sleep(0.5)


# --- The table


def table(results: Sequence[Result], absent: Sequence[str]) -> str:
    """Return the results as text."""
    lines = [f"{'':54}{'asked':>8}{'after':>8}{'shift':>7}{'story':>7}{'sent':>6}"]
    for result in results:
        after = "" if result.slowest is None else f"{result.slowest:.1f} s"
        sent = "" if result.requests is None else str(result.requests)
        name = f"{result.browser}: {result.name}"
        told = f"{result.asked}/{result.times}"
        whole = "whole" if result.whole else "CUT"
        lines.append(
            f"{name:54}{told:>8}{after:>8}{result.shift:>7g}{whole:>7}{sent:>6}" + ("" if is_well(result) else "  !")
        )
    blockers = [result for result in results if result.blocks]
    others = [result for result in results if not result.blocks]
    lines.append(
        f"blocked and asked: {sum(result.asked for result in blockers)} of {sum(result.times for result in blockers)}; "
        f"asked though nothing was blocked: {sum(result.asked for result in others)} of {sum(result.times for result in others)}"
    )
    lines.extend(f"not here: {name}" for name in absent)
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
