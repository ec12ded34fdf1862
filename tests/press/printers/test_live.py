from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree, html

from standfirst.press.archive import Extras
from standfirst.press.jobs import Job
from standfirst.press.printers.live import NAMED, print_entry, print_live
from standfirst.press.rendering import print_job
from standfirst.story.blocks import newest_first
from standfirst.story.text import Span, text_of
from tests.press.papers import NOON, a_live_story, a_story, an_archive, an_entry, notes_of, printed, tree

XHTML = "{http://www.w3.org/1999/xhtml}"


def head_of(archive, key="8"):
    return json.loads(printed(archive, "live", key).body)


def entries_printed(archive, key="8"):
    """The plates a head leads to, in the order of their moments."""
    notes = notes_of(archive)
    print_live(key, notes)
    return [printed(archive, *named) for named in sorted(notes.leads_to)]


def with_lines(element):
    return [" ".join(line.itertext()) for line in element]


def test_a_head_names_the_newest_entries_and_says_how_many_there_are():
    archive = an_archive(a_live_story())

    head = head_of(archive)

    assert head["count"] == 3
    assert [name for name, _ in head["entries"]] == [f"at-20261120T12{minute:02}00" for minute in (9, 5, 0)]
    assert [plate.path.rpartition("/")[2] for plate in reversed(entries_printed(archive))] == [
        digest for _, digest in head["entries"]
    ]


def test_a_head_stays_small_however_long_the_story_goes_on():
    archive = an_archive(a_live_story(entries=newest_first(an_entry(minute) for minute in range(200))))

    head = printed(archive, "live", "8")

    assert json.loads(head.body)["count"] == 200
    assert len(json.loads(head.body)["entries"]) == NAMED
    assert len(head.body) < 1_000


def test_an_entry_by_itself_is_what_the_page_has():
    archive = an_archive(a_live_story())
    page = tree(printed(archive, "story", "8"))

    for plate in entries_printed(archive):
        root = etree.fromstring(plate.body)
        assert {line.tag for line in root} <= {f"{XHTML}h2", f"{XHTML}p"}
        on_page = page.get_element_by_id(root[0].get("id"))
        assert on_page.get("data-entry") == plate.path.rpartition("/")[2]
        lines = [on_page, *list(on_page.itersiblings())[: int(on_page.get("data-lines"))]]
        assert with_lines(lines) == with_lines(root)
        assert [line.get("class") for line in lines] == [line.get("class") for line in root]


def test_an_entry_that_is_edited_is_another_file_and_the_old_one_is_gone():
    before = an_archive(a_live_story())
    kept, changed = entries_printed(before)[0], entries_printed(before)[1]
    notes = notes_of(before)
    print_live("8", notes)
    key = sorted(notes.leads_to)[1][1]
    after = an_archive(a_live_story(entries=(an_entry(9, key=True), an_entry(5, "Put right"), an_entry(0))))

    assert kept in entries_printed(after)
    assert changed.path not in [plate.path for plate in entries_printed(after)]
    assert print_entry(key, notes_of(before)) is not None
    assert print_entry(key, notes_of(after)) is None


def test_entries_are_cached_for_good_and_heads_for_moments():
    archive = an_archive(a_live_story())

    assert "immutable" in dict(entries_printed(archive)[0].headers)["cache-control"]
    assert "max-age=2," in dict(printed(archive, "live", "8").headers)["cache-control"]
    for plate in (printed(archive, "live", "8"), *entries_printed(archive)):
        assert dict(plate.headers)["surrogate-key"] == "story-8"
        assert dict(plate.headers)["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("kind", ["live", "entry"])
def test_a_story_that_is_not_live_or_a_paper_that_does_not_want_it_has_neither(kind):
    archive = an_archive(a_live_story())
    notes = notes_of(archive)
    print_live("8", notes)
    key = "8" if kind == "live" else min(notes.leads_to)[1]
    off = an_archive(a_live_story())
    off.paper = replace(off.paper, extras=Extras(live=False))

    for none in (an_archive(a_story("8")), an_archive(), off):
        assert print_job(Job(kind, key), notes_of(none)) is None


def test_a_paper_that_does_not_want_it_still_prints_every_entry():
    archive = an_archive(a_live_story())
    archive.paper = replace(archive.paper, extras=Extras(live=False))

    page = tree(printed(archive, "story", "8"))

    assert len(page.xpath("//article/h2")) == 3
    assert page.xpath("//@data-entry") == []


def test_the_day_is_said_of_entries_of_another_day():
    story = a_live_story(entries=(an_entry(24 * 60), an_entry(0)), published=NOON - timedelta(hours=2))

    headings = tree(printed(an_archive(story), "story", "8")).xpath("//article/h2")

    assert [heading.text for heading in headings] == [
        "21 November 2026, 13:00 – News of minute 1440",
        "13:00 – News of minute 0",
    ]


def test_two_entries_of_one_moment_keep_their_names_when_a_third_comes():
    first, second, third = (replace(an_entry(0), headline=words) for words in ("First", "Second", "Third"))

    two = a_live_story(entries=(second, first)).live_entries()
    three = a_live_story(entries=(third, second, first)).live_entries()

    assert list(two.items()) == list(three.items())[1:]
    assert list(three) == ["20261120T120000-3", "20261120T120000-2", "20261120T120000"]


def test_words_in_an_entry_stay_words():
    entry = replace(an_entry(0, "<b>&amp;</h2>"), paragraphs=((Span("<script>", link="https://x.example/?a&b"),),))
    archive = an_archive(a_live_story(entries=(entry,)))

    root = etree.fromstring(entries_printed(archive)[0].body)

    assert root[0].text.endswith("<b>&amp;</h2>")
    assert "".join(root[1].itertext()) == "<script>"
    assert html.fromstring(printed(archive, "story", "8").body).xpath("//article//script") == []


def test_a_head_says_when_the_story_was_updated():
    archive = an_archive(a_live_story(updated=NOON))

    assert head_of(archive)["updated"] == ["2026-11-20T13:00:00+01:00", "20 November 2026, 13:00"]
    assert "updated" not in head_of(an_archive(a_live_story()))


def test_an_entry_may_be_a_headline_alone():
    archive = an_archive(a_live_story(entries=(replace(an_entry(0), paragraphs=()), an_entry(-1))))

    assert tree(printed(archive, "story", "8")).xpath("//@data-lines") == ["0", "1"]
    assert text_of("") == ()
