"""What tests of every floor may use. No Django here: the plain floors' tests run without it."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
#: What all tests together may need of it, bytes, several times over.
_ROOM_BYTES = 4_000_000_000

# Papers are synced to their disk at every publish; whether they outlive a power cut no test can tell, and discs are slow. In the
# environment, so that the programs under test and the workers of pytest-xdist have it, too.
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > _ROOM_BYTES:
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a slow test go first, journeys next: with what takes longest at the end, one processor would wait for the other."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path not in slow, "journeys" not in item.path.parts))


@pytest.fixture
def free_port() -> int:
    """A TCP port nobody listens on, on the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
