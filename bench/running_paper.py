"""A real paper in a folder of its own, running, for measurements and journeys: every process as readers would have it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: How long a paper that is made, filled and printed may go without a new file, seconds.
SILENT_SECONDS = 120
#: How often its files are counted, seconds.
_LOOK_SECONDS = 0.25


class PaperStopped(Exception):
    """The paper ended, or did not answer in time; holds what it said."""


@dataclass(frozen=True, slots=True)
class RunningPaper:
    """A paper that answers. site: "http://127.0.0.1:PORT", no slash at the end."""

    home: Path
    site: str
    username: str
    password: str
    process: subprocess.Popen[str]

    @property
    def newsroom(self) -> str:
        return f"{self.site}/newsroom/"


def free_port() -> int:
    """Return a TCP port on loopback nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_paper(home: Path | None = None) -> Iterator[RunningPaper]:
    """Yield the example paper, made anew in ``home`` (or in a folder thrown away afterwards) and running.

    Raises PaperStopped with what it said when it does not come up.
    """
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        port = free_port()
        environment = dict(os.environ) | {"STANDFIRST_HOME": str(home or folder), "PORT": str(port)}
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "standfirst.cli", "serve", "--example"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield _announced(process, Path(home or folder), f"http://127.0.0.1:{port}")
        finally:
            # Not as Ctrl-C does it: what is started in the background is deaf to that.
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _announced(process: subprocess.Popen[str], home: Path, site: str) -> RunningPaper:
    """Return the paper once it has said where it is and how to log in; it goes on being read, so that it never blocks."""
    said: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=lambda: said.extend(iter(process.stdout.readline, "")), daemon=True)
    reader.start()
    grown, until = 0, time.monotonic() + SILENT_SECONDS
    while "Ctrl-C" not in "".join(said):
        if (files := _files(home)) > grown:
            # A busy machine takes minutes over the example's pictures: a paper that goes on is waited for.
            grown, until = files, time.monotonic() + SILENT_SECONDS
        if process.poll() is not None or time.monotonic() > until:
            raise PaperStopped(f"the paper in {home} did not come up; it said:\n" + "".join(said))
        time.sleep(_LOOK_SECONDS)
    login = re.search(r"login for the newsroom: (\S+) with the password (\S+)", "".join(said))
    return RunningPaper(home, site, login[1] if login else "", login[2] if login else "", process)


def _files(folder: Path) -> int:
    """Return how many files there are in ``folder``; what goes while it is counted is no error."""
    return sum(len(files) for _, _, files in os.walk(folder))
