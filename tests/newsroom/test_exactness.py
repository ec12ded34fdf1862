"""Exactness over the real newsroom: its database, its bell, the real printers; after each run as if pressed from nothing."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import TestCase
from django.test.utils import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.faults.editing import VERBS
from bench.faults.exactness import RINGS, Step, exactness_of

NUMBERS = st.integers(0, 400)
STEPS = st.lists(
    st.tuples(st.sampled_from(list(VERBS)), NUMBERS, NUMBERS, st.sampled_from(RINGS)), min_size=4, max_size=10
)
BEGIN: list[Step] = [("publish", number, number * 3 + 1, "heard") for number in range(3)]


@pytest.mark.slow
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(sequence=STEPS)
def test_any_editing_ends_in_what_pressing_from_nothing_gives(paper: Any, sequence: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        home = replace(paper, folder=Path(folder), edition_url=f"file://{folder}/edition")
        with override_settings(STANDFIRST=home, MEDIA_ROOT=str(home.media)):
            seen = exactness_of(
                home,
                [*BEGIN, *sequence, ("edit", 0, 0, "lost, then a full look")],
                # Within a test's one transaction, what makes the bell ring at the end of an edit.
                committing=lambda: TestCase.captureOnCommitCallbacks(execute=True),
            )
        transaction.set_rollback(True)

    assert seen.wrong == []
    assert seen.needlessly == []
