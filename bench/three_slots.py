"""What three ad slots cost a story: the page, each slot without its picture, and whether anything on the screen moves."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import quote

import brotlicffi

#: What one slot may take on the wire without its picture, bytes, response headers included.
SLOT_BYTES = 3_072
#: A phone and a desktop, CSS pixels.
WIDTHS = (390, 1280)
#: Robots and browsers that say they are driven get no token, so that their slots weigh less than a reader's.
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"

_FRAME = re.compile(r'<iframe src="(/adverts/(\w+)/[^"]*)"')
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

#: Scrolls through a page as a reader does, waits for its ads, and returns the sum of all layout shifts.
_SHIFTS = """async () => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
    .observe({ type: 'layout-shift', buffered: true });
  for (let y = 0; y < document.documentElement.scrollHeight; y += 300) {
    scrollTo(0, y);
    await new Promise(done => setTimeout(done, 60));
  }
  await new Promise(done => setTimeout(done, 800));
  return sum;
}"""


@dataclass(frozen=True, slots=True)
class ThreeSlots:
    """A story with its slots. page: bytes on the wire. slots: bytes by slot, their pictures left out.

    shifts: cumulative layout shift by width of the screen; empty where there is no browser.
    """

    path: str
    page: int
    slots: Mapping[str, int]
    shifts: Mapping[int, float] = field(default_factory=dict)

    def holds(self, budget: int) -> bool:
        """Say whether a page of at most ``budget`` bytes has three slots, each within its own budget, and nothing moves."""
        slots = self.slots.values()
        return len(slots) == 3 and self.page <= budget and max(slots) <= SLOT_BYTES and not any(self.shifts.values())


def answer(host: str, path: str, **headers: str) -> tuple[bytes, bytes]:
    """Return head and body of the answer of ``host`` (NAME:PORT), as they came over the wire. headers: more of them."""
    name, _, port = host.partition(":")
    more = "".join(f"{key.replace('_', '-')}: {value}\r\n" for key, value in headers.items())
    with socket.create_connection((name, int(port)), timeout=10) as line:
        asked = quote(path, safe="/?&=,%")
        line.sendall(
            f"GET {asked} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br\r\nConnection: close\r\n{more}\r\n".encode()
        )
        got = b"".join(iter(lambda: line.recv(65_536), b""))
    head, _, body = got.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n", body


def three_slots(host: str, path: str) -> ThreeSlots:
    """Return what the story at ``path`` and its slots weigh, asked for as a reader's browser does."""
    head, body = answer(host, path)
    page = brotlicffi.decompress(body) if b"content-encoding: br" in head.lower() else body
    found = {name: unescape(address) for address, name in _FRAME.findall(page.decode())}
    asked = {"User_Agent": READER, "Sec_Fetch_Site": "same-origin", "Sec_Fetch_Dest": "iframe"}
    slots = {name: sum(map(len, answer(host, address, **asked))) for name, address in found.items()}
    return ThreeSlots(path, len(head) + len(body), slots)


def shift_of(browser: Any, address: str, width: int) -> float:
    """Return the cumulative layout shift of the page at ``address``, read to its end on a screen ``width`` pixels wide."""
    context = browser.new_context(user_agent=READER, viewport={"width": width, "height": 800})
    try:
        page = context.new_page()
        page.goto(address)
        shift: float = page.evaluate(_SHIFTS)
        drawn = [frame for frame in page.frames if "/adverts/" in frame.url and frame.locator("a").count()]
        if len(drawn) < 3:
            raise NothingShown(f"{address} shows {len(drawn)} ads at {width} pixels, not three; sell what is missing")
    finally:
        context.close()
    return round(shift, 4)


class NothingShown(Exception):
    """A page that should have three ads had fewer; says which."""


@contextmanager
def chromium() -> Any:
    """Yield a Chromium, None where there is none."""
    program = next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    if program is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0)
        yield browser
        browser.close()


def shifts(site: str, path: str, widths: Sequence[int] = WIDTHS) -> Mapping[int, float]:
    """Return the layout shift by width; empty where there is no browser. site: "http://HOST:PORT"."""
    with chromium() as browser:
        return {width: shift_of(browser, f"{site}{path}", width) for width in widths} if browser else {}
