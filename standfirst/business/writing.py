"""Files that others read while they are written anew."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def swap(file: Path, stored: bytes) -> None:
    """Put ``stored`` in the place of ``file``: whoever reads meets the old bytes or the new, never half."""
    temporary = file.with_name(f"{secrets.token_hex(8)}.new")
    try:
        with temporary.open("xb") as new:
            new.write(stored)
            new.flush()
            os.fsync(new.fileno())
        temporary.rename(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time look and write in ``folder``, so that the last to write has looked last."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in folder.glob("*.new"):
            leftover.unlink(missing_ok=True)
        yield
