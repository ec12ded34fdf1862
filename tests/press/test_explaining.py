from datetime import timedelta
from pathlib import Path

import pytest

from standfirst.edition.layout import plate_name
from standfirst.press.jobs import Job
from tests.press.rooms import LOCAL, NOON, Room, a_story

PATH = a_story("1").path


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    room.archive.publish(a_story("1"))
    room.run()
    return room


def explained(room, path=PATH, now=NOON):
    return room.press.explain(path, now=now)


def test_a_plate_names_its_job_and_what_each_answer_rests_on(room):
    found = explained(room)

    assert (found.status, found.job, found.now_at) == (200, Job("story", "1"), found.path)
    (grounds,) = [each for each in found.grounds if each.question == 'StoryOf["1"]']
    assert {"story:1", "person:jane-doe", "topic:kyiv", "section:world"} <= set(grounds.rests_on)
    assert not found.is_stale


def test_a_stale_answer_names_what_changed_since(room):
    room.archive.publish(a_story("1", headline="Another"))

    found = explained(room)

    assert found.is_stale
    assert "story:1" in next(each.stale for each in found.grounds if each.question == 'StoryOf["1"]')


def test_a_story_that_is_gone_is_said_to_be(room):
    del room.archive.stories["1"]

    assert "story:1 (gone)" in next(each.stale for each in explained(room).grounds if each.stale)


def test_explaining_changes_nothing(room):
    room.archive.publish(a_story("1", headline="Another"))
    explained(room)

    assert "Another" not in room.read(PATH)
    assert room.press.stale(now=NOON)


def test_a_former_address_says_where_the_story_went(room):
    moved = a_story("1", section=LOCAL)
    room.archive.publish(moved)
    room.run()

    former, current = explained(room), explained(room, moved.path)

    assert (former.status, former.now_at) == (301, moved.path)
    assert current.former == (PATH,)


def test_a_plate_whose_time_has_come_says_so(room):
    assert not explained(room, "/sitemap-news.xml").is_stale
    assert "good until" in explained(room, "/sitemap-news.xml", NOON + timedelta(hours=1)).stale[0]


def test_other_templates_make_every_plate_stale(room):
    room.ledger.close()
    room.open(version="2")

    assert "templates" in explained(room).stale[0]


def test_a_damaged_and_a_missing_plate_are_said_to_be(room):
    file = room.folder / "edition" / plate_name(PATH)
    file.write_bytes(file.read_bytes()[:-3])
    damaged = explained(room)
    file.unlink()
    missing = explained(room)

    assert "is damaged" in damaged.stale[0]
    assert "not in the edition" in missing.stale[0]


def test_an_address_nobody_printed_has_no_job(room):
    found = explained(room, "/nothing/")

    assert (found.status, found.job, found.is_stale) == (None, None, False)
