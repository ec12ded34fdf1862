"""One real site for all: Granian on a free port of the loopback, an edition in a folder, and a newsroom that can be stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import settings

from standfirst.edition.binding import Binder
from standfirst.edition.layout import SEARCH_INDEX, plate_name
from standfirst.edition.plate import Plate
from standfirst.edition.search_index import SearchEntry, SearchIndex

# How long an example takes is no fault where the machine may be busy; wrong answers are.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).parents[2]
HTML = "text/html; charset=utf-8"
STORY = "/world/2026/11/05/embassy-closes/"
PICTURE = bytes(range(256)) * 40
WHEN = datetime(2026, 11, 5, 12, 30, tzinfo=UTC)
SHELL = (
    b'<!doctype html><form><input name="q" value="{{QUERY}}"></form><main>{{RESULTS}}</main>'
    + b"<p>More of the paper.</p>" * 20
)


def words_of(count: int, of: str = "a story") -> bytes:
    return "".join(f"<p>Paragraph {number} of {of} about {number * number}.</p>" for number in range(count)).encode()


@dataclass
class Served:
    """The site under test, its edition, and everything a client can do to it."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]
    log: Path
    # Without certificates, which take longer to load than all the questions take to ask.
    client: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, verify=False, timeout=10))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, *, method: str = "GET", **headers: str) -> httpx.Response:
        """Ask and return the answer with its body as sent (``.content`` of coded answers is decoded by httpx)."""
        named = {"accept-encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
        self.client.cookies.clear()
        return self.client.request(method, self.url + path, headers=named)

    def raw(self, sent: bytes, *, wait: float = 5.0) -> bytes:
        """Send bytes as they are and return all that comes until the connection closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            try:
                connection.sendall(sent)
                return b"".join(iter(lambda: connection.recv(65_536), b""))
            except (ConnectionError, TimeoutError) as error:
                return b"" if isinstance(error, ConnectionError) else b"still open"

    def status(self, target: bytes, more: bytes = b"") -> int:
        answer = self.raw(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + b"\r\n")
        return int(answer.split(b" ", 2)[1])

    def bind(self, *plates: Plate) -> None:
        Binder(self.folder).bind(plates)

    def remove(self, *paths: str) -> None:
        Binder(self.folder).remove(paths)

    def place(self, path: str) -> Path:
        return self.folder / plate_name(path)

    def workers(self) -> list[int]:
        """Return the server's processes: the parent and its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def memory(self) -> int:
        """Return the resident memory of all its processes, bytes."""
        return sum(
            int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") for pid in self.workers()
        )

    def descriptors(self) -> int:
        return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in self.workers())


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK):
        # Whether a plate outlives a power cut is the binder's affair; here thousands are bound, and discs are slow.
        with tempfile.TemporaryDirectory(dir=memory, prefix="standfirst-test-") as folder:
            yield filled(Path(folder))
    else:
        yield filled(tmp_path_factory.mktemp("edition"))


def filled(folder: Path) -> Path:
    """Return ``folder`` with a small edition in it."""
    Binder(folder).bind(
        [
            Plate("/", words_of(40, "the front"), HTML, headers=(("surrogate-key", "front"),), modified=WHEN),
            Plate(STORY, words_of(200), HTML, headers=(("surrogate-key", "story-1 section-world"),), modified=WHEN),
            Plate("/m/0123456789abcdef-640.jpg", PICTURE, "image/jpeg", compress=False, modified=WHEN),
            Plate("/m/drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 9, "image/svg+xml"),
            Plate("/old/", b"", HTML, status=301, headers=(("location", STORY),), compress=False),
            Plate("/hoax/", b"", HTML, status=410, headers=(("surrogate-key", "story-9"),), compress=False),
            Plate("/robots.txt", b"User-agent: *\n", "text/plain; charset=utf-8"),
            Plate("/cookie/", b"x", HTML, headers=(("set-cookie", "a=b"), ("cache-control", "public, max-age=7"))),
            Plate("!404", b"<h1>Not in this paper</h1>" * 9, HTML, status=404),
            Plate("!410", b"<h1>Withdrawn by this paper</h1>" * 9, HTML, status=410),
            Plate("!search", SHELL, HTML),
        ]
    )
    index = SearchIndex(folder / SEARCH_INDEX)
    index.put(*map(harbour, range(23)))
    index.close()
    return folder


def harbour(number: int) -> SearchEntry:
    text = f"The harbour was quiet on day {number}. Nobody said <b>why</b> & nobody asked."
    path = STORY if number == 0 else f"/world/{number}/"
    return SearchEntry(str(number), path, f"Harbour {number} <i>", "", "World", "Jane Doe", WHEN, "en", text)


class Newsroom:
    """A newsroom that tells what it was asked; it can be stopped and started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _Desk)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Desk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if self.path == "/newsroom/slow":
            time.sleep(8)
        got, digest = 0, 0
        while got < length and (chunk := self.rfile.read(min(65_536, length - got))):
            got, digest = got + len(chunk), (digest + sum(chunk[:64])) % 65_521
        while self.headers.get("transfer-encoding") and (size := int(self.rfile.readline() or b"0", 16)):
            got += len(self.rfile.read(size + 2)) - 2
        told: dict[str, Any] = {
            "method": self.command,
            "target": self.path,
            "headers": self.headers.items(),
            "body": got,
            "sum": digest,
        }
        body = json.dumps(told).encode()
        if self.path == "/newsroom/big":
            body = b"b" * 20_000_000
        self.send_response(302 if self.path == "/newsroom/away" else 200)
        self.send_header("Content-Length", str(len(body) + (100 if self.path == "/newsroom/cut" else 0)))
        for name, value in (
            ("Set-Cookie", "a=1; Path=/"),
            ("Set-Cookie", "b=2"),
            ("Connection", "x-hop"),
            ("X-Hop", "1"),
        ):
            self.send_header(name, value)
        if self.path == "/newsroom/away":
            self.send_header("Location", "/newsroom/login/?next=/x")
        kept = {
            "/newsroom/static/a.css": "max-age=60, public",
            "/newsroom/leak": "max-age=60, public",
            "/newsroom/own": "private, max-age=9",
        }
        if self.path in kept:
            self.send_header("Cache-Control", kept[self.path])
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(b"" if self.command == "HEAD" else body)
        self.close_connection = self.path == "/newsroom/cut"

    do_GET = do_POST = do_HEAD = do_PUT = _answer  # noqa: N815  # http.server's names

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    room = Newsroom()
    room.start()
    yield room
    room.stop()


@pytest.fixture(scope="session")
def site(edition: Path, newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("log") / "site.log"
    with Serving(edition, log, f"http://127.0.0.1:{newsroom.port}") as served:
        yield served


class Serving:
    """A site on a port of its own for as long as the block lasts."""

    def __init__(self, edition: Path, log: Path, newsroom: str = "") -> None:
        self._edition, self._log, self._newsroom = edition, log, newsroom

    def __enter__(self) -> Served:
        port = free_port()
        script = str(Path(__file__).with_name("served.py"))
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, script, str(self._edition), str(port), self._newsroom],
                stdout=log, stderr=log, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
            )  # fmt: skip
        self._served = Served(port, self._edition, process, self._log)
        _await_port(self._served)
        return self._served

    def __exit__(self, *_: object) -> None:
        process = self._served.process
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _await_port(served: Served) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and served.process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", served.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"the site did not start: {served.log.read_text()}")
