from __future__ import annotations

import json
from email.utils import parsedate_to_datetime

import pytest

from standfirst.press.jobs import Job
from standfirst.press.rendering import print_job
from tests.press.papers import ORIGIN, a_figure, a_story, an_archive, notes_of, printed, xml

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "]]> </title><script>alert(1)</script> & \"quoted\" 'and' \x00\x08\x1f \ud800 \ufffe سفن 🚢"
HARMLESS = "]]> </title><script>alert(1)</script> & \"quoted\" 'and'    سفن 🚢"


def test_rss_says_what_is_new():
    archive = an_archive(a_story("1", lead=a_figure()), a_story("2"))

    channel = xml(printed(archive, "feed", "world.xml")).find("channel")

    assert channel.findtext("title") == "The Gazette: World"
    assert [item.findtext("title") for item in channel.findall("item")] == ["Headline 1", "Headline 2"]
    first = channel.find("item")
    assert first.findtext("link") == archive.paper.origin + archive.stories["1"].path
    assert first.findtext("description") == "Why to read story 1"
    assert parsedate_to_datetime(first.findtext("pubDate")) == archive.stories["1"].published
    media = "{http://search.yahoo.com/mrss/}"
    assert first.find(f"{media}content").get("url") == f"{ORIGIN}/m/0000000000000001-1280.jpg"
    assert first.findtext(f"{media}content/{media}credit") == "Ada Venn—Northern Pictures"


def test_an_entry_keeps_its_identity_when_its_address_changes():
    story = a_story("1")
    before = xml(printed(an_archive(story), "feed", "all.atom")).findtext(f"{ATOM}entry/{ATOM}id")
    moved = xml(printed(an_archive(a_story("1", headline="Another")), "feed", "all.atom"))

    assert before == moved.findtext(f"{ATOM}entry/{ATOM}id") == "tag:gazette.example,2026-11-20:story-1"


def test_atom_has_what_the_standard_asks_for():
    feed = xml(printed(an_archive(a_story("1")), "feed", "all.atom"))

    for name in ("id", "title", "updated", "author", "entry"):
        assert feed.find(f"{ATOM}{name}") is not None
    for name in ("id", "title", "updated", "published", "author", "summary", "link"):
        assert feed.find(f"{ATOM}entry/{ATOM}{name}") is not None


def test_json_feed_has_what_the_standard_asks_for():
    feed = json.loads(printed(an_archive(a_story("1", lead=a_figure())), "feed", "all.json").body)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{ORIGIN}/feeds/all.json"
    (item,) = feed["items"]
    assert item["content_text"] == "Why to read story 1"
    assert item["image"] == f"{ORIGIN}/m/0000000000000001-1280.jpg"
    assert item["authors"] == [{"name": "Mara Linde"}]


@pytest.mark.parametrize("suffix", ["xml", "atom"])
def test_a_hostile_title_stays_a_title(suffix):
    archive = an_archive(a_story("1", headline=HOSTILE, standfirst=HOSTILE))

    feed = xml(printed(archive, "feed", f"all.{suffix}"))

    titles = [element.text for element in feed.iter() if element.tag.endswith("title")]
    assert " ".join(titles[-1].split()) == " ".join(HARMLESS.split())


def test_a_hostile_title_stays_a_title_in_json():
    feed = json.loads(printed(an_archive(a_story("1", headline=HOSTILE)), "feed", "all.json").body)

    assert " ".join(feed["items"][0]["title"].replace("\x00", "").split()).endswith("سفن 🚢")


def test_feeds_hold_the_thirty_newest():
    archive = an_archive(*(a_story(str(number)) for number in range(1, 40)))

    assert len(json.loads(printed(archive, "feed", "all.json").body)["items"]) == 30


@pytest.mark.parametrize("suffix", ["xml", "atom", "json"])
def test_a_paper_without_stories_has_whole_feeds(suffix):
    plate = printed(an_archive(), "feed", f"all.{suffix}")

    if suffix == "json":
        assert json.loads(plate.body)["items"] == []
    else:
        xml(plate)


def test_no_section_no_feed():
    assert print_job(Job("feed", "nowhere.xml"), notes_of(an_archive())) is None
    assert print_job(Job("feed", "world.exe"), notes_of(an_archive())) is None


def test_pictures_of_a_feed_are_taken_down():
    notes = notes_of(an_archive(a_story("1", lead=a_figure())))

    print_job(Job("feed", "all.xml"), notes)

    assert notes.pictures == {"/m/0000000000000001-1280.jpg"}
