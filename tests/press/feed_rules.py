"""What the standards of feeds ask, restated: nobody keeps a validator of them that runs without the network.

RSS 2.0: https://www.rssboard.org/rss-specification · Media RSS: https://www.rssboard.org/media-rss
Atom: RFC 4287 · JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_RFC_3339 = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-3]\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" [0-2]\d:[0-5]\d:[0-5]\d (?:GMT|[+-]\d{4})"
)
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_MIME = re.compile(r"[a-z]+/[a-z0-9.+-]+")

#: Element: how often at least, how often at most (None: as often as it likes).
Times = Mapping[str, tuple[int, int | None]]

_CHANNEL: Times = {
    "title": (1, 1), "link": (1, 1), "description": (1, 1), "language": (0, 1), "lastBuildDate": (0, 1),
    "item": (0, None), f"{ATOM}link": (1, 1),
}  # fmt: skip
_ITEM: Times = {
    "title": (1, 1), "link": (1, 1), "description": (1, 1), "guid": (1, 1), "pubDate": (1, 1), "category": (0, None),
    f"{DUBLIN}creator": (0, None), f"{DUBLIN}language": (0, 1), f"{MEDIA}content": (0, None),
}  # fmt: skip
_FEED: Times = {
    f"{ATOM}id": (1, 1), f"{ATOM}title": (1, 1), f"{ATOM}updated": (1, 1), f"{ATOM}subtitle": (0, 1),
    f"{ATOM}author": (1, None), f"{ATOM}link": (2, None), f"{ATOM}entry": (0, None),
}  # fmt: skip
_ENTRY: Times = {
    f"{ATOM}id": (1, 1), f"{ATOM}title": (1, 1), f"{ATOM}updated": (1, 1), f"{ATOM}published": (0, 1),
    f"{ATOM}summary": (0, 1), f"{ATOM}author": (0, None), f"{ATOM}category": (0, None), f"{ATOM}link": (1, None),
}  # fmt: skip


def wrong_with(suffix: str, body: bytes) -> list[str]:
    """Return what a feed of kind ``suffix`` ("xml" for RSS, "atom", "json") does that its standard forbids, a line each."""
    if suffix == "json":
        return [*_json(json.loads(body.decode("utf-8", "strict")))]
    feed = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, recover=False))
    return [*(_rss(feed) if suffix == "xml" else _atom(feed))]


# --- RSS 2.0


def _rss(feed: Any) -> Iterator[str]:
    channels = feed.findall("channel")
    if feed.tag != "rss" or feed.get("version") != "2.0" or len(channels) != 1:
        yield "is no <rss version='2.0'> with one <channel>"
        return
    (channel,) = channels
    yield from _counted(channel, _CHANNEL)
    yield from _plain(channel, ("title", "link", "description"))
    yield from _addresses(channel.findtext("link"))
    yield from _matching(_RFC_822, channel.findtext("lastBuildDate"))
    yield from _matching(_LANGUAGE, channel.findtext("language"))
    for item in channel.findall("item"):
        yield from _item(item)
    yield from _once("guid", [item.findtext("guid") for item in channel.findall("item")])


def _item(item: Any) -> Iterator[str]:
    yield from _counted(item, _ITEM)
    yield from _plain(item, ("title", "link", "guid", "pubDate"))
    yield from _addresses(item.findtext("link"))
    yield from _matching(_RFC_822, item.findtext("pubDate"))
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false":
        # Without the attribute it would have to be an address that opens.
        yield from _addresses(guid.text)
    for media in item.findall(f"{MEDIA}content"):
        yield from _addresses(media.get("url"))
        yield from _matching(_MIME, media.get("type"))
        if media.get("medium") != "image" or not (
            media.get("width", "").isdecimal() and media.get("height", "").isdecimal()
        ):
            yield f"media:content {dict(media.attrib)}"


# --- Atom


def _atom(feed: Any) -> Iterator[str]:
    if feed.tag != f"{ATOM}feed":
        yield f"is a {feed.tag}"
        return
    yield from _counted(feed, _FEED)
    yield from _both(feed)
    links = [link.get("rel") for link in feed.findall(f"{ATOM}link")]
    if links.count("self") != 1 or links.count("alternate") != 1:
        yield f"links {links}"
    for entry in feed.findall(f"{ATOM}entry"):
        yield from _counted(entry, _ENTRY)
        yield from _both(entry)
        if not entry.findall(f"{ATOM}author") and not feed.findall(f"{ATOM}author"):
            yield "an entry by nobody in a feed by nobody"
        if [link.get("rel") for link in entry.findall(f"{ATOM}link")].count("alternate") != 1:
            yield "an entry without one alternate link"
        yield from (
            f"a category without a term in {_at(entry)}"
            for each in entry.findall(f"{ATOM}category")
            if not each.get("term")
        )
    yield from _once("id", [each.findtext(f"{ATOM}id") for each in (feed, *feed.findall(f"{ATOM}entry"))])


def _both(element: Any) -> Iterator[str]:
    """Yield what is wrong with what feeds and entries share."""
    yield from _plain(
        element, [f"{ATOM}{name}" for name in ("title", "subtitle", "summary", "id", "updated", "published")]
    )
    yield from _matching(_RFC_3339, *(element.findtext(f"{ATOM}{name}") for name in ("updated", "published")))
    yield from _matching(_LANGUAGE, element.get(XML_LANGUAGE))
    for link in element.findall(f"{ATOM}link"):
        yield from _addresses(link.get("href"))
        yield from _matching(_MIME, link.get("type"))
    for author in element.findall(f"{ATOM}author"):
        if [child.tag for child in author].count(f"{ATOM}name") != 1 or not author.findtext(f"{ATOM}name").strip():
            yield f"an author without one name in {_at(element)}"
    if not urlsplit(element.findtext(f"{ATOM}id") or "").scheme:
        yield f"{_at(element)}: its id is no IRI"


# --- JSON Feed


def _json(feed: Any) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1" or not feed.get("title"):
        yield f"version {feed.get('version')!r}, title {feed.get('title')!r}"
    yield from _addresses(feed["home_page_url"], feed["feed_url"])
    yield from _matching(_LANGUAGE, feed.get("language"))
    if not isinstance(feed.get("items"), list):
        yield "has no list of items"
        return
    for item in feed["items"]:
        if not isinstance(item.get("id"), str) or not item["id"]:
            yield f"an item whose id is {item.get('id')!r}"
        if not isinstance(item.get("content_text", item.get("content_html")), str):
            yield f"{item['id']}: has no content"
        yield from _addresses(item["url"], *([item["image"]] if "image" in item else []))
        yield from _matching(_RFC_3339, item.get("date_published"), item.get("date_modified"))
        yield from _matching(_LANGUAGE, item.get("language"))
        if not all(isinstance(tag, str) and tag for tag in item.get("tags", ())):
            yield f"{item['id']}: tags {item['tags']}"
        if (
            not all(author.get("name") or author.get("url") for author in item.get("authors", []))
            or item.get("authors") == []
        ):
            yield f"{item['id']}: authors {item['authors']}"
        if strange := set(item) - _ITEM_NAMES:
            yield f"{item['id']}: {strange}"
    yield from _once("id", [item.get("id") for item in feed["items"]])


_ITEM_NAMES = {
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
    "date_published", "date_modified", "authors", "tags", "language", "attachments",
}  # fmt: skip


# --- Each of them


def _counted(element: Any, times: Times) -> Iterator[str]:
    found = Counter(child.tag for child in element if isinstance(child.tag, str))
    for name in found.keys() - times.keys():
        yield f"{_at(element)}: <{name}> has no place there"
    for name, (least, most) in times.items():
        if found[name] < least or (most is not None and found[name] > most):
            yield f"{_at(element)}: <{name}> {found[name]} times"


def _plain(element: Any, names: Iterable[str]) -> Iterator[str]:
    """Yield the children that hold elements where text belongs, or nothing at all."""
    for name in names:
        for child in element.findall(name):
            if len(child) or not (child.text or "").strip():
                yield f"{_at(child)}: {etree.tostring(child)[:80]!r}"


def _addresses(*given: str | None) -> Iterator[str]:
    for address in given:
        parts = urlsplit(address or "")
        if (
            parts.scheme not in {"http", "https"}
            or not parts.netloc
            or re.search(r"[\s<>\"{}|\\^`]|[^\x21-\x7e]", address or " ")
        ):
            yield f"{address!r} is no address"


def _matching(pattern: re.Pattern[str], *given: str | None) -> Iterator[str]:
    for words in given:
        if words is not None and not pattern.fullmatch(words):
            yield f"{words!r} is not as {pattern.pattern[:40]}…"


def _once(name: str, ids: list[str | None]) -> Iterator[str]:
    yield from (f"{name} {each!r} {times} times" for each, times in Counter(ids).items() if times > 1)


def _at(element: Any) -> str:
    return str(etree.QName(element).localname)
