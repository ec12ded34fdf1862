"""Every fault of `standfirst bench faults`, a few times each: a paper of its own, real processes, and nothing wrong after."""

from __future__ import annotations

import json

import pytest

from bench.faults.command import PARTS
from bench.faults.readers import checked
from tests.config.running import standfirst

#: How much of each part's full count; parts not named here do a hundredth.
TIMES = {
    "disk-full": 0.1,
    "read-only": 0.1,
    "kill": 0.03,
    "plates": 0.1,
    "stores": 0.1,
    "presses": 0.1,
    "editors": 0.15,
    "clock": 0.15,
    "soak": 0.05,
}
#: Exactness has a test of its own that shrinks: tests/newsroom/test_exactness.py. So has the rush, with fewer, since what it
#: measures is time: tests/delivery/test_rush.py.
ROOT_ONLY = "cannot be mounted here"


@pytest.fixture(scope="session")
def opened(tmp_path_factory):
    """Where the first part leaves the database of a paper just opened."""
    return tmp_path_factory.mktemp("opened") / "newsroom.sqlite3"


@pytest.mark.slow
@pytest.mark.parametrize("part", [part for part in PARTS if part not in {"exactness", "rush"}])
def test_a_paper_stands(tmp_path, opened, part):
    times = str(TIMES.get(part, 0.01))
    ended = standfirst(
        tmp_path, "bench", "faults", "--only", part, "--times", times, "--json", seconds=300, FAULT_OPENED=str(opened)
    )

    found = json.loads(ended.stdout)
    if any(ROOT_ONLY in each for each in found["wrong"]):
        pytest.skip("only root may mount a small disk; the file size limit stands in for it")
    assert found["wrong"] == []
    assert ended.returncode == 0


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"etag": '"0123456789abcdef0123"'}, b"<p>Other bytes</p>"),
        (200, {"content-encoding": "gzip"}, b"\x1f\x8b\x08half"),
        (200, {"content-encoding": "br"}, b"half"),
        (200, {}, b""),
    ],
)
def test_the_readers_would_see_a_page_that_is_not_whole(status, headers, body):
    assert checked(status, headers, body)[0]
