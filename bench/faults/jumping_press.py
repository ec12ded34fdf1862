"""A press whose machine's clock is set by a file: ``python -m bench.faults.jumping_press``, the file's name in FAULT_CLOCK.

The file holds by how many seconds the clock is wrong. Everything of the process goes by it, Django too, as if the machine's were set.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

from standfirst.config.home import home_from_environment
from standfirst.config.lifeline import follow_parent
from standfirst.config.press_clock import this_machine
from standfirst.config.press_loop import press_until_told


def wall() -> float:
    """Return what the machine's clock says, seconds since 1970."""
    with suppress(OSError, ValueError):
        return time.time() + float(Path(os.environ["FAULT_CLOCK"]).read_text())
    return time.time()


def main() -> None:
    """Press until killed."""
    follow_parent(os.getppid())
    timezone.now = lambda: datetime.fromtimestamp(wall(), UTC)  # type: ignore[assignment]
    press_until_told(home_from_environment(), replace(this_machine(), wall=wall))


if __name__ == "__main__":
    main()
