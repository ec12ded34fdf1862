"""Counting adverts: each token once, lately, from the node that gave it out, to readers alone."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from standfirst.audience.tally import Tally
from standfirst.delivery.slots import Slots
from tests.ads.builders import creative, flight
from tests.delivery.adverts_desk import READER, Desk, shown


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.sell(flight(creatives=(creative("7", target="https://ferry.example/sundays"),)))
    return desk


def ways(desk: Desk) -> tuple[str, str, str]:
    """Return where a slot shown now is counted: served, viewed, clicked."""
    page = shown(desk.ask("/adverts/top/world", "lang=en"))
    return (
        page.xpath("string(//img[@class='c']/@src)"),
        page.xpath("string(//body/@data-seen)"),
        page.xpath("string(//a/@href)"),
    )


def all_counted(desk: Desk) -> dict[str, int]:
    desk.tally.flush()
    from standfirst.audience.sums import sums

    return {f"{key.event} {key.subject}": count for key, count in sums(desk.tally.folder).items()}


def test_serving_seeing_and_clicking_count_once_each(desk: Desk) -> None:
    served, viewed, click = ways(desk)

    answers = [desk.ask(served), desk.ask(viewed), desk.ask(click)]

    assert [answer.status for answer in answers] == [200, 200, 302]
    assert dict(answers[2].headers)["location"] == "https://ferry.example/sundays"
    assert all(("cache-control", "no-store") in answer.headers for answer in answers)
    assert all_counted(desk) == {"asked top": 1, "served top/7": 1, "viewed top/7": 1, "click top/7": 1}


def test_a_document_alone_counts_nothing(desk: Desk) -> None:
    ways(desk)

    assert all_counted(desk) == {"asked top": 1}


def test_twenty_replays_count_nothing_more_but_are_kept(desk: Desk) -> None:
    links = ways(desk)

    for _ in range(21):
        answers = [desk.ask(link) for link in links]

    assert [answer.status for answer in answers] == [200, 200, 302]
    counted = all_counted(desk)
    assert [counted[f"{event} top/7"] for event in ("served", "viewed", "click")] == [1, 1, 1]
    assert [counted[f"{event}-again top/7"] for event in ("served", "viewed", "click")] == [20, 20, 20]


def test_a_replay_at_another_process_or_after_a_restart_counts_nothing(desk: Desk) -> None:
    served, _, _ = ways(desk)
    desk.ask(served)
    desk.slots = desk.another()

    desk.ask(served)

    assert desk.counted("served") == {"top/7": 1}


def test_what_could_be_seen_was_served(desk: Desk) -> None:
    served, viewed, _ = ways(desk)

    desk.ask(viewed)
    desk.ask(served)

    assert desk.counted("served") == {"top/7": 1}


def test_a_token_expires(desk: Desk) -> None:
    links = ways(desk)
    desk.now += timedelta(minutes=61)

    answers = [desk.ask(link) for link in links]

    assert answers[2].status == 302
    assert desk.counted("served") == {}
    assert desk.counted("click-expired") == {"top/7": 1}


def test_a_token_holds_across_the_hour(desk: Desk) -> None:
    desk.now += timedelta(minutes=59)
    served, viewed, _ = ways(desk)
    desk.now += timedelta(minutes=5)
    desk.ask(served)
    desk.ask(viewed)

    assert desk.counted("viewed") == {"top/7": 1}


@pytest.mark.parametrize("at", range(6))
def test_a_token_that_was_tampered_with_counts_nothing(desk: Desk, at: int) -> None:
    served, _, _ = ways(desk)
    before, _, token = served.rpartition("/")
    parts = token.split(".")
    parts[at] = {3: "foot", 5: "A" * 16}.get(at, "8")

    desk.ask(f"{before}/{'.'.join(parts)}")

    assert desk.counted("served") == {}
    assert desk.counted("served-forged") == {"/": 1}


def test_a_token_of_another_node_is_not_counted_here(desk: Desk, tmp_path: Path) -> None:
    served, _, _ = ways(desk)
    other = Desk(tmp_path, "other")

    other.ask(served)

    assert other.counted("served") == {}
    assert other.counted("served-elsewhere") == {"top/7": 1}


@pytest.mark.parametrize(
    "headers", [{}, {"user-agent": "Googlebot/2.1"}, READER | {"sec-purpose": "prefetch;prerender"}]
)
def test_robots_and_prefetches_are_left_out_and_taken_down(desk: Desk, headers: dict[str, str]) -> None:
    links = ways(desk)

    answers = [desk.ask(link, headers=headers) for link in links]

    assert answers[2].status == 302
    assert [desk.counted(event) for event in ("served", "viewed", "click")] == [{}, {}, {}]
    assert desk.counted("click-robot") == {"top/7": 1}


@pytest.mark.parametrize("seeks", ["image", "script", "empty", "iframe"])
def test_a_creative_cannot_click_itself(desk: Desk, seeks: str) -> None:
    _, _, click = ways(desk)

    answer = desk.ask(click, headers=READER | {"sec-fetch-dest": seeks})

    assert answer.status == 302
    assert desk.counted("click") == {}


def test_heads_count_nothing(desk: Desk) -> None:
    for link in ways(desk):
        desk.ask(link, method="HEAD")

    assert all_counted(desk) == {"asked top": 1}


@pytest.mark.parametrize("token", ["x", "7", "", "a" * 500, "1.2.3.4.5.6", "\u0667.1.00000000.top.7.AAAAAAAAAAAAAAAA"])
def test_nonsense_is_answered_and_counts_nothing(desk: Desk, token: str) -> None:
    answer = desk.ask(f"/adverts/count/served/{token}")

    assert answer.status == 200
    assert desk.counted("served") == {}


def test_a_full_disk_is_not_acknowledged_and_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    served, viewed, _ = ways(desk)
    desk.ask(served)

    def full(log: int, line: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(Exception, match="make room"):
        desk.ask(viewed)
    monkeypatch.undo()

    assert desk.counted("viewed") == {"top/7": 1}


def test_a_beacon_that_did_not_reach_the_disk_is_answered_503(tmp_path: Path) -> None:
    import asyncio

    desk = Desk(tmp_path)
    desk.sell(flight())
    served, _, _ = ways(desk)
    broken = Tally(tmp_path / "file" / "tally", clock=lambda: desk.now)
    (tmp_path / "file").write_text("in the way")
    broken.keep(every_seconds=0.01)
    slots = Slots(desk.settings, broken, clock=lambda: desk.now, dice=lambda: 0.0)

    async def ask() -> int:
        from standfirst.delivery.http import Request

        answer = slots(Request("GET", served, headers=READER))
        return (await answer).status  # type: ignore[misc]

    assert asyncio.run(ask()) == 503
    broken.close()
