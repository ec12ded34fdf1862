from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from standfirst.newsroom.intake import StoryUnknown, live_stories, story_at, take_in, withdraw
from standfirst.newsroom.models import (
    Capture,
    CreditedImage,
    PaperFront,
    PaperSettings,
    Person,
    SectionPage,
    StoryPage,
    Topic,
)
from standfirst.press.archive import StoryOf
from standfirst.story.blocks import Figure, Paragraph
from standfirst.story.picture import Credit, Picture
from standfirst.story.text import text_of
from standfirst.wire.found import Dropped, FoundPicture, Taken
from standfirst.wire.story_json import from_json
from tests.newsroom.desks import MONDAY, ask, found, live_story, picture_bytes, publish, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


def test_a_draft_holds_what_was_found_and_readers_see_nothing() -> None:
    taken = take_in(found(byline=("Ada Lark",), topics=("Bridges",), language="de-AT", place="Ostrel"), publish=False)

    page = StoryPage.objects.get(pk=taken.id)
    assert (taken.status, taken.url) == ("ok", "")
    assert (page.live, page.title, page.standfirst[:9]) == (False, "Bridge reopens", "After two")
    assert (page.language, page.place, page.slug) == ("de", "Ostrel", "bridge-reopens")
    assert [row.person.name for row in page.bylines.all()] == ["Ada Lark"]
    assert [row.topic.name for row in page.story_topics.all()] == ["Bridges"]
    assert ask(StoryOf(taken.id)) is None


def test_a_published_story_has_the_address_of_the_day_it_says() -> None:
    taken = take_in(found(), publish=True)

    assert taken.url == "/town/2026/11/02/bridge-reopens/"
    assert ask(StoryOf(taken.id)).published == MONDAY


@pytest.mark.parametrize("published", [None, datetime.now(UTC) + timedelta(days=3)])
def test_a_story_without_a_past_day_is_of_today(published: datetime | None) -> None:
    before = datetime.now(UTC)

    taken = take_in(found(published=published), publish=True)

    assert before <= ask(StoryOf(taken.id)).published <= datetime.now(UTC)


def test_what_an_update_says_of_itself_is_kept() -> None:
    page = live_story(updated=MONDAY + timedelta(hours=3))

    assert story(page).updated == MONDAY + timedelta(hours=3)


def test_the_same_original_again_leaves_editors_changes_alone() -> None:
    first = take_in(found(), publish=True)
    publish(StoryPage.objects.get(pk=first.id), title="Bridge reopens at last", slug="at-last")

    again = take_in(found(), publish=True)

    assert (again.id, again.status, again.url) == (first.id, "ok", "/town/2026/11/02/at-last/")
    assert "already" in again.reason
    assert StoryPage.objects.get().title == "Bridge reopens at last"
    assert Capture.objects.count() == 1


def test_the_same_page_captured_twice_is_one_story() -> None:
    address = "https://gazette.example/bridge"

    first = take_in(found(url=address, original=b"one"), publish=True)
    again = take_in(found("Bridge, reopened", url=address, original=b"two"), publish=True)

    assert again.id == first.id
    assert StoryPage.objects.get().title == "Bridge reopens"


def test_two_items_of_one_file_are_two_stories_kept_once(home: Any) -> None:
    one = take_in(found("One", original=b"warc", item="https://a.example/1"), publish=False)
    two = take_in(found("Two", original=b"warc", item="https://a.example/2"), publish=False)

    kept = {capture.original for capture in Capture.objects.all()}
    assert one.id != two.id
    assert [(home.media / path).read_bytes() for path in kept] == [b"warc"]


def test_a_draft_imported_before_is_published_when_asked_and_a_withdrawn_story_is_not() -> None:
    first = take_in(found(), publish=False)

    published = take_in(found(), publish=True)
    withdraw(first.id)
    again = take_in(found(), publish=True)

    assert published.url == "/town/2026/11/02/bridge-reopens/"
    assert (again.id, again.url) == (first.id, "")


def test_stories_of_one_headline_get_addresses_of_their_own() -> None:
    urls = [take_in(found(original=name), publish=True).url for name in (b"1", b"2", b"3")]

    assert urls == [f"/town/2026/11/02/bridge-reopens{end}/" for end in ("", "-2", "-3")]


def test_a_headline_in_another_script_gets_a_plain_address() -> None:
    taken = take_in(found("الجسر يعود", language="ar"), publish=True)

    assert taken.url == "/town/2026/11/02/ljsr-y-wd/"
    assert ask(StoryOf(taken.id)).direction == "rtl"


def test_a_known_section_is_found_by_name_and_an_unknown_one_is_made_live() -> None:
    live_story(section="World News")
    live_story("Two", section="WORLD NEWS")
    live_story("Three", section="Search")

    assert [(page.title, page.slug, page.live) for page in SectionPage.objects.order_by("path")] == [
        ("World News", "world-news", True),
        ("Search", "search-section", True),
    ]


def test_a_story_without_a_section_goes_where_the_settings_say() -> None:
    settings = PaperSettings.current()
    settings.default_section = "Odds and ends"
    settings.save()

    assert take_in(found(section=""), publish=True).url.startswith("/odds-and-ends/")


def test_people_and_topics_are_found_before_they_are_made() -> None:
    ada = Person.objects.create(name="Ada Lark", role="Editor")

    live_story(byline=("ada lark", "ADA LARK", ""), topics=("Bridges", "bridges"))

    assert Person.objects.get() == ada
    assert Topic.objects.count() == 1


def test_the_report_is_kept_for_the_editor() -> None:
    lead = FoundPicture(caption="A tram", credit=Credit("Cy Moss"))
    taken = take_in(
        found(
            file="/somewhere/deep/bridge.txt",
            brand="The Gazette",
            lead=lead,
            taken=(Taken("headline", "Bridge reopens", "second line, the largest"),),
            dropped=(Dropped("Tap to read", "asks for a tap"),),
        ),
        publish=False,
    )

    capture = Capture.objects.get(story_id=taken.id)
    assert (capture.file, capture.brand, capture.size) == (
        "bridge.txt",
        "The Gazette",
        len(
            found(
                file="/somewhere/deep/bridge.txt",
                brand="The Gazette",
                lead=lead,
                taken=(Taken("headline", "Bridge reopens", "second line, the largest"),),
                dropped=(Dropped("Tap to read", "asks for a tap"),),
            ).original
        ),
    )
    assert capture.taken == [{"field": "headline", "text": "Bridge reopens", "why": "second line, the largest"}]
    assert capture.dropped == [{"text": "Tap to read", "why": "asks for a tap"}]
    assert StoryPage.objects.get(pk=taken.id).lead_caption == "A tram"


def test_a_story_without_a_headline_is_refused_and_leaves_nothing() -> None:
    taken = take_in(found(" \x00 ", section="Brand new", byline=("Ada Lark",)), publish=True)

    assert (taken.status, taken.id) == ("refused", "")
    assert "headline" in taken.reason
    assert not StoryPage.objects.exists()
    assert not SectionPage.objects.exists()
    assert not Person.objects.exists()
    assert not Capture.objects.exists()


def test_before_the_paper_is_opened_a_story_is_refused_with_the_next_step() -> None:
    PaperFront.objects.get().delete()

    taken = take_in(found(), publish=True)

    assert taken.status == "refused"
    assert "standfirst init" in taken.reason


# --- Our own story files --------------------------------------------------------------------------


def test_a_story_file_with_a_known_id_changes_that_story_and_keeps_its_address() -> None:
    page = live_story()
    corrected = replace(story(page), headline="Bridge reopened", standfirst="Both ways.", path="")

    taken = take_in(found(original=b"corrected", story=corrected), publish=True)

    assert (taken.id, taken.url) == (str(page.pk), "/town/2026/11/02/bridge-reopens/")
    assert story(page).headline == "Bridge reopened"
    assert story(page).published == MONDAY


def test_a_story_file_with_an_id_from_elsewhere_is_known_by_it_the_next_time() -> None:
    mine = replace(story(live_story()), id="gazette-12", headline="From a file", path="/town/2026/11/02/from-a-file/")

    first = take_in(found(original=b"1", story=mine), publish=True)
    again = take_in(found(original=b"2", story=replace(mine, headline="From a file, corrected")), publish=True)

    assert first.id == again.id
    assert first.url == again.url == "/town/2026/11/02/from-a-file/"
    assert ask(StoryOf(first.id)).headline == "From a file, corrected"


def test_related_stories_are_found_by_the_ids_of_their_files() -> None:
    frozen = story(live_story())
    one = take_in(found(original=b"1", story=replace(frozen, id="one", headline="One")), publish=True)

    two = take_in(
        found(original=b"2", story=replace(frozen, id="two", headline="Two", related=("one", "none"))), publish=True
    )

    assert ask(StoryOf(two.id)).related == (one.id,)


def test_pictures_come_from_local_files_once(tmp_path: Path) -> None:
    file = tmp_path / "tram.jpg"
    file.write_bytes(picture_bytes())
    shown = Picture("0" * 16, 64, 48, "A tram", "The first tram", Credit("Cy Moss", "Gazette"), "© Gazette")
    missing = Picture("1" * 16, 64, 48, "Gone")
    body = (Paragraph(text_of("x")), Figure(shown, "At nine"), Figure(missing))
    frozen = replace(story(live_story()), id="pictured", lead=Figure(shown), body=body)

    taken = take_in(found(original=b"1", story=frozen), publish=True, pictures={shown.key: file})

    handed = ask(StoryOf(taken.id))
    row = CreditedImage.objects.get()
    assert handed.lead.picture == replace(shown, key=row.key)
    assert handed.body == (body[0], Figure(replace(shown, key=row.key), "At nine"))


def test_a_picture_that_is_none_refuses_the_story(tmp_path: Path) -> None:
    file = tmp_path / "tram.jpg"
    file.write_bytes(b"not a picture")
    frozen = replace(story(live_story()), id="pictured", lead=Figure(Picture("0" * 16, 64, 48, "A tram")))

    taken = take_in(found(original=b"1", story=frozen), publish=True, pictures={"0" * 16: file})

    assert taken.status == "refused"
    assert "tram.jpg" in taken.reason
    assert StoryPage.objects.count() == 1


# --- Taking back, and what is live ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["{id}", "/town/2026/11/02/bridge-reopens/", "https://paper.example/town/2026/11/02/bridge-reopens/?x=1"]
)
def test_a_story_is_withdrawn_by_id_path_or_address(name: str) -> None:
    page = live_story()

    taken = withdraw(name.format(id=page.pk))

    assert (taken.id, taken.url, taken.status) == (str(page.pk), "", "ok")
    assert ask(StoryOf(taken.id)) is None
    assert list(live_stories()) == []


@pytest.mark.parametrize("name", ["999", "", "/", "/town/2026/11/03/bridge-reopens/", "/town/2026/11/02/no/", "x"])
def test_an_unknown_story_is_named(name: str) -> None:
    live_story()

    with pytest.raises(StoryUnknown, match="standfirst stories"):
        story_at(name)


def test_live_stories_are_listed_newest_first_with_their_addresses() -> None:
    live_story("Old", published=MONDAY - timedelta(days=400))
    live_story("New", section="World")
    take_in(found("Draft"), publish=False)

    assert [(one.url, one.section, one.headline) for one in live_stories()] == [
        ("/world/2026/11/02/new/", "World", "New"),
        ("/town/2025/09/28/old/", "Town", "Old"),
    ]


def test_an_editor_who_publishes_an_imported_draft_keeps_its_day() -> None:
    taken = take_in(found(), publish=False)

    page = publish(StoryPage.objects.get(pk=taken.id))
    again = publish(page, title="Bridge reopens at last")

    assert page.address() == again.address() == "/town/2026/11/02/bridge-reopens/"
    assert story(again).published == MONDAY


def test_a_story_file_without_a_date_is_news_now() -> None:
    undated = from_json(b'{"headline": "Now", "section": "Town", "body": ["It happened."]}')

    taken = take_in(undated, publish=True)

    assert StoryPage.objects.get(pk=taken.id).first_published_at > datetime.now(UTC) - timedelta(minutes=1)
