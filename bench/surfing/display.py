"""A screen nobody sees (Xvfb), for browsers that want one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from bench.surfing.surfer import NotDone, version_said


@contextmanager
def display(width: int, height: int) -> Iterator[str]:
    """Yield the name of a screen of its own, ":99", so many pixels wide and high."""
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        number = process.stdout.readline().strip()
        if not number:
            raise NotDone("Xvfb did not start")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(10)


def version_on_screen(*command: str) -> str:
    """Return the first line with a number that ``command`` prints, which wants a screen even to say it."""
    with display(640, 480) as screen:
        return version_said(*command, DISPLAY=screen)
