"""Sitemaps: where search engines find every story, and the news of the last two days."""

from __future__ import annotations

from datetime import datetime, timedelta

from standfirst.edition.plate import Plate
from standfirst.press.archive import MOST, Months, NewsEntries, NewsEntry, SitemapEntries, SitemapEntry
from standfirst.press.composing import newest, rfc3339
from standfirst.press.notes import Notes
from standfirst.press.printers.listing import days_of
from standfirst.press.typesetting import set_page
from standfirst.press.views import Address, SitemapView

_XML = "application/xml; charset=utf-8"
#: What news search takes: stories this young.
NEWS_AGE = timedelta(days=2)


def print_sitemap(key: str, notes: Notes) -> Plate | None:
    """Return the addresses of the stories first published in a month ("2026-11") or on a day ("2026-11-24").

    None when there are none: of a day whose month is told whole, and of a month that is told by the day.
    """
    month = key[: len("2026-11")]
    days = days_of("", month, notes)
    told = key in days if key != month else not days
    entries: tuple[SitemapEntry, ...] = notes.ask(SitemapEntries(key)) if told else ()
    if not entries:
        return None
    origin = notes.paper().origin
    view = SitemapView(
        tuple(Address(origin + entry.path, modified=rfc3339(entry.modified)) for entry in entries[:MOST])
    )
    return _plate("sitemap.xml", view, f"/sitemaps/{key}.xml", newest(entry.modified for entry in entries))


def print_sitemap_index(_key: str, notes: Notes) -> Plate:
    """Return ``/sitemap.xml``: the news sitemap, and the sitemaps of all months, of those with very many stories day by day.

    It does not say when each last changed: that would make it rest on every story there is.
    """
    origin = notes.paper().origin
    months: tuple[str, ...] = notes.ask(Months(""))
    periods = [period for month in months for period in days_of("", month, notes) or (month,)]
    notes.leads_to.update(("sitemap", period) for period in periods)
    paths = ("/sitemap-news.xml", *(f"/sitemaps/{period}.xml" for period in periods))
    view = SitemapView(tuple(Address(origin + path) for path in paths[:MOST]))
    return _plate("sitemap-index.xml", view, "/sitemap.xml", None)


def print_news_sitemap(_key: str, notes: Notes) -> Plate:
    """Return ``/sitemap-news.xml``: the stories of the last two days; printed again when the oldest leaves it."""
    paper = notes.paper()
    since = notes.now - NEWS_AGE
    # By the hour, so that what is asked before it is printed and while it is is one question.
    asked: tuple[NewsEntry, ...] = notes.ask(NewsEntries(since.replace(minute=0, second=0, microsecond=0)))
    entries = [entry for entry in asked if entry.published > since]
    if entries:
        notes.until(min(entry.published for entry in entries) + NEWS_AGE)
    addresses = tuple(
        Address(
            paper.origin + entry.path,
            title=entry.headline,
            published=rfc3339(entry.published),
            language=_news_language(entry.language),
        )
        for entry in entries
    )
    modified = newest(entry.modified for entry in entries)
    return _plate("sitemap-news.xml", SitemapView(addresses, paper=paper.name), "/sitemap-news.xml", modified)


def _news_language(language: str) -> str:
    """The language as news sitemaps have it: ISO 639 alone, but for Chinese, which says its script's country."""
    parts = language.lower().split("-")
    if parts[0] != "zh":
        return parts[0]
    return "zh-tw" if {"tw", "hk", "mo", "hant"} & set(parts) else "zh-cn"


def _plate(template: str, view: SitemapView, path: str, modified: datetime | None) -> Plate:
    return Plate(path, set_page(template, view), _XML, headers=(("surrogate-key", "sitemap"),), modified=modified)
