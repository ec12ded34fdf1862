"""Runs: what is live becomes what readers get, at the price of what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from standfirst.press.catalogue import HOUSE_PAGES
from standfirst.press.jobs import Job
from standfirst.press.notes import Reading
from standfirst.press.pool import HANDFUL
from standfirst.press.printers import listing
from standfirst.press.printing import OwnHands, Printed
from standfirst.story.blocks import Paragraph
from standfirst.story.story import Section
from standfirst.story.text import text_of
from tests.press.rooms import JANE, LOCAL, NOON, WORLD, Printer, Room, a_story


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_published_story_is_on_its_page_and_on_every_list(room: Room) -> None:
    room.archive.publish(a_story())

    room.run()

    path = "/world/2026/03/01/story-1/"
    assert "Body of 1." in (room.read(path) or "")
    for page in ("/", "/world/", "/topic/kyiv/", "/person/jane-doe/", "/world/2026/03/"):
        assert path in (room.read(page) or ""), page
    assert room.press.search.contains("Body of 1.")


def test_a_run_with_nothing_to_do_prints_and_asks_nothing(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.archive.questions = 0

    report = room.run()

    assert (report.printed, report.written, room.printer.printed, room.archive.questions) == (0, 0, [], 0)


def test_a_run_finds_what_it_wants_in_the_ledger_by_index(room: Room) -> None:
    """What reads a whole table costs a millisecond here and a second in a large archive."""
    for number in range(1, 30):
        room.archive.publish(a_story(str(number)))
    room.run()
    asked: set[str] = set()
    connection = room.ledger._db
    connection.set_trace_callback(asked.add)

    room.archive.publish(a_story("7", headline="Another"))
    room.run(hints=frozenset({"story:7"}))
    room.run(hints=frozenset({"story:7"}))
    connection.set_trace_callback(None)

    plans = {
        one: " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {one}"))
        for one in asked
        if one.startswith(("SELECT", "UPDATE", "DELETE"))
    }
    assert any("plates_due" in plan for plan in plans.values())
    tables = ("plates", "records", "questions", "asked", "rests", "shown")
    assert not [one for one, plan in plans.items() if any(f"SCAN {table}" in plan for table in tables)]


def test_a_changed_body_prints_the_story_alone(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.archive.publish(a_story(body=(Paragraph(text_of("Other words.")),)))

    report = room.run(hints=frozenset({"story:1"}))

    assert room.printer.printed == [Job("story", "1")]
    assert report.written == 1


def test_a_changed_headline_prints_the_lists_that_show_it_too(room: Room) -> None:
    room.archive.publish(a_story())
    room.archive.publish(a_story("2", section=LOCAL, topics=()))
    room.run()
    room.archive.publish(a_story(headline="Better"))

    room.run(hints=frozenset({"story:1"}))

    printed = set(room.printer.printed)
    assert {Job("story", "1"), Job("front"), Job("front", "world"), Job("topic", "kyiv")} <= printed
    assert not printed & {Job("story", "2"), Job("front", "local")}
    assert "Better" in (room.read("/") or "")


def test_a_renamed_person_prints_their_stories_without_a_publish(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.archive.people["jane-doe"] = replace(JANE, name="Jane Roe")

    room.run()

    assert "Jane Roe" in (room.read("/world/2026/03/01/story-1/") or "")


def test_a_lost_bell_delays_and_never_loses(room: Room) -> None:
    room.run()
    room.archive.publish(a_story(published=NOON - timedelta(days=9)))

    quick = room.press.run(now=NOON)
    full = room.run()

    assert quick.printed == 0
    assert full.printed > 0
    assert room.status("/world/2026/02/21/story-1/") == 200


def test_a_story_taken_down_answers_gone_and_is_on_no_list(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    del room.archive.stories["1"]

    room.run(hints=frozenset({"story:1"}))

    assert room.status("/world/2026/03/01/story-1/") == 410
    assert room.read("/world/2026/03/01/story-1/") == ""
    assert "story-1" not in (room.read("/") or "")
    assert room.read("/topic/kyiv/") is None
    assert not room.press.search.contains("Body of 1.")


def test_a_story_that_comes_back_stands_where_it_stood(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    del room.archive.stories["1"]
    room.run()
    room.archive.publish(a_story())

    room.run()

    assert room.status("/world/2026/03/01/story-1/") == 200


def test_a_front_is_never_there_before_what_it_links_to(room: Room) -> None:
    for number in range(1, 9):
        room.archive.publish(a_story(str(number)))

    report = room.press.run(now=NOON, turn=1)
    while report.left:
        for front in ("/", "/world/", "/topic/kyiv/"):
            for path in re.findall(r"/world/20\S+", room.read(front) or ""):
                assert room.status(path) == 200, (front, path)
        report = room.press.run(now=NOON, turn=1)

    assert "story-8" in (room.read("/") or "")


def test_what_leads_to_very_many_new_pages_waits_for_them(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "WHOLE_MONTH", 0)
    for number in range(1, 51):
        room.archive.publish(a_story(str(number), published=NOON - timedelta(days=number)))

    left = 1
    while left:
        left = room.press.run(now=NOON).left
        mapped = re.findall(r"/sitemaps/\S+?\.xml", room.read("/sitemap.xml") or "")
        assert {room.status(path) for path in mapped} <= {200}

    assert len(mapped) == 50
    after = room.printer.printed[max(at for at, job in enumerate(room.printer.printed) if job.kind == "sitemap") :]
    assert Job("sitemap-index") in after


def test_a_story_met_before_it_was_looked_at_is_missed_when_it_goes(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.archive.publish(a_story("2", published=NOON - timedelta(hours=1)))
    room.archive.sections["world"] = Section("world", "The World")
    room.run(hints=frozenset({"section:world"}))
    del room.archive.stories["2"]

    room.run()

    assert "story-2" not in (room.read("/world/") or "")
    assert room.status("/world/2026/03/02/story-2/") == 410


def test_a_moved_story_leaves_a_redirect_and_never_a_chain(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    for section in (LOCAL, Section("science", "Science")):
        room.archive.publish(a_story(section=section))
        room.run()

    for old in ("/world/2026/03/01/story-1/", "/local/2026/03/01/story-1/"):
        found = room.shelf.read(old)
        assert found is not None
        assert found[0].status == 301
        assert ("location", "/science/2026/03/01/story-1/") in found[0].headers


def test_an_address_taken_by_another_story_is_not_redirected(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    moved = replace(a_story(), path="/world/2026/03/01/elsewhere/")
    other = replace(a_story("2"), path="/world/2026/03/01/story-1/")
    room.archive.publish(moved)
    room.archive.publish(other)

    room.run()

    assert "Body of 2." in (room.read("/world/2026/03/01/story-1/") or "")
    assert "Body of 1." in (room.read("/world/2026/03/01/elsewhere/") or "")


def test_one_broken_story_does_not_hold_up_the_others(room: Room) -> None:
    room.printer.broken.add(Job("story", "1"))
    room.archive.publish(a_story("1"))
    room.archive.publish(a_story("2"))

    report = room.run()

    assert [str(trouble.job) for trouble in report.troubles] == ["story:1"]
    assert room.status("/world/2026/03/01/story-2/") == 200


def test_what_could_not_be_printed_is_tried_again_at_the_next_full_run(room: Room) -> None:
    room.printer.broken.add(Job("story", "1"))
    room.archive.publish(a_story())
    room.run()
    room.printer.broken.clear()

    room.run()

    assert room.status("/world/2026/03/01/story-1/") == 200


def test_a_lost_ledger_is_filled_again_and_writes_nothing_twice(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.ledger.close()
    room.ledger.file.write_bytes(b"SQLite format 3\0" + b"damage" * 500)
    room.open()

    report = room.run()

    assert report.printed > 0
    assert report.written == 0


def test_what_a_lost_ledger_forgot_does_not_stay_on_the_shelf(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.ledger.close()
    room.ledger.file.unlink()
    del room.archive.stories["1"]
    room.open()

    room.run()

    assert room.status("/world/2026/03/01/story-1/") == 410
    assert room.read("/topic/kyiv/") is None


def test_what_moved_while_the_ledger_was_lost_is_found_from_every_former_address(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.archive.publish(a_story(section=LOCAL))
    room.run()
    room.ledger.close()
    room.ledger.file.unlink()
    room.archive.publish(a_story(section=Section("science", "Science")))
    room.open()

    room.run()

    for former in ("world", "local"):
        found = room.shelf.read(f"/{former}/2026/03/01/story-1/")
        assert found
        assert (found[0].status, dict(found[0].headers)) == (301, {"location": "/science/2026/03/01/story-1/"})


def test_a_story_taken_down_after_the_ledger_was_lost_is_gone_from_every_former_address(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.archive.publish(a_story(section=LOCAL))
    room.run()
    room.ledger.close()
    room.ledger.file.unlink()
    room.open()
    room.run()
    del room.archive.stories["1"]

    room.run()

    assert [room.status(f"/{former}/2026/03/01/story-1/") for former in ("world", "local")] == [410, 410]


def test_a_newer_program_prints_everything_anew(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.ledger.close()
    room.open(version="2")

    report = room.run()

    assert Job("story", "1") in room.printer.printed
    assert report.written == 0


def test_a_plate_whose_time_has_come_is_printed_though_nothing_changed(room: Room) -> None:
    room.run(now=NOON)

    later = room.press.run(now=NOON + timedelta(hours=1, seconds=1))

    assert later.printed == 1
    assert room.read("/sitemap-news.xml") == "13"


def test_step_by_step_is_byte_for_byte_pressing_from_nothing(room: Room, tmp_path: Path) -> None:
    for number in range(1, 6):
        room.archive.publish(a_story(str(number), section=LOCAL if number % 2 else WORLD))
        room.run(hints=frozenset({f"story:{number}"}))
    room.archive.publish(a_story("1", headline="Changed", section=LOCAL))
    room.archive.people["jane-doe"] = replace(JANE, name="Jane Roe")
    del room.archive.stories["4"]
    room.run()

    anew = Room(tmp_path / "anew", room.archive)
    anew.run()

    expected = {plate.path: plate.bodies for plate in anew.shelf.plates()}
    found = {plate.path: plate.bodies for plate in room.shelf.plates() if plate.status == 200}
    assert found == expected
    assert {f"!{name}" for name in HOUSE_PAGES} <= set(found)


def test_what_is_stale_is_said_without_printing_it(room: Room) -> None:
    room.archive.publish(a_story())
    room.run()
    room.archive.publish(a_story(body=(Paragraph(text_of("Other words.")),)))
    room.printer.printed.clear()

    stale = room.press.stale(now=NOON)

    assert stale == [Job("story", "1")]
    assert room.printer.printed == []
    assert "Body of 1." in (room.read("/world/2026/03/01/story-1/") or "")


class Pool:
    """A pool of one process: this one."""

    def __init__(self, printer: Printer) -> None:
        self.hands = OwnHands(printer)

    def print_all(self, jobs: Sequence[Job], reading: Reading) -> Iterator[Printed]:
        yield from self.hands.print_all(jobs, reading)

    def close(self) -> None:
        """Nothing to let go of."""


def test_a_long_turn_broken_off_loses_and_repeats_nothing(room: Room) -> None:
    stories = {str(number) for number in range(5 * HANDFUL)}
    for number in stories:
        room.archive.publish(a_story(number))
    room.press._pool = Pool(room.printer)  # type: ignore[assignment]
    calls = 0

    def is_called() -> bool:
        nonlocal calls
        calls += 1
        return True

    report = room.press.run(now=NOON, is_called=is_called)
    turns = 1
    while report.left:
        report = room.press.run(now=NOON, is_called=is_called)
        turns += 1

    printed = [job.key for job in room.printer.printed if job.kind == "story"]
    assert turns > calls == 5
    assert set(printed) == stories
    # What a list shows is printed before it; of those the turn comes to some again.
    assert len(printed) - len(stories) < 5
    assert room.read("/")
