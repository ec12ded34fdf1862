"""The bell: a hint from the newsroom to the press that something changed. It may be lost without harm.

The newsroom sends one datagram of record names, a line each, to a socket in the paper's folder. Nobody waits:
not the newsroom for the press, and not the press for a bell that never rings.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

#: Largest datagram, bytes: well below what Linux lets through by default.
LARGEST = 8192
#: Longest path a socket's address takes, bytes; longer ones are reached through their folder.
_LONGEST_PATH = 100


class BellTaken(OSError):
    """The bell's socket cannot be made; says where and why."""


class Bell:
    """The press's end of the bell. Close it, or use it in a ``with``."""

    def __init__(self, path: Path) -> None:
        """path: of the socket; one left by a killed process is replaced. Raises BellTaken."""
        self._path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        self._socket.setblocking(False)
        try:
            path.unlink(missing_ok=True)
            with _address(path) as address:
                self._socket.bind(address)
            path.chmod(0o600)
        except OSError as error:
            self._socket.close()
            raise BellTaken(
                f"{path} cannot be listened at ({error.strerror}); give STANDFIRST_HOME a folder you own"
            ) from error

    def heard(self, timeout_seconds: float) -> frozenset[str]:
        """Return the records named by all rings so far; waits up to ``timeout_seconds`` for the first, () when none came."""
        ready, _, _ = select.select([self._socket], [], [], max(0.0, timeout_seconds))
        return frozenset(self._waiting()) if ready else frozenset()

    def close(self) -> None:
        """Stop listening and take the socket away."""
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _waiting(self) -> Iterator[str]:
        while True:
            try:
                datagram = self._socket.recv(LARGEST)
            except (BlockingIOError, InterruptedError):
                return
            yield from filter(None, datagram.decode("utf-8", "replace").split("\n"))


def ring(path: Path, records: Iterable[str]) -> None:
    """Tell whoever listens at ``path`` that ``records`` changed. Never waits, never raises; nobody there is no fault."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
        sender.setblocking(False)
        with _address(path) as address:
            for datagram in _datagrams(records):
                sender.sendto(datagram, address)


def _datagrams(records: Iterable[str]) -> Iterator[bytes]:
    waiting = b""
    for record in dict.fromkeys(records):
        line = record.encode("utf-8", "replace") + b"\n"
        if waiting and len(waiting) + len(line) > LARGEST:
            yield waiting
            waiting = b""
        waiting += line[:LARGEST]
    if waiting:
        yield waiting


@contextlib.contextmanager
def _address(path: Path) -> Iterator[str]:
    """Give an address for ``path`` that fits into a socket's address, however deep the folder lies."""
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
