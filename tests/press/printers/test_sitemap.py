from __future__ import annotations

from datetime import timedelta

from standfirst.press.jobs import Job
from standfirst.press.printers import listing
from standfirst.press.rendering import print_job
from tests.press.papers import NOON, ORIGIN, a_story, an_archive, notes_of, printed, xml

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def a_paper():
    return an_archive(a_story("1"), a_story("2", headline="<Ships> & \x0b grain"), a_story("900"))


def test_a_month_s_sitemap_lists_its_stories_with_their_last_change():
    entries = xml(printed(a_paper(), "sitemap", "2026-11")).findall(f"{MAP}url")

    assert [entry.findtext(f"{MAP}loc") for entry in entries] == [
        f"{ORIGIN}/world/2026/11/20/story-1/",
        f"{ORIGIN}/world/2026/11/20/story-2/",
    ]
    assert entries[0].findtext(f"{MAP}lastmod") == "2026-11-20T11:00:00Z"


def test_a_month_without_stories_has_no_sitemap():
    assert print_job(Job("sitemap", "2020-01"), notes_of(a_paper())) is None


def test_a_month_of_very_many_stories_is_mapped_day_by_day(monkeypatch):
    monkeypatch.setattr(listing, "WHOLE_MONTH", 1)

    index = [loc.text for loc in xml(printed(a_paper(), "sitemap-index")).iter(f"{MAP}loc")]
    day = xml(printed(a_paper(), "sitemap", "2026-11-20")).iter(f"{MAP}loc")

    assert index == [
        f"{ORIGIN}{path}" for path in ("/sitemap-news.xml", "/sitemaps/2026-11-20.xml", "/sitemaps/2026-10.xml")
    ]
    assert [loc.text for loc in day] == [f"{ORIGIN}/world/2026/11/20/story-{number}/" for number in (1, 2)]
    assert print_job(Job("sitemap", "2026-11"), notes_of(a_paper())) is None
    assert print_job(Job("sitemap", "2026-10-01"), notes_of(a_paper())) is None


def test_the_index_leads_to_every_month_and_the_news():
    found = [loc.text for loc in xml(printed(a_paper(), "sitemap-index")).iter(f"{MAP}loc")]

    assert found == [
        f"{ORIGIN}{path}" for path in ("/sitemap-news.xml", "/sitemaps/2026-11.xml", "/sitemaps/2026-10.xml")
    ]


def test_the_news_are_those_of_two_days_and_are_printed_again_when_the_oldest_leaves():
    archive = an_archive(a_story("1"), a_story("47"), a_story("49"))
    notes = notes_of(archive)

    plate = print_job(Job("news-sitemap"), notes)

    assert [loc.text[-9:] for loc in xml(plate).iter(f"{MAP}loc")] == ["/story-1/", "story-47/"]
    assert notes.fresh_until == NOON + timedelta(hours=1)
    later = xml(printed(archive, "news-sitemap", now=notes.fresh_until))
    assert [loc.text[-9:] for loc in later.iter(f"{MAP}loc")] == ["/story-1/"]


def test_news_say_paper_language_time_and_title():
    (news,) = xml(printed(an_archive(a_story("1", language="zh-Hant-HK")), "news-sitemap")).iter(f"{NEWS}news")

    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "The Gazette"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "zh-tw"
    assert news.findtext(f"{NEWS}publication_date") == "2026-11-20T11:00:00Z"
    assert news.findtext(f"{NEWS}title") == "Headline 1"
