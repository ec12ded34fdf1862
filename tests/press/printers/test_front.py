from __future__ import annotations

from datetime import timedelta

from standfirst.press.jobs import Job
from standfirst.press.rendering import print_job
from tests.press.papers import NOON, TOWN, a_figure, a_story, an_archive, notes_of, printed, tree, words


def headlines(plate, where):
    return tree(plate).xpath(f"//*[contains(@class, '{where}')]//li//a/text()")


def test_home_puts_what_editors_featured_first_and_fills_up_with_the_newest():
    archive = an_archive(*(a_story(str(number)) for number in range(1, 5)))
    archive.featured[""] = ("3", "2")

    assert headlines(printed(archive, "front"), "top") == ["Headline 3", "Headline 2", "Headline 1", "Headline 4"]


def test_home_lists_the_latest_that_are_not_on_top_and_every_section():
    archive = an_archive(*(a_story(str(number)) for number in range(1, 20)), a_story("20", section=TOWN))

    plate = printed(archive, "front")

    assert headlines(plate, "latest") == [f"Headline {number}" for number in range(8, 16)]
    assert tree(plate).xpath("//section[contains(@class, 'row')]/h2/a/text()") == ["World", "Town"]
    assert headlines(plate, "row") == [f"Headline {number}" for number in range(8, 12)] + ["Headline 20"]


def test_home_has_the_paper_s_name_as_its_only_first_heading():
    page = tree(printed(an_archive(a_story()), "front"))

    assert [words(heading) for heading in page.findall(".//h1")] == ["The Gazette"]


def test_an_empty_paper_has_a_home_and_section_fronts_all_the_same():
    assert "The Gazette" in words(tree(printed(an_archive(), "front")))
    assert "There are no stories here yet." in words(tree(printed(an_archive(), "front", "town")))


def test_a_section_that_is_not_there_has_no_front():
    assert print_job(Job("front", "nowhere"), notes_of(an_archive())) is None


def test_a_section_s_front_leads_to_its_months():
    archive = an_archive(a_story("1"), a_story("2", published=NOON - timedelta(days=60)))

    links = tree(printed(archive, "front", "world")).xpath("//nav[@class='months']//a")

    assert [(link.get("href"), link.text) for link in links] == [
        ("/world/2026/11/", "November 2026"),
        ("/world/2026/09/", "September 2026"),
    ]


def test_the_current_section_is_marked():
    page = tree(printed(an_archive(), "front", "town"))

    assert page.xpath("//header//a[@aria-current]/text()") == ["Town"]


def test_only_the_first_picture_of_a_front_is_fetched_at_once():
    archive = an_archive(*(a_story(str(number), lead=a_figure(number)) for number in range(1, 9)))

    images = tree(printed(archive, "front")).findall(".//img")

    assert [image.get("fetchpriority") for image in images].count("high") == 1
    assert all(image.get("loading") == "lazy" for image in images[1:])


def test_a_front_s_lists_are_bounded():
    archive = an_archive(*(a_story(str(number)) for number in range(1, 120)))

    for key in ("", "world"):
        assert len(tree(printed(archive, "front", key)).findall(".//li[@class]")) <= 60


def test_a_front_changed_when_its_newest_story_did():
    updated = NOON + timedelta(hours=1)

    assert printed(an_archive(a_story("1"), a_story("2", updated=updated)), "front").modified == updated
