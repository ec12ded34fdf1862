"""Sitemaps: where search engines find every story, and the news of the last two days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from standfirst.edition.plate import Plate
from standfirst.press.archive import Months, NewsEntries, SitemapEntries, SitemapEntry
from standfirst.press.composing import newest
from standfirst.press.notes import Notes
from standfirst.press.typesetting import set_page
from standfirst.press.views import Address, SitemapView
from standfirst.story.story import Card

_XML = "application/xml; charset=utf-8"
#: What the sitemap protocol allows in one file.
MOST = 50_000
#: What news search takes: stories this young, and so many.
NEWS_AGE = timedelta(days=2)
NEWS_MOST = 1_000


def print_sitemap(key: str, notes: Notes) -> Plate | None:
    """Return the addresses of the stories first published in a month ("2026-11"), None when there are none."""
    entries: tuple[SitemapEntry, ...] = notes.ask(SitemapEntries(key))
    if not entries:
        return None
    origin = notes.paper().origin
    view = SitemapView(
        tuple(Address(origin + entry.path, modified=_written(entry.modified)) for entry in entries[:MOST])
    )
    return _plate("sitemap.xml", view, f"/sitemaps/{key}.xml", newest(entry.modified for entry in entries))


def print_sitemap_index(_key: str, notes: Notes) -> Plate:
    """Return ``/sitemap.xml``: the news sitemap, and the sitemaps of all months.

    It does not say when each last changed: that would make it rest on every story there is.
    """
    origin = notes.paper().origin
    months: tuple[str, ...] = notes.ask(Months(""))
    paths = ("/sitemap-news.xml", *(f"/sitemaps/{month}.xml" for month in months))
    view = SitemapView(tuple(Address(origin + path) for path in paths[:MOST]))
    return _plate("sitemap-index.xml", view, "/sitemap.xml", None)


def print_news_sitemap(_key: str, notes: Notes) -> Plate:
    """Return ``/sitemap-news.xml``: the stories of the last two days; printed again when the oldest leaves it."""
    paper = notes.paper()
    cards: tuple[Card, ...] = notes.ask(NewsEntries(notes.now - NEWS_AGE))[:NEWS_MOST]
    if cards:
        notes.until(min(card.published for card in cards) + NEWS_AGE)
    addresses = tuple(
        Address(
            paper.origin + card.path,
            title=card.headline,
            published=_written(card.published),
            language=_news_language(card.language),
        )
        for card in cards
    )
    modified = newest(card.modified for card in cards)
    return _plate("sitemap-news.xml", SitemapView(addresses, paper=paper.name), "/sitemap-news.xml", modified)


def _news_language(language: str) -> str:
    """The language as news sitemaps have it: ISO 639 alone, but for Chinese, which says its script's country."""
    parts = language.lower().split("-")
    if parts[0] != "zh":
        return parts[0]
    return "zh-tw" if {"tw", "hk", "mo", "hant"} & set(parts) else "zh-cn"


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _plate(template: str, view: SitemapView, path: str, modified: datetime | None) -> Plate:
    return Plate(path, set_page(template, view), _XML, headers=(("surrogate-key", "sitemap"),), modified=modified)
