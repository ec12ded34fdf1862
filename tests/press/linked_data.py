"""What search engines are told of a story, held against what its page shows and against what Google asks for.

https://developers.google.com/search/docs/appearance/structured-data/article and …/breadcrumb
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any

import extruct
from lxml import html

#: Every property that Google documents of an article.
GOOGLES = {"author", "dateModified", "datePublished", "headline", "image"}
#: Pixels: below this a picture is not taken.
LEAST_AREA = 50_000
#: Pixels across, from which on a picture is shown large.
LARGE = 1_200
#: Of the pictures: across to down.
SHAPES = [Fraction(16, 9), Fraction(4, 3), Fraction(1)]


def wrong_with(page: str, origin: str) -> list[str]:
    """Return what is missing, mistaken or other than shown in the linked data of a story's page, a line each."""
    shown = html.document_fromstring(page)
    told = extruct.extract(page, base_url=origin, syntaxes=["json-ld"])["json-ld"]
    kinds = [each["@type"] for each in told]
    if kinds != ["NewsArticle", "BreadcrumbList"]:
        return [f"told of {kinds}"]
    article, trail = told
    return [
        *_wrong_with_article(article, shown),
        *_wrong_with_authors(article, shown, origin),
        *_wrong_with_pictures(article, shown, origin),
        *_wrong_with_trail(trail, shown, origin),
    ]


def _wrong_with_article(article: Any, shown: Any) -> Iterator[str]:
    missing = GOOGLES - set(article) - (set() if shown.xpath("//article//img") else {"image"})
    if missing:
        yield f"lacks {sorted(missing)}"
    if article["headline"] != _words(shown, "//h1"):
        yield f"headline {article['headline']!r}"
    if article["url"] != shown.xpath("string(//link[@rel='canonical']/@href)"):
        yield f"url {article['url']!r}"
    times = [datetime.fromisoformat(each) for each in shown.xpath("//p[@class='dateline']/time/@datetime")]
    published, modified = (datetime.fromisoformat(article[name]) for name in ("datePublished", "dateModified"))
    if published != times[0] or published.tzinfo is None:
        yield f"published {published}, shown {times[0]}"
    corrected = [datetime.fromisoformat(each["datePublished"]) for each in article.get("correction", ())]
    if modified != max([*times, *corrected]):
        yield f"modified {modified}, shown {times}, corrected {corrected}"
    if not article["publisher"]["name"] or not article["description"]:
        yield "nobody publishes it, or nothing is said of it"


def _wrong_with_authors(article: Any, shown: Any, origin: str) -> Iterator[str]:
    told = [(author["@type"], author["name"], author.get("url")) for author in article["author"]]
    by = [
        ("Person", each.text_content(), origin + each.xpath("string(a/@href)") if each.xpath("a") else None)
        for each in shown.xpath("//p[@class='byline']/span[@class='author']")
    ]
    if by and told != by:
        yield f"by {told}, shown {by}"
    if not by and [kind for kind, _, _ in told] != ["NewsMediaOrganization"]:
        yield f"by {told}, shown nobody"


def _wrong_with_pictures(article: Any, shown: Any, origin: str) -> Iterator[str]:
    pictures = article.get("image", ())
    shapes = [Fraction(picture["width"], picture["height"]) for picture in pictures]
    if pictures and shapes != SHAPES:
        yield f"pictures of the shapes {shapes}"
    for picture in pictures:
        if picture["width"] * picture["height"] < LEAST_AREA or picture["width"] < LARGE:
            yield f"a picture of {picture['width']} x {picture['height']}"
        # A crop of the picture on top: its address begins alike.
        key = picture["url"].removeprefix(f"{origin}/m/").partition("-")[0]
        if not shown.xpath("(//article//img)[1][starts-with(@src, $named)]", named=f"/m/{key}-"):
            yield f"another picture: {picture['url']}"
    if [picture["url"] for picture in pictures][:1] != shown.xpath("//meta[@property='og:image']/@content"):
        yield "another picture than the first is shown by social networks"


def _wrong_with_trail(trail: Any, shown: Any, origin: str) -> Iterator[str]:
    steps = [(step["position"], step["name"], step["item"]) for step in trail["itemListElement"]]
    (section,) = shown.xpath("//article//p[@class='section']/a")
    seen = [
        (1, section.text_content(), origin + section.get("href")),
        (2, _words(shown, "//h1"), shown.xpath("string(//link[@rel='canonical']/@href)")),
    ]
    if steps != seen:
        yield f"the way {steps}, shown {seen}"


def _words(shown: Any, path: str) -> str:
    return str(shown.xpath(f"string({path})"))
