from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest

from standfirst.audience.errors import SumsDamaged, TallyUnwritable
from standfirst.audience.logs import Key, counts_in, line_of
from standfirst.audience.sums import SETTLED, fold, settle, sums, totals
from standfirst.audience.tally import Tally

NOON = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
TOP = Key("2026-11-20T12", "served", "top/7")

# Flushes again and again and says after each flush what was acknowledged; dies when it is killed.
COUNTER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from standfirst.audience.tally import Tally
tally = Tally(Path(sys.argv[1]), clock=lambda: datetime(2026, 11, 20, 12, tzinfo=UTC), log_bytes=400)
done = 0
while True:
    for _ in range(7):
        tally.add("served", "top/7")
    done += tally.flush()
    print(done, flush=True)
"""


def made(folder: Path, **more: int) -> Tally:
    return Tally(folder, clock=lambda: NOON, **more)


def test_what_was_flushed_is_in_the_sums(tmp_path: Path) -> None:
    tally = made(tmp_path / "tally")
    for _ in range(3):
        tally.add("served", "top/7")
    tally.add("click", "top/7")

    flushed = tally.flush()

    assert flushed == 4
    assert sums(tmp_path / "tally") == {TOP: 3, Key("2026-11-20T12", "click", "top/7"): 1}
    assert tally.flush() == 0


def test_hours_are_those_of_utc(tmp_path: Path) -> None:
    tally = Tally(tmp_path, clock=lambda: datetime(2026, 11, 20, 1, tzinfo=timezone(timedelta(hours=3))))
    tally.add("served", "top/7")
    tally.flush()

    assert set(sums(tmp_path)) == {Key("2026-11-19T22", "served", "top/7")}


def test_a_folder_that_is_not_there_has_no_counts(tmp_path: Path) -> None:
    assert sums(tmp_path / "none") == {}


@pytest.mark.parametrize("rounds", [6])
def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_counts_twice(
    tmp_path: Path, rounds: int
) -> None:
    acknowledged = 0
    for turn in range(rounds):
        counting = subprocess.Popen([sys.executable, "-c", COUNTER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert counting.stdout is not None
        said = [int(counting.stdout.readline())]
        time.sleep(0.013 * turn)
        os.kill(counting.pid, signal.SIGKILL)
        said += [int(line) for line in counting.stdout.read().split("\n") if line]
        counting.wait()
        counting.stdout.close()
        acknowledged += said[-1]
        fold(tmp_path)

    counted = sums(tmp_path)[TOP]

    # At most one flush a round was on disk before it could say so.
    assert acknowledged <= counted <= acknowledged + 7 * rounds
    assert not list(tmp_path.glob("*.log"))


def test_a_line_cut_by_a_crash_counts_nothing_and_spoils_nothing(tmp_path: Path) -> None:
    line = line_of({TOP: 5})

    counted = [counts_in(line + line[:cut])[TOP] for cut in range(len(line) - 1)]

    assert set(counted) == {5}
    assert counts_in(line.replace(b"5]", b"6]")) == {}


def test_folding_killed_between_its_steps_counts_nothing_twice(tmp_path: Path) -> None:
    tally = made(tmp_path)
    tally.add("served", "top/7")
    tally.close()
    [log] = tmp_path.glob("*.log")
    kept = log.read_bytes()
    fold(tmp_path)
    # The sums were swapped in, then the power went before the log was thrown away.
    log.write_bytes(kept)

    assert sums(tmp_path) == {TOP: 1}
    assert fold(tmp_path) == 0
    assert sums(tmp_path) == {TOP: 1}
    assert not log.exists()


def test_a_log_still_written_is_read_but_not_folded(tmp_path: Path) -> None:
    tally = made(tmp_path)
    tally.add("served", "top/7")
    tally.flush()

    folded = fold(tmp_path)
    tally.add("served", "top/7")
    tally.flush()

    assert folded == 0
    assert sums(tmp_path) == {TOP: 2}


def test_a_full_disk_keeps_counts_until_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tally = made(tmp_path)
    tally.add("served", "top/7")
    tally.flush()
    tally.add("served", "top/7")
    real = os.write
    monkeypatch.setattr(os, "write", lambda log, line: real(log, line[:9]))

    with pytest.raises(TallyUnwritable, match="make room"):
        tally.flush()
    monkeypatch.undo()
    tally.flush()

    assert sums(tmp_path) == {TOP: 2}


def test_more_things_than_fit_are_counted_together(tmp_path: Path) -> None:
    tally = made(tmp_path, most_keys=2)
    for number in range(10):
        tally.add("read", f"/{number}/")
    tally.flush()

    assert len(sums(tmp_path)) == 3
    assert totals(sums(tmp_path), "read") == Counter({"other": 8, "/0/": 1, "/1/": 1})


def test_a_long_log_is_closed_and_folded(tmp_path: Path) -> None:
    tally = made(tmp_path, log_bytes=100)
    for _ in range(20):
        tally.add("served", "top/7")
        tally.flush()

    assert sums(tmp_path) == {TOP: 20}
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 1_000


def test_threads_adding_at_once_lose_nothing(tmp_path: Path) -> None:
    tally = made(tmp_path)

    def add() -> None:
        for _ in range(500):
            tally.add("served", "top/7")
            tally.flush()

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sums(tmp_path) == {TOP: 2_000}


def test_kept_counts_reach_the_disk_by_themselves(tmp_path: Path) -> None:
    tally = made(tmp_path)
    tally.keep(every_seconds=0.01)
    tally.add("served", "top/7")
    until = time.monotonic() + 5

    while not sums(tmp_path) and time.monotonic() < until:
        time.sleep(0.01)
    tally.close()

    assert sums(tmp_path) == {TOP: 1}


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"format": 1}', '{"format": 2, "counts": [], "folded": []}'])
def test_damaged_sums_are_named_and_logs_are_left_alone(tmp_path: Path, kept: str) -> None:
    tally = made(tmp_path)
    tally.add("served", "top/7")
    tally.close()
    (tmp_path / "sums.json").write_text(kept)

    with pytest.raises(SumsDamaged, match=r"sums\.json"):
        fold(tmp_path)

    assert len(list(tmp_path.glob("*.log"))) == 1


def test_old_hours_are_put_together_and_nothing_is_lost(tmp_path: Path) -> None:
    for hour in (1, 2, 23):
        tally = Tally(tmp_path, clock=lambda hour=hour: NOON.replace(hour=hour))  # type: ignore[misc]
        tally.add("served", "top/7")
        tally.close()
    fold(tmp_path)

    gone = settle(tmp_path, before="2026-11-20T20")
    again = settle(tmp_path, before="2026-11-20T20")

    assert (gone, again) == (2, 0)
    assert sums(tmp_path) == {Key(SETTLED, "served", "top/7"): 2, Key("2026-11-20T23", "served", "top/7"): 1}
