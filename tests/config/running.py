"""A paper's processes, started as a user would start them, for tests that look at them from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import httpx

STANDFIRST = (sys.executable, "-P", "-m", "standfirst.cli")

#: The same command, ended with the tests that started it, even when those are killed.
_FOLLOWING = """
import os
from standfirst.config.lifeline import follow_parent
follow_parent(os.getppid())
from standfirst.cli import main
main()
"""


def environment_of(home: Path, **more: str) -> dict[str, str]:
    """The environment of a user whose paper is in ``home``; nothing of ours leaks in."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return kept | {"STANDFIRST_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])} | more


def standfirst(home: Path, *arguments: str, seconds: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """What one command said and its exit code."""
    return subprocess.run(
        [*STANDFIRST, *arguments],
        env=environment_of(home, **more),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


class Served:
    """`standfirst serve`, running until the end of the ``with`` block."""

    def __init__(self, home: Path, port: int, *arguments: str, **more: str) -> None:
        self.home, self.port = home, port
        self._arguments, self._environment = arguments, environment_of(home, **more)
        self._said = home.parent / f"{home.name}-{port}.said"

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _FOLLOWING, "serve", "--port", str(self.port), *self._arguments],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._said.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGTERM)

    def stop(self, number: int) -> int:
        """Send a signal to the process itself, and return its exit code when it has ended."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    @property
    def said(self) -> str:
        return self._said.read_text()

    def until_it_says(self, words: str, seconds: float = 90) -> str:
        until(lambda: words in self.said or self.process.poll() is not None, seconds, lambda: self.said)
        assert words in self.said, self.said
        return self.said

    def get(self, path: str, **how: object) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=10, **how)  # type: ignore[arg-type]

    def until_it_answers(self, path: str, status: int, seconds: float = 30) -> None:
        until(lambda: self._status(path) == status, seconds, lambda: f"{path}: {self._status(path)}\n{self.said}")

    def _status(self, path: str) -> int | None:
        try:
            return self.get(path).status_code
        except httpx.TransportError:
            return None

    def everybody(self) -> set[int]:
        """The processes of this paper, by what they were told."""
        return processes_with(f"STANDFIRST_HOME={self.home}\0")


def processes_with(variable: str) -> set[int]:
    """The processes whose environment holds ``variable`` ("NAME=value" and a closing NUL)."""
    found = set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                environment = (folder / "environ").read_bytes()
                is_dead = (folder / "stat").read_text().rpartition(") ")[2].startswith("Z")
            except OSError:
                continue
            if variable.encode() in environment and not is_dead:
                found.add(int(folder.name))
    return found


def room_of(pid: int) -> str:
    """Which room a process runs: site, newsroom, press, opening; "" for the one that started them."""
    words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return words[words.index("standfirst.config.rooms") + 1] if "standfirst.config.rooms" in words else ""


def until(is_so: Callable[[], bool], seconds: float, otherwise: Callable[[], object] = lambda: "") -> None:
    """Return as soon as ``is_so``; fail with what ``otherwise`` says after so many seconds."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"not within {seconds} s: {otherwise()}"
        time.sleep(0.05)
