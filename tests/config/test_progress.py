"""Progress: what it says, and that it says nothing where nobody looks."""

from __future__ import annotations

import io

from standfirst.config.progress import Progress


def test_progress_says_how_much_how_fast_and_how_long() -> None:
    seconds = iter([0.0, 4.0])
    progress = Progress("printing", io.StringIO(), clock=lambda: next(seconds))

    assert progress.line(5_000, 10_000) == f"printing {'█' * 12}{'░' * 12} 5,000 of 10,000 · 1,250/s · 0:04 left"


def test_progress_says_nothing_into_a_file() -> None:
    assert not Progress("printing", io.StringIO()).is_due()
