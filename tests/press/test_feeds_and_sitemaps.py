"""Feeds and sitemaps stay valid whatever titles say: held against their standards, restated, and against the schemas."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from standfirst.press.archive import Paper
from standfirst.press.jobs import Job
from standfirst.press.printers import listing
from standfirst.press.rendering import print_job
from standfirst.story.story import Person, Section
from tests.press import feed_rules
from tests.press.papers import MARA, NOON, WORLD, a_figure, a_story, an_archive, notes_of, with_words, xml

SUFFIXES = ("xml", "atom", "json")
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
#: Titles that have broken feeds: of readers who mistake them, and of writers who let them.
HOSTILE = {
    "markup": "<b>Ships</b> & <img src=x onerror=alert(1)> wait",
    "the end of a section": "]]> </title></item><item><title>forged",
    "entities": "&amp;lt; &#0; &nbsp; &undefined; %s {{ page }}",
    "control signs": "Ships\x00\x08\x0b\x1b\x7f wait\ufffe\uffff",
    "half a sign": "Ships \ud83d wait \udea2",
    "turned round": "\u202eships\u202c \u2066wait\u2069 \u200f\u061c",
    "zalgo": "S\u0351\u0363\u036bh\u0346i\u0313\u030dp\u0489s" * 20,
    "marks of order": "\ufeffShips\ufeff wait",
    "line breaks": "Ships\r\n\twait\u2028for\u2029grain\x85",
    "quotes": "\"Ships\" 'wait' `here` \\ /",
    "beyond the plane": "🚢 𝕊𝕙𝕚𝕡𝕤 \U0010fffd wait",
    "very long": "Ships wait " * 900,
}


def a_hostile_paper(words):
    """A paper all of whose words are these: names, sections, people, pictures."""
    stories = [
        with_words(a_story("1", lead=a_figure()), words),
        with_words(a_story("2", byline=(MARA, Person("nobody", "Nobody"))), words),
        with_words(a_story("3", language="ar", byline=(), standfirst=""), words),
        a_story("900"),
    ]
    archive = an_archive(*stories)
    archive.paper = replace(archive.paper, name=words, tagline=words)
    archive.sections["world"] = Section(WORLD.slug, words)
    return archive


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("slug", ["all", "world"])
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_a_feed_obeys_its_standard_under_hostile_words(words, slug, suffix):
    plate = print_job(Job("feed", f"{slug}.{suffix}"), notes_of(a_hostile_paper(words)))

    assert feed_rules.wrong_with(suffix, plate.body) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_feed_obeys_its_standard_whatever_the_paper_is(suffix):
    for archive in (an_archive(), an_archive(a_story()), a_paper_without_words()):
        plate = print_job(Job("feed", f"all.{suffix}"), notes_of(archive))

        assert feed_rules.wrong_with(suffix, plate.body) == []


@pytest.mark.parametrize(
    ("suffix", "is_so", "is_not"),
    [
        ("xml", "<guid isPermaLink", "<guid permalink"),
        ("xml", "Fri, 20 Nov 2026 11:00:00 GMT", "2026-11-20T11:00:00Z"),
        ("xml", "<title>Headline 1</title>", "<title>Headline <b>1</b></title>"),
        ("xml", "</item>", "</item><item><title>Forged</title></item>"),
        ("xml", "/world/2026/11/20/story-1/</link>", "/world/2026/11/20/سفن/</link>"),
        ("atom", "<updated>2026-11-20T11:00:00Z</updated>", "<updated>20 November</updated>"),
        ("atom", "<author><name>The Gazette</name></author>", ""),
        ("atom", '</id>\n<link rel="alternate"', '</id>\n<link rel="related"'),
        ("atom", "tag:gazette.example,2026-11-20:story-1", "story 1"),
        ("json", '"tag:gazette.example,2026-11-20:story-1"', "1"),
        ("json", '"content_text"', '"content"'),
        ("json", "jsonfeed.org/version/1.1", "jsonfeed.org/version/1"),
    ],
)
def test_what_a_standard_forbids_is_found(suffix, is_so, is_not):
    body = print_job(Job("feed", f"all.{suffix}"), notes_of(an_archive(a_story()))).body.decode()
    assert is_so in body

    assert feed_rules.wrong_with(suffix, body.replace(is_so, is_not).encode())


def a_paper_without_words():
    archive = an_archive(a_story("1", standfirst="", byline=(), lead=a_figure(alt="")))
    archive.paper = Paper("The Gazette", "", "https://gazette.example", "Europe/Oslo")
    return archive


# --- Sitemaps


@pytest.fixture(scope="module")
def schema():
    """The protocol's schema with the news': each element is checked by the one of its name space."""
    folder = Path(os.environ.get("STANDFIRST_SAMPLES", "../shared/samples")) / "schema" / "sitemap"
    if not (folder / "sitemap-news.xsd").exists():
        pytest.skip("no sitemap schemas in STANDFIRST_SAMPLES")
    return etree.XMLSchema(etree.fromstring(BOTH.format(folder=folder.resolve().as_uri())))


BOTH = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<xsd:import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="{folder}/sitemap.xsd"/>
<xsd:import namespace="http://www.google.com/schemas/sitemap-news/0.9" schemaLocation="{folder}/sitemap-news.xsd"/>
</xsd:schema>"""


@pytest.mark.parametrize(
    "job", [Job("sitemap", "2026-11"), Job("sitemap", "2026-10"), Job("sitemap-index"), Job("news-sitemap")], ids=str
)
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_a_sitemap_obeys_its_schema_under_hostile_words(schema, words, job):
    plate = print_job(job, notes_of(a_hostile_paper(words)))

    assert schema.validate(xml(plate)), schema.error_log
    assert len(plate.body) < 50 * 1024 * 1024


def test_the_sitemaps_of_a_paper_without_stories_obey_it_too(schema):
    for job in (Job("sitemap-index"), Job("news-sitemap")):
        assert schema.validate(xml(print_job(job, notes_of(an_archive())))), schema.error_log


def test_a_sitemap_of_a_day_obeys_its_schema(schema, monkeypatch):
    monkeypatch.setattr(listing, "WHOLE_MONTH", 1)
    archive = a_hostile_paper(HOSTILE["markup"])

    for job in (Job("sitemap", "2026-11-20"), Job("sitemap-index")):
        assert schema.validate(xml(print_job(job, notes_of(archive)))), schema.error_log


def test_the_news_are_a_thousand_at_most():
    stories = [a_story(str(number), published=NOON - timedelta(seconds=number)) for number in range(1, 1_003)]

    (*entries,) = xml(print_job(Job("news-sitemap"), notes_of(an_archive(*stories))))

    assert len(entries) == 1_000


def test_the_news_schema_is_asked_too(schema):
    news = xml(print_job(Job("news-sitemap"), notes_of(an_archive(a_story()))))
    news.find(f".//{NEWS}publication_date").text = "yesterday"

    assert not schema.validate(news)
