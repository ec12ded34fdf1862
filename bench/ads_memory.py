"""What the site's memory does while it decides about adverts: over HTTP, with everything a slot's address may hold varied."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.ads_over_http import READER, ROOT, fill, until_it_answers
from bench.running_paper import free_port
from standfirst.ads.sizes import SLOTS

#: Asked for at once on one connection, one behind the other.
_BATCH = 200
_ANSWER = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"content-length: (\d+)")


@dataclass(frozen=True, slots=True)
class Memory:
    """The resident memory of the process that decides, kilobytes. warm: after ``warmed`` decisions. end: after all of them."""

    decisions: int
    warmed: int
    warm: int
    end: int
    most: int
    seconds: float

    @property
    def grown(self) -> float:
        """By which part of itself it grew after it was warm."""
        return self.end / self.warm - 1


def memory(decisions: int, *, warmed: int) -> Memory:
    """Return what so many ``decisions`` do to a site of one process with a hundred running flights, after ``warmed`` others."""
    with tempfile.TemporaryDirectory(prefix="bench-ads-memory-") as folder:
        fill(Path(folder))
        port = free_port()
        site = subprocess.Popen([sys.executable, "-m", "bench.ads_over_http", folder, str(port), "1"], cwd=ROOT)
        try:
            until_it_answers(port)
            asked = _asked(port, Random(7))
            _ask(port, asked, warmed)
            warm = most = _resident(site.pid)
            before = time.monotonic()
            for _ in range(10):
                _ask(port, asked, decisions // 10)
                most = max(most, end := _resident(site.pid))
            took = time.monotonic() - before
        finally:
            site.terminate()
            site.wait(20)
    return Memory(decisions, warmed, warm, end, most, took)


def _asked(port: int, dice: Random) -> Iterator[bytes]:
    """Yield requests as ever other pages, readers and makers of nonsense send them."""
    while True:
        slot, section = dice.choice(tuple(SLOTS)), f"section-{dice.randrange(100_000)}"
        topics = ",".join(f"topic-{dice.randrange(1_000_000)}" for _ in range(dice.randrange(6)))
        language = f"{dice.choice(('en', 'de', 'he', 'uk'))}-x{dice.randrange(100_000)}"
        more = f"lang={language}&topics={topics}&place=town-{dice.randrange(1_000_000)}&had={dice.randrange(1_000_000)}"
        yield (
            f"GET /adverts/{slot}/{section}?{more} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"User-Agent: {READER} {dice.randrange(1_000_000)}\r\nSec-Fetch-Site: same-origin\r\n\r\n"
        ).encode()


def _ask(port: int, asked: Iterator[bytes], count: int) -> None:
    """Send ``count`` requests on one connection and read their answers. Raises RuntimeError for one that is not 200."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        for _ in range(max(1, count // _BATCH)):
            line.sendall(b"".join(next(asked) for _ in range(_BATCH)))
            _read(line)


def _read(line: socket.socket) -> None:
    got, answers = b"", 0
    while answers < _BATCH:
        part = line.recv(1 << 20)
        if not part:
            raise RuntimeError(f"the site hung up after {answers} of {_BATCH} answers")
        got += part
        while (end := got.find(b"\r\n\r\n")) >= 0:
            head = got[:end]
            status, length = _ANSWER.match(head), _LENGTH.search(head)
            if status is None or status[1] != b"200" or length is None:
                raise RuntimeError(f"a slot answered {head[:100]!r}")
            whole = end + 4 + int(length[1])
            if len(got) < whole:
                break
            got, answers = got[whole:], answers + 1


def _resident(pid: int) -> int:
    """Return the kilobytes the largest child of ``pid`` holds: the worker; Granian's own process serves nobody."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = [re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{child}/status").read_text()) for child in children]
    return max(int(one[1]) for one in found if one)
