"""A paper's rooms, each started by us alone, so that any of them can be killed and started again at once."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from standfirst.config.home import Home, home_of
from standfirst.config.new_home import make_home

ROOT = Path(__file__).parents[2]


@contextmanager
def new_paper(**settings: str) -> Iterator[Home]:
    """Yield a new paper in a folder thrown away afterwards, opened; this process becomes one of its newsroom's.

    settings: environment variables that override its own (DATABASE_URL, PORT …). One paper a process. FAULT_OPENED in the
    environment names a file where the first of several leaves a database just opened, for the others to begin with.
    """
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        os.environ.update(settings | {"STANDFIRST_HOME": folder, "PORT": str(free_port())})
        make_home(Path(folder), os.environ)
        home = home_of(Path(folder), os.environ)
        from standfirst.config.opening import open_home

        own, opened = Path(folder) / "newsroom.sqlite3", Path(os.environ.get("FAULT_OPENED", ""))
        is_shared = opened.name != "" and "DATABASE_URL" not in os.environ
        if is_shared and opened.exists():
            shutil.copyfile(opened, own)
        open_home(home)
        if is_shared and not opened.exists():
            _leave(own, opened)
        yield home


def _leave(own: Path, opened: Path) -> None:
    """Leave a copy of the database ``own`` at ``opened``, which is whole as soon as it is there."""
    beside = opened.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(own)) as database:
        database.execute("VACUUM INTO ?", (str(beside),))
    beside.replace(opened)


def free_port() -> int:
    """Return a TCP port on loopback nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Rooms:
    """The running rooms of one paper. said: what they said, all together."""

    home: Home
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    said: IO[Any] = field(default_factory=lambda: tempfile.TemporaryFile("w+"))  # noqa: SIM115 -- as long as the rooms

    def start(self, room: str) -> None:
        """Start ``room`` (site, newsroom, press, or any module of ours by its dotted name)."""
        command = ["-m", room] if "." in room else ["-m", "standfirst.config.rooms", room]
        self.running[room] = subprocess.Popen(
            [sys.executable, "-P", *command],
            env=dict(os.environ) | {"PYTHONPATH": str(ROOT), "STANDFIRST_HOME": str(self.home.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if "." in room else self.said,
            stderr=self.said,
            process_group=0,
        )

    def kill(self, room: str) -> None:
        """Kill ``room`` with everything it started, as ``kill -9`` does, and return when it is gone."""
        process = self.running.pop(room)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def close(self) -> None:
        """Kill whatever still runs."""
        for room in list(self.running):
            self.kill(room)

    def words(self) -> str:
        """Return what the rooms said so far."""
        self.said.seek(0)
        return str(self.said.read())


def until_it_answers(port: int, seconds: float = 30.0) -> None:
    """Return as soon as somebody listens on ``port``. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens on {port} after {seconds:g} s")
