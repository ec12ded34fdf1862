"""The press's clock: nobody who sets the machine's can have it publish early, and whatever was wrong heals by itself."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from standfirst.config.press_clock import (
    HELD_SECONDS,
    SERVED_SECONDS,
    SMALL_SECONDS,
    Machine,
    PressClock,
    count_in,
    keep_in,
    this_machine,
    trouble_of,
)

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR, DAY = 3_600.0, 86_400.0


class World:
    """A machine whose clock may be wrong, in a world in which time passes."""

    def __init__(self) -> None:
        self.passed, self.wrong_by, self.is_served, self.boot, self.started = 0.0, 0.0, False, "first", -1_000.0
        self.said: list[str] = []
        self.kept = None

    @property
    def machine(self) -> Machine:
        return Machine(
            wall=lambda: NOON.timestamp() + self.passed + self.wrong_by,
            elapsed=lambda: self.passed - self.started,
            is_served=lambda: self.is_served,
            boot=self.boot,
        )

    def keep(self, count) -> None:
        self.kept = count

    def clock(self) -> PressClock:
        return PressClock(self.machine, self.kept, self.keep, self.said.append)

    def after(self, clock: PressClock, seconds: float) -> list[float]:
        """How far from the true time the clock is in each of the next ``seconds``, seconds."""
        found = []
        for _ in range(round(seconds)):
            self.passed += 1
            found.append((clock() - NOON).total_seconds() - self.passed)
        return found

    def restart(self, *, off_seconds: float, wrong_by: float = 0.0) -> None:
        self.passed += off_seconds
        self.wrong_by, self.boot, self.started = wrong_by, f"after {self.passed}", self.passed


@pytest.fixture
def world() -> World:
    return World()


def test_an_hour_forth_and_back_again_makes_nothing_early(world):
    clock = world.clock()
    for wrong_by in (HOUR, 0, HOUR, -HOUR, 0, 2 * DAY, 0):
        world.wrong_by = wrong_by
        assert max(world.after(clock, HELD_SECONDS - 10)) <= 0.001

    assert world.after(clock, 1) == [pytest.approx(0)]


def test_jumping_about_at_random_makes_nothing_early(world):
    clock, dice = world.clock(), random.Random(5)
    for _ in range(300):
        world.wrong_by = dice.choice((0, HOUR, -HOUR, 60, -2 * DAY, 365 * DAY, dice.uniform(-HOUR, HOUR)))
        assert max(world.after(clock, dice.randrange(1, 60))) <= SMALL_SECONDS


def test_what_was_set_right_forward_is_believed_when_it_has_held(world):
    world.wrong_by = -3 * HOUR
    clock = world.clock()
    world.wrong_by = 0.0

    off = world.after(clock, HELD_SECONDS + 2)

    assert off[-3] == pytest.approx(-3 * HOUR)
    assert off[-1] == pytest.approx(0)


def test_what_a_time_server_sets_right_is_believed_within_a_minute(world):
    world.wrong_by = -3 * HOUR
    clock = world.clock()
    world.wrong_by, world.is_served = 0.0, True

    assert world.after(clock, SERVED_SECONDS + 2)[-1] == pytest.approx(0)


def test_a_time_server_must_have_kept_it_all_the_while(world):
    clock = world.clock()
    world.wrong_by = HOUR
    for _ in range(8):
        world.is_served = True
        assert max(world.after(clock, SERVED_SECONDS - 5)) <= 0.001
        world.is_served = False
        world.after(clock, 1)


def test_what_was_set_back_counts_at_once_and_is_believed_when_it_has_held(world):
    clock = world.clock()
    world.wrong_by = -HOUR
    assert world.after(clock, 60)[-1] == pytest.approx(-HOUR)
    world.wrong_by = 0.0
    assert world.after(clock, 1) == [pytest.approx(0)]

    world.wrong_by = -HOUR
    world.after(clock, HELD_SECONDS + 2)
    world.wrong_by = 0.0
    assert world.after(clock, 1) == [pytest.approx(-HOUR)], "it was believed, so this is a step forward"


def test_small_steps_and_slews_are_taken_at_once(world):
    clock = world.clock()
    for _ in range(600):
        world.wrong_by += 0.1
        assert world.after(clock, 1) == [pytest.approx(world.wrong_by)]
    assert world.said == []


def test_hours_in_which_the_machine_was_suspended_are_counted(world):
    clock = world.clock()
    clock()
    world.passed += 9 * HOUR

    assert world.after(clock, 1) == [pytest.approx(0)]
    assert world.said == []


def test_a_press_started_anew_is_not_fooled_either(world):
    world.clock()()
    world.wrong_by = HOUR

    clock = world.clock()

    assert max(world.after(clock, HELD_SECONDS - 5)) <= 0.001


def test_a_press_that_is_started_over_and_over_believes_in_time_all_the_same(world):
    world.clock()()
    world.wrong_by = -HOUR
    for _ in range(10):
        world.after(world.clock(), HELD_SECONDS / 10)

    world.after(world.clock(), 2)

    assert world.kept.doubt is None


def test_a_machine_that_was_off_is_believed_at_once(world):
    world.clock()()
    world.restart(off_seconds=5 * DAY)

    assert world.after(world.clock(), 1) == [pytest.approx(0)]


def test_a_machine_that_comes_back_in_1970_publishes_nothing_and_heals_when_its_clock_is_set(world):
    world.clock()()
    world.restart(off_seconds=600, wrong_by=-56 * 365 * DAY)
    clock = world.clock()
    assert max(world.after(clock, 60)) < -DAY
    assert "back" in world.said[0]

    world.wrong_by, world.is_served = 0.0, True

    assert world.after(clock, SERVED_SECONDS + 2)[-1] == pytest.approx(0)


def test_a_jump_is_said_once_and_so_is_its_end(world):
    clock = world.clock()
    world.wrong_by = HOUR
    world.after(clock, 100)
    world.wrong_by = 0.0
    world.after(clock, 100)

    assert world.said == [
        "the machine's clock jumped 1:00:00 forward; until it has stayed so for 0:15:00, the earlier time counts",
        f"the machine's clock is believed again: {NOON + timedelta(seconds=101):%Y-%m-%d %H:%M:%S} UTC",
    ]


def test_a_check_says_that_the_clock_is_not_believed_and_for_how_long(world):
    clock = world.clock()
    world.after(clock, 1)
    assert trouble_of(world.machine, world.kept) == ""
    world.wrong_by = HOUR
    world.after(clock, 301)

    said = trouble_of(world.machine, world.kept)

    assert "jumped 1:00:00 forward" in said
    assert "it is 2026-11-28 12:05" in said
    assert "in 10 minutes" in said


def test_a_check_says_that_the_clock_lies_before_what_was_pressed(world):
    world.after(world.clock(), 1)
    world.restart(off_seconds=60, wrong_by=-30 * DAY)

    assert "at 2026-11-28 12:00 UTC the paper was pressed" in trouble_of(world.machine, world.kept)


def test_what_is_kept_is_read_again(world, tmp_path):
    file = tmp_path / "clock.json"
    clock = PressClock(world.machine, None, keep_in(file))
    world.wrong_by = HOUR
    world.after(clock, 1)

    assert count_in(file) == clock.kept
    assert clock.kept.doubt is not None
    assert count_in(tmp_path / "nothing") is None


@pytest.mark.parametrize("damaged", [b"", b"{}", b"[]", b'{"doubt": null, "boot": 1}', b'{"doubt": 7}', b"\xff"])
def test_a_file_that_cannot_be_read_is_as_if_there_were_none(tmp_path, damaged):
    file = tmp_path / "clock.json"
    file.write_bytes(damaged)

    assert count_in(file) is None


def test_it_is_kept_seldom(world):
    clock, kept = world.clock(), []
    clock.keep = kept.append

    world.after(clock, 600)

    assert 9 <= len(kept) <= 11


def test_this_machine_tells_the_time():
    machine = this_machine()

    assert abs((PressClock(machine)() - datetime.now(UTC)).total_seconds()) < 1
    assert machine.is_served() in (True, False)
    assert replace(machine, boot="x").elapsed() > 0
