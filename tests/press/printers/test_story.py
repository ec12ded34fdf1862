from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import trafilatura

from standfirst.edition.packing import as_brotli
from standfirst.press.jobs import Job
from standfirst.press.rendering import print_job
from standfirst.press.scripting import early_script
from standfirst.press.wording import wording
from standfirst.story.blocks import Embed, Paragraph
from standfirst.story.picture import Point
from standfirst.story.text import Span, text_of
from tests.press.papers import (
    MARA,
    NOON,
    ORIGIN,
    TOWN,
    a_figure,
    a_full_story,
    a_story,
    an_archive,
    notes_of,
    printed,
    strict_tree,
    tree,
    words,
)

#: What a new connection carries before it has to wait, less what delivery's response headers take.
ONE_ROUND_TRIP = 14_600
HEADERS = 900


def page_of(story=None, *others):
    story = story or a_full_story()
    return printed(an_archive(story, *others), "story", story.id)


def article_of(story=None, *others):
    return tree(page_of(story, *others)).find(".//main/article")


def linked(plate):
    story, _ = json.loads(tree(plate).find('.//script[@type="application/ld+json"]').text)
    return story


def test_the_article_holds_the_story_in_reading_order():
    assert words(article_of()) == (
        "World Ships wait By Mara Linde and Tom Askew Sandhavn, 20 November 2026, 04:00 · Updated 20 November 2026, 13:00 "
        "Why to read story 9 Ships wait Ada Venn—Northern Pictures The first paragraph has a link. The queue "
        "The strait is open. The province Ships wait Ada Venn—Northern Pictures Ferries first Grain second "
        "Ships a day Day Ships Monday 12 In figures Eleven miles long The harbour log (Port board) "
        "The last paragraph is the end Correction, 20 November 2026: There were 40 ships, not 14."
    )


def test_the_story_s_lines_are_direct_children_of_the_article():
    article = article_of()

    tags = [child.tag for child in article if child.tag in ("p", "header", "figure", "h2")]
    assert tags[:5] == ["header", "p", "figure", "p", "p"]
    assert article[-1].get("class") == "correction"
    assert not article.xpath(".//aside | .//section | .//figcaption | .//blockquote")
    assert [child.tag for child in article.find("figure")] == ["picture"]


def test_a_pull_quote_is_drawn_from_an_attribute_and_never_read():
    page = page_of()

    assert "Nobody loads grain today" not in words(tree(page))
    assert tree(page).xpath("//div[@class='pull']/@data-words") == ["Nobody loads grain today"]


def test_an_extractor_takes_the_story_and_leaves_the_furniture():
    lines = [f"Paragraph {number} has enough words in it to be taken for a line of a story." for number in range(8)]
    story = a_full_story(body=tuple(Paragraph(text_of(line)) for line in lines), related=("1",))

    text = trafilatura.extract(page_of(story, a_story("1")).body.decode(), include_comments=False)

    for wanted in (*lines, "Why to read story 9", "Ada Venn—Northern Pictures", "There were 40 ships, not 14."):
        assert wanted in text
    for furniture in (
        "Sources in this story",
        "Crews were held",
        "Skip to the story",
        "Headline 1",
        "Advertisement",
        "Search",
    ):
        assert furniture not in text


def test_who_said_what_stands_after_the_article():
    sources = tree(page_of()).find(".//section[@class='sources']")

    assert words(sources) == (
        "Sources in this story The ministry says Talks go on. via the agency, on Wednesday "
        "The province denies Crews were held."
    )


def test_there_is_no_notice_and_nothing_hidden():
    for element in tree(page_of()).iter():
        assert "hidden" not in element.attrib
        assert "style" not in element.attrib
        assert element.tag not in ("template", "dialog", "details")
        if element.tag == "noscript":
            # An advert's frame, as a browser without script has it: no words.
            assert element.getparent().get("class") == "ad-slot"
            assert element.xpath("normalize-space()") == ""
    assert b"ad blocker" not in page_of().body.lower()


def test_the_only_scripts_are_the_early_one_which_names_a_file_of_ours_and_data():
    early, *data = tree(page_of()).findall(".//script")

    assert early.text == early_script(an_archive().paper, ads=True)
    assert set(early.attrib) == {"data-then", "data-ask", "data-letter"}
    assert early.get("data-then").startswith("/a/")
    assert [each.get("type") for each in data] == ["application/ld+json", "speculationrules"]


def test_a_script_s_end_in_the_headline_stays_words():
    page = page_of(a_full_story(headline="</script><script>alert(1)</script>"))

    assert linked(page)["headline"] == "</script><script>alert(1)</script>"
    assert len(tree(page).findall(".//script")) == 3
    strict_tree(page)


def test_linked_data_names_the_story_but_not_its_body():
    data = linked(page_of())

    assert data["@type"] == "NewsArticle"
    assert [author["name"] for author in data["author"]] == ["Mara Linde", "Tom Askew"]
    assert data["correction"][0]["text"] == "There were 40 ships, not 14."
    assert data["isAccessibleForFree"] is True
    assert data["author"][0]["url"] == f"{ORIGIN}/people/mara-linde/"
    assert data["publisher"]["logo"]["url"] == f"{ORIGIN}/apple-touch-icon.png"
    assert {"datePublished", "dateModified", "headline", "image", "author", "publisher", "mainEntityOfPage"} <= set(
        data
    )
    assert "articleBody" not in data


def test_linked_data_names_the_lead_in_three_shapes_and_social_networks_show_the_widest():
    page = page_of()

    assert linked(page)["image"] == [
        {
            "@type": "ImageObject",
            "url": f"{ORIGIN}/m/0000000000000001-{crop}.jpg",
            "width": width,
            "height": height,
            "caption": "Ships wait",
            "creditText": "Ada Venn—Northern Pictures",
        }
        for crop, width, height in (
            ("1280by720-4-96", 1280, 720),
            ("1280by960-100-0", 1280, 960),
            ("1200by1200-300-0", 1200, 1200),
        )
    ]
    said = {meta.get("property"): meta.get("content") for meta in tree(page).xpath("//meta[@property]")}
    assert said["og:image"] == f"{ORIGIN}/m/0000000000000001-1280by720-4-96.jpg"
    assert (said["og:image:width"], said["og:image:height"]) == ("1280", "720")


def test_the_leads_focus_moves_the_crops_and_nothing_else():
    def shown(**parts):
        page = page_of(a_full_story(lead=a_figure(**parts)))
        return [each["url"] for each in linked(page)["image"]], tree(page).xpath("//article//source/@srcset")

    crops, renditions = shown(focus=Point(1700, 20))

    assert [url.rpartition("/")[2] for url in crops] == [
        f"0000000000000001-{crop}.jpg" for crop in ("1280by720-8-0", "1280by960-200-0", "1200by1200-600-0")
    ]
    assert renditions == shown()[1]


@pytest.mark.parametrize(
    ("size", "named"), [((290, 290), ["288by216-1-37", "290by290-0-0"]), ((300, 100), ["300"]), ((200, 100), ["200"])]
)
def test_of_a_small_lead_there_are_the_shapes_that_are_large_enough_or_the_picture_itself(size, named):
    page = page_of(a_full_story(lead=a_figure(width=size[0], height=size[1])))

    told = [each["url"] for each in linked(page)["image"]]

    assert told == [f"{ORIGIN}/m/0000000000000001-{each}.jpg" for each in named]
    assert tree(page).xpath("//meta[@property='og:image']/@content") == told[:1]


def test_a_story_nobody_signed_is_by_the_paper():
    (author,) = linked(page_of(a_full_story(byline=())))["author"]

    assert (author["@type"], author["name"]) == ("NewsMediaOrganization", "The Gazette")


def test_every_rendition_a_page_names_is_taken_down():
    archive = an_archive(a_full_story(related=("1",)), a_story("1", lead=a_figure(3)))
    notes = notes_of(archive)

    plate = print_job(Job("story", "9"), notes)

    page = tree(plate)
    named = {part.split()[0] for value in page.xpath("//@srcset") for part in value.split(", ")}
    named |= set(page.xpath("//img/@src"))
    told = [*page.xpath("//meta[@property='og:image']/@content"), *(each["url"] for each in linked(plate)["image"])]
    named |= {url.removeprefix(ORIGIN) for url in told}
    assert named == notes.pictures


def test_the_lead_picture_comes_first_and_others_wait():
    images = tree(page_of()).findall(".//article//img")

    assert [(image.get("fetchpriority"), image.get("loading")) for image in images] == [("high", None), (None, "lazy")]
    assert all(image.get("width") and image.get("height") and image.get("alt") for image in images)


def test_slots_are_outside_the_article_and_reserve_their_frames():
    page = tree(page_of())

    frames = page.findall(".//iframe")
    assert [frame.get("src").partition("?")[0] for frame in frames] == [
        f"/adverts/{slot}/world" for slot in ("top", "mid", "foot")
    ]
    assert all(frame.get("loading") == "lazy" and frame.get("title") == "Advertisement" for frame in frames)
    assert all("allow-same-origin" not in frame.get("sandbox") for frame in frames)
    assert not page.xpath("//article//iframe | //article//*[contains(@class, 'ad-')]")


def test_a_sensitive_story_has_no_slots():
    page = page_of(a_full_story(sensitive=True))

    assert b"advert" not in page.body.lower()


def test_related_stories_are_asked_one_by_one_and_what_is_gone_is_left_out():
    archive = an_archive(a_story("1", related=("2", "77")), a_story("2"))
    notes = notes_of(archive)

    plate = print_job(Job("story", "1"), notes)

    assert not [name for name in notes.asked if name.startswith("Cards[")]
    assert 'CardOf["2"]' in notes.asked
    assert tree(plate).xpath("//section[@class='related']//h3/a/text()") == ["Headline 2"]


def test_a_story_that_is_not_live_is_not_printed():
    assert print_job(Job("story", "1"), notes_of(an_archive())) is None


def test_a_story_in_another_language_is_worded_dated_and_turned_in_it():
    story = a_full_story(language="ar", headline="سفن تنتظر")

    page = tree(page_of(story))

    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert words(page.find(".//p[@class='byline']")).startswith("بقلم Mara Linde")
    assert "20 نوفمبر 2026" in words(page.find(".//p[@class='dateline']"))
    assert (
        dict(page.find(".//header[@class='masthead site-header']").attrib).items()
        >= {"lang": "en", "dir": "ltr"}.items()
    )


def test_words_of_the_paper_s_own_language_say_so_on_a_page_in_another():
    story = a_full_story(language="ar", related=("1", "2"))

    page = tree(page_of(story, a_story("1"), a_story("2", language="ar", lead=a_figure())))

    assert page.xpath("//p[@class='section']/a/@lang") == ["en"]
    assert page.xpath("//nav[@class='tags']/ul/@lang") == ["en"]
    assert page.xpath("//img/@lang") == ["en"] * 3
    assert {frame.get("title") for frame in page.iter("iframe")} == {wording("ar").advertisement}


def test_an_alternative_text_in_the_story_s_language_is_that():
    page = tree(page_of(a_full_story(language="ar", lead=a_figure(alt="سفن عند الغروب"), body=())))

    assert page.xpath("//article//img[@alt]/@lang") == []


def test_a_related_card_in_another_language_says_so():
    page = tree(page_of(a_story("1", related=("2",)), a_story("2", language="he")))

    card = page.find(".//section[@class='related']//li")
    assert (card.get("lang"), card.get("dir")) == ("he", "rtl")


def test_dates_are_the_paper_s_own_and_exact_for_machines():
    late = NOON.replace(hour=23, minute=30)

    (time,) = tree(page_of(a_story(published=late))).findall(".//article//time")

    assert words(time) == "21 November 2026, 00:30"
    assert time.get("datetime") == "2026-11-21T00:30:00+01:00"


def test_modified_is_the_newest_thing_shown():
    related = a_story("1", updated=NOON + timedelta(hours=3))

    assert page_of(a_story("2", related=("1",)), related).modified == NOON + timedelta(hours=3)


def test_a_cache_can_throw_the_page_away_by_story_and_section():
    assert dict(page_of(a_story("1", section=TOWN)).headers)["surrogate-key"] == "story-1 section-town"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", "java\nscript:x"]
)
def test_an_unsafe_link_is_only_its_words(address):
    body = (Paragraph((Span("press me", link=address),)), Embed(address, "an embed"))

    article = article_of(a_story(body=body))

    assert "press me" in words(article)
    assert not [link for link in article.iter("a") if link.get("href") not in ("/world/", "/people/mara-linde/")]


def test_a_story_of_1200_words_comes_in_one_round_trip(a_long_read):
    assert a_long_read.words() >= 1200

    page = page_of(a_long_read, a_story("1", lead=a_figure(3)), a_story("2", lead=a_figure(4)))

    assert len(as_brotli(page.body)) + HEADERS <= 11_000 < ONE_ROUND_TRIP


@pytest.fixture
def a_long_read():
    """Words as unlike each other as real ones are: syllables drawn by a fixed rule compress no better than English."""
    import random

    dice = random.Random(7)
    syllables = [
        "a",
        "be",
        "con",
        "de",
        "es",
        "for",
        "ga",
        "har",
        "in",
        "jo",
        "ka",
        "lo",
        "men",
        "no",
        "or",
        "pre",
        "qui",
        "re",
        "sta",
        "ter",
        "un",
        "ver",
        "wil",
        "you",
        "zen",
        "the",
        "ing",
        "tion",
        "ly",
        "er",
    ]
    lexicon = ["".join(dice.choices(syllables, k=dice.choice((1, 2, 2, 3)))) for _ in range(900)]
    rank = [1 / (place + 1) for place in range(len(lexicon))]
    lines = [" ".join(dice.choices(lexicon, rank, k=45)).capitalize() + "." for _ in range(27)]
    return replace(
        a_full_story(related=("1", "2")),
        body=(*a_full_story().body, *(Paragraph(text_of(line)) for line in lines)),
        byline=(MARA,),
    )
