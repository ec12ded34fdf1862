"""Live stories in the press: an update prints what is new, and what is taken down takes everything with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from standfirst.press.jobs import Job
from standfirst.story.blocks import LiveEntry
from tests.press.papers import an_entry
from tests.press.rooms import NOON, Room, a_story


@pytest.fixture
def room(tmp_path):
    room = Room(tmp_path)
    update(room, an_entry(2), an_entry(1))
    room.run()
    return room


def update(room: Room, *entries: LiveEntry, **parts: object) -> None:
    room.archive.publish(a_story("1", body=entries, updated=NOON, **parts))


def live_addresses(room: Room) -> dict[str, int]:
    return {plate.path: plate.status for plate in room.shelf.plates() if "/live" in plate.path}


def test_an_update_prints_the_head_the_page_and_one_entry(room):
    before = live_addresses(room)

    update(room, an_entry(3), an_entry(2), an_entry(1))
    room.run(hints=frozenset({"story:1"}))

    kinds = [job.kind for job in room.printer.printed if job.kind in {"story", "live", "entry"}]
    assert sorted(kinds) == ["entry", "live", "story"]
    assert len(live_addresses(room)) == len(before) + 1


def test_an_entry_is_there_before_the_head_that_names_it_and_the_page(room):
    bound = []
    bind = room.press.binder.bind
    room.press.binder.bind = lambda plates: bind([bound.append(plate.path) or plate for plate in plates])

    update(room, an_entry(3), an_entry(2), an_entry(1))
    room.run(hints=frozenset({"story:1"}))

    ours = [path for path in bound if "story-1" in path]
    assert "/live/" in ours[0]
    assert ours[1:] == [f"{a_story('1').path}live.json", a_story("1").path]


def test_of_very_many_entries_at_once_none_is_forgotten_and_no_list_is_there_before_the_page(room):
    bound = []
    bind = room.press.binder.bind
    room.press.binder.bind = lambda plates: bind([bound.append(plate.path) or plate for plate in plates])
    room.archive.publish(a_story("7", body=tuple(an_entry(number) for number in range(50, 0, -1))))

    report = room.press.run(now=NOON, hints=frozenset({"story:7"}))
    while report.left:
        report = room.press.run(now=NOON)

    page = a_story("7").path
    first_met = list(dict.fromkeys(path for path in bound if "story-7" in path))
    assert len(first_met) == 52
    assert first_met[-2:] == [f"{page}live.json", page]
    assert bound.index(page) < bound.index("/")
    # None was printed twice for it.
    assert sum(job.kind == "entry" for job in room.printer.printed) == 2 + 50
    assert "minute 50" in room.read(page)
    assert room.ledger.due_count() == 0


def test_a_story_taken_down_takes_its_head_and_every_entry_with_it(room):
    addresses = live_addresses(room)
    assert set(addresses.values()) == {200}
    assert len(addresses) == 3

    room.archive.stories.clear()
    room.run(hints=frozenset({"story:1"}))

    assert live_addresses(room) == dict.fromkeys(addresses, 410)


def test_an_entry_taken_back_is_gone_and_the_others_stay(room):
    before = live_addresses(room)

    update(room, an_entry(2))
    room.run(hints=frozenset({"story:1"}))

    assert sorted(live_addresses(room).values()) == [200, 200, 410]
    update(room, an_entry(2), an_entry(1))
    room.run(hints=frozenset({"story:1"}))
    assert live_addresses(room) == before


def test_what_a_lost_ledger_forgot_is_gone_as_if_it_had_not(room):
    addresses = live_addresses(room)
    room.archive.stories.clear()
    room.ledger.begin_anew()

    room.run()

    assert live_addresses(room) == dict.fromkeys(addresses, 410)


def test_a_story_that_moves_leads_its_open_pages_to_its_head(room):
    room.archive.stories["1"] = replace(room.archive.stories["1"], path="/world/2026/11/19/moved/")

    room.run(hints=frozenset({"story:1"}))

    former = room.shelf.read(f"{a_story('1').path}live.json")
    assert former is not None
    assert former[0].status == 301
    assert dict(former[0].headers)["location"] == "/world/2026/11/19/moved/live.json"


def test_a_damaged_entry_is_printed_again(room):
    path = next(path for path in live_addresses(room) if "/live/" in path)
    room.press.binder.remove([path])

    assert room.press.look_over(100) == 1
    room.run(hints=frozenset({"paper"}))

    assert live_addresses(room)[path] == 200
    assert {job.kind for job in room.printer.printed} == {"entry"}
    assert Job("live", "1") not in room.printer.printed


def test_a_head_printed_for_another_reason_leaves_no_page_behind_that_rests_on_the_same_story(room):
    """The change was rung for by nobody; then everything that asks the paper is printed, and the page does not."""
    room.archive.publish(a_story("1", headline="Nobody was told", body=(an_entry(2),)))
    room.archive.paper = replace(room.archive.paper, tagline="Another")
    room.run(hints=frozenset({"paper"}))

    room.run()

    assert "Nobody was told" in (room.read(a_story("1").path) or "")
