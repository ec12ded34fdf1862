from __future__ import annotations

from datetime import UTC, datetime

from standfirst.press.jobs import Job
from standfirst.press.rendering import print_job
from tests.press.papers import a_story, an_archive, notes_of, printed, tree, words


def at(day, month=11, hour=12):
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_a_month_is_listed_by_the_paper_s_own_days():
    archive = an_archive(
        a_story("1", published=at(3)), a_story("2", published=at(2, hour=23)), a_story("3", published=at(2))
    )

    page = tree(printed(archive, "month", "world/2026-11"))

    days = page.xpath("//section[contains(@class, 'list')]")
    assert [words(day.find("h2")) for day in days] == ["Tuesday 3 November", "Monday 2 November"]
    assert [len(day.findall(".//li")) for day in days] == [2, 1]


def test_a_month_leads_to_the_months_that_have_stories():
    archive = an_archive(*(a_story(str(month), published=at(1, month)) for month in (3, 7, 11)))

    page = tree(printed(archive, "month", "world/2026-07"))

    assert page.xpath("//a[@rel='prev']/@href") == ["/world/2026/03/"]
    assert page.xpath("//a[@rel='next']/@href") == ["/world/2026/11/"]


def test_a_month_leaves_no_story_out():
    archive = an_archive(*(a_story(str(number), published=at(1 + number % 28)) for number in range(1, 300)))

    assert len(tree(printed(archive, "month", "world/2026-11")).xpath("//li[contains(@class, 'card')]")) == 299


def a_full_month():
    """More stories than a month is told whole with, on the 2nd, 3rd and 5th; none is of another section's page."""
    days = [2, 3, 5] * 101
    return an_archive(*(a_story(str(number), published=at(day)) for number, day in enumerate(days, 1)))


def test_a_month_of_very_many_stories_leads_to_its_days():
    notes = notes_of(a_full_month())

    page = print_job(Job("month", "world/2026-11"), notes)

    assert page is not None
    days = tree(page).xpath("//ul[@class='days']//a")
    assert [(day.get("href"), words(day)) for day in days] == [
        ("/world/2026/11/05/", "Thursday 5 November"),
        ("/world/2026/11/03/", "Tuesday 3 November"),
        ("/world/2026/11/02/", "Monday 2 November"),
    ]
    assert not tree(page).xpath("//li[contains(@class, 'card')]")
    assert notes.leads_to == {("day", f"world/2026-11-{day}") for day in ("02", "03", "05")}


def test_a_day_has_all_its_stories_and_leads_to_its_month_and_its_neighbours():
    page = printed(a_full_month(), "day", "world/2026-11-03")

    assert page.path == "/world/2026/11/03/"
    assert words(tree(page).find(".//h1")) == "3 November 2026"
    assert len(tree(page).xpath("//li[contains(@class, 'card')]")) == 101
    assert tree(page).xpath("//p[@class='section']/a/@href") == ["/world/2026/11/"]
    assert tree(page).xpath("//a[@rel='prev']/@href") == ["/world/2026/11/02/"]
    assert tree(page).xpath("//a[@rel='next']/@href") == ["/world/2026/11/05/"]


def test_a_day_has_no_page_where_its_month_is_told_whole():
    whole, full = notes_of(an_archive(a_story(published=at(3)))), notes_of(a_full_month())

    assert print_job(Job("day", "world/2026-11-03"), whole) is None
    assert print_job(Job("day", "world/2026-11-04"), full) is None
    assert print_job(Job("day", "nowhere/2026-11-03"), full) is None


def test_a_month_without_stories_has_no_page():
    assert print_job(Job("month", "world/2026-11"), notes_of(an_archive())) is None
    assert print_job(Job("month", "nowhere/2026-11"), notes_of(an_archive(a_story()))) is None


def test_a_topic_has_a_page_while_a_live_story_is_about_it():
    archive = an_archive(a_story())
    before = printed(archive, "topic", "the-strait")
    archive.stories.clear()

    after = print_job(Job("topic", "the-strait"), notes_of(archive))

    assert before.path == "/topics/the-strait/"
    assert words(tree(before).find(".//h1")) == "The Strait"
    assert after is None


def test_a_person_has_a_page_while_a_live_story_is_theirs():
    archive = an_archive(a_story())

    page = tree(printed(archive, "person", "mara-linde"))
    archive.stories.clear()

    assert words(page.find(".//div[@class='opening']")) == "Mara Linde Foreign correspondent She writes about borders."
    # A byline that is new is known before its story is live: a page of it would give the story away.
    assert print_job(Job("person", "mara-linde"), notes_of(archive)) is None


def test_nobody_has_no_page():
    assert print_job(Job("person", "nobody"), notes_of(an_archive())) is None
