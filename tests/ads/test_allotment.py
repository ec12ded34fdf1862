from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from standfirst.ads.allotment import LEASE_SECONDS, Allotment, Report, allot
from standfirst.ads.curve import FLAT
from standfirst.ads.openings import Worker
from standfirst.ads.pacing import Line

START = 1_795_000_000.0
LINE = Line(10_000, START, START + 10 * 86_400, FLAT)
HOUR = 3_600.0


def whole(parts: dict[str, Allotment] | object, moment: float) -> float:
    return sum(part.level(LINE.at(moment)) for part in dict(parts).values())  # type: ignore[call-overload]


def test_all_parts_together_are_the_line() -> None:
    now = START + 5 * 86_400
    reports = {"a": Report(3_000, now, 700), "b": Report(2_000, now, 300)}

    parts = allot(LINE, reports, {}, now=now)

    assert round(parts["a"].share, 2) == 0.7
    assert abs(whole(parts, now + HOUR) - LINE.at(now + HOUR)) < 1e-6


def test_a_silent_node_keeps_its_part_until_its_lease_is_over_and_then_others_have_it() -> None:
    now = START + 5 * 86_400
    before = allot(LINE, {name: Report(2_500, now, 100) for name in "ab"}, {}, now=now)
    reports = {"a": Report(2_550, now + HOUR, 100), "b": Report(2_500, now, 100)}

    soon = allot(LINE, reports, before, now=now + HOUR)
    later = now + LEASE_SECONDS + HOUR
    reports["a"] = Report(2_600, later, 100)
    gone = allot(LINE, reports, soon, now=later)

    assert abs(soon["b"].level(LINE.at(now + 2 * HOUR)) - before["b"].level(LINE.at(now + 2 * HOUR))) < 1e-6
    assert soon["b"].share == 0.5
    assert (gone["b"].share, gone["a"].share) == (0.0, 1.0)
    # What it may have given since is taken as given.
    assert abs(gone["b"].base - before["b"].level(LINE.at(now + LEASE_SECONDS))) < 1e-6


def test_few_views_go_to_few_nodes_in_turns_so_that_none_is_lost_in_fractions() -> None:
    now = START + 9.9 * 86_400
    reports = {name: Report(624, now, 10) for name in "abcdefghijklmnop"}
    had_it = set()

    for turn in range(300):
        parts = allot(LINE, {name: replace(one, heard=now + turn) for name, one in reports.items()}, {}, now=now + turn)
        chosen = [name for name, part in parts.items() if part.share]
        had_it |= set(chosen)
        assert len(chosen) < 4 or line_gain(parts, now + turn) >= 3 * len(chosen)

    assert had_it == set(reports)


def line_gain(parts: Mapping[str, Allotment], now: float) -> float:
    return LINE.at(now + 600) - next(iter(parts.values())).total


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 900), st.booleans()), min_size=1, max_size=8))
def test_never_more_is_dealt_than_the_goal(nodes: list[tuple[int, int, bool]]) -> None:
    now = START + 6 * 86_400
    first = allot(LINE, {str(at): Report(0, START, 1) for at in range(len(nodes))}, {}, now=START)
    reports = {
        str(at): Report(min(done, int(first[str(at)].level(LINE.at(now)))), now if heard else START, readers)
        for at, (done, readers, heard) in enumerate(nodes)
    }

    parts = allot(LINE, reports, first, now=now)

    for moment in (now, now + HOUR, START + 30 * 86_400):
        assert whole(parts, moment) <= max(LINE.at(moment), sum(part.base for part in parts.values())) + 1e-6
    assert whole(parts, START + 30 * 86_400) <= LINE.bought + 1e-6


def test_processes_of_a_node_share_whole_views() -> None:
    for views in range(20):
        for turn in range(4):
            assert sum(Worker(number, 3).part(views, turn) for number in range(3)) == views


def test_a_line_only_rises_and_ends_at_the_goal() -> None:
    levels = [LINE.at(START + hour * HOUR) for hour in range(-3, 243)]

    assert all(one <= other for one, other in pairwise(levels))
    assert (levels[0], levels[-1]) == (0.0, 10_000.0)
    assert LINE.at(START + 9.7 * 86_400) >= 9_949
