"""What a page says of itself: headline, byline, dates, section, picture; in its metadata and in its markup."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import htmldate
from extruct.jsonld import JsonLdExtractor
from extruct.w3cmicrodata import LxmlMicrodataExtractor

from standfirst.wire.dates import moment_of
from standfirst.wire.html_tree import Node
from standfirst.wire.names import byline_in, names_in, plain_name
from standfirst.wire.places import is_section, without_brand
from standfirst.wire.sorting import same_words
from standfirst.wire.vocabulary import tokens

_ARTICLE = re.compile(r"(?:article|blogposting|reportage|liveblog|report|review|webpage)", re.IGNORECASE)
#: Latest day a page is believed to be from; what lies beyond is a mistake of the page's.
_LAST_DAY = "2100-01-01"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself; "" or None where it does not. body: the story's text, where the metadata holds it."""

    headline: str = ""
    description: str = ""
    byline: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    section: str = ""
    brand: str = ""
    language: str = ""
    picture: str = ""
    picture_caption: str = ""
    picture_credit: str = ""
    url: str = ""
    topics: tuple[str, ...] = ()
    body: str = ""


def facts_of(tree: Node, address: str) -> Facts:
    """Return what ``tree`` says of itself; machine-readable words first, markup where they are silent."""
    meta = _meta(tree)
    items = list(_items(tree))
    article = _best_article(items)
    brand = meta.get("og:site_name", "") or _name(article.get("publisher"))
    language = (
        tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or _text(article.get("inLanguage"))
        or meta.get("og:locale", "")
    ).replace("_", "-")
    published = (
        _moment(article.get("datePublished"))
        or _first_moment(meta, _PUBLISHED)
        or _time_in(tree)
        or _guessed_day(tree, address)
    )
    updated = _moment(article.get("dateModified")) or _first_moment(meta, _UPDATED)
    return Facts(
        headline=_headline(tree, article, meta, brand),
        description=_plain(
            _text(article.get("description")) or meta.get("og:description", "") or meta.get("description", "")
        ),
        byline=_byline(tree, article, meta, brand),
        published=published,
        updated=updated if updated and (published is None or updated > published) else None,
        section=_section(tree, article, meta, items, address),
        brand=_plain(brand),
        language=language.split("-")[0].lower()[:3],
        picture=_address(_image(article) or meta.get("og:image", "") or meta.get("twitter:image", ""), address),
        picture_caption=_plain(_text(_image_part(article, "caption")) or ""),
        picture_credit=_plain(
            _text(_image_part(article, "creditText")) or _name(_image_part(article, "creator")) or ""
        ),
        url=address,
        topics=_topics(article, meta),
        body=_plain(_text(article.get("articleBody")), lines=True),
    )


def address_of(tree: Node, given: str = "") -> str:
    """Return the page's own absolute address: its canonical link, else what Open Graph says, else ``given``."""
    for node in tree.iter("link"):
        if "canonical" in str(node.get("rel") or "").lower().split() and _is_web(node.get("href")):
            return str(node.get("href")).strip()
    said = _meta(tree).get("og:url", "")
    return said if _is_web(said) else given


def _is_web(address: str | None) -> bool:
    try:
        return (
            bool(address)
            and urlsplit(str(address).strip()).scheme in {"http", "https"}
            and bool(urlsplit(str(address)).hostname)
        )
    except ValueError:
        return False


def _address(address: str, base: str) -> str:
    try:
        whole = urljoin(base, address.strip()) if address else ""
    except ValueError:
        return ""
    return whole if _is_web(whole) else ""


# --- Metadata -------------------------------------------------------------------------------------


def _meta(tree: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()
        content = (node.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content[:5000])
            if name == "article:tag":
                found["article:tags"] = f"{found.get('article:tags', '')}\n{content}"[:5000]
    return found


def _items(tree: Node) -> Iterator[dict[str, Any]]:
    """Yield the page's items of structured data, JSON-LD before microdata."""
    with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        yield from _flat(JsonLdExtractor().extract_items(tree), 0)
    if tree.find(".//*[@itemscope]") is None:
        return
    try:
        for item in LxmlMicrodataExtractor(strict=False).extract_items(tree):
            yield {"@type": str(item.get("type", "")).rsplit("/", 1)[-1], **(item.get("properties") or {})}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, IndexError):
        return


def _flat(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 5:
        return
    if isinstance(data, list | tuple) or hasattr(data, "__next__"):
        for item in data:
            yield from _flat(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            if isinstance(data.get(key), list | dict):
                yield from _flat(data[key], depth + 1)


def _best_article(items: list[dict[str, Any]]) -> dict[str, Any]:
    articles = [item for item in items if _ARTICLE.search(" ".join(_strings(item.get("@type"))))]
    return max(
        articles,
        key=lambda item: (
            bool(item.get("headline")) * 4
            + bool(item.get("articleBody")) * 2
            + bool(item.get("datePublished"))
            + len(item) / 100
        ),
        default={},
    )


def _strings(value: Any) -> list[str]:
    return [
        str(each) for each in (value if isinstance(value, list) else [value]) if isinstance(each, str | int | float)
    ]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return next(iter(_strings(value)), "").strip()


def _plain(text: str, *, lines: bool = False) -> str:
    """Return ``text`` without markup and entities; with its line breaks where asked."""
    text = re.sub(r"(?i)</(?:p|div|h\d|li)>|<br\s*/?>", "\n", text)
    text = re.sub(r"<[^<>]{0,2000}>", " ", text)
    for entity, sign in (
        ("&nbsp;", " "),
        ("&quot;", '"'),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&mdash;", "—"),
        ("&ndash;", "–"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ):
        text = text.replace(entity, sign)
    return (
        "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
        if lines
        else " ".join(text.split())
    )


def _name(value: Any) -> str:
    if isinstance(value, list):
        return next((name for each in value if (name := _name(each))), "")
    return (
        _text(value.get("name") or (value.get("properties") or {}).get("name"))
        if isinstance(value, dict)
        else _text(value)
    )


def _image(article: dict[str, Any]) -> str:
    image = article.get("image") or article.get("thumbnailUrl")
    image = image[0] if isinstance(image, list) and image else image
    return _text(image.get("url") or image.get("contentUrl")) if isinstance(image, dict) else _text(image)


def _image_part(article: dict[str, Any], part: str) -> Any:
    image = article.get("image")
    image = image[0] if isinstance(image, list) and image else image
    return image.get(part) if isinstance(image, dict) else None


def _topics(article: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    keywords = article.get("keywords")
    said = _strings(keywords) if isinstance(keywords, list) else re.split(r"[,;]", _text(keywords))
    said = said if any(said) else meta.get("article:tags", "").split("\n")
    said = said if any(word.strip() for word in said) else re.split(r"[,;]", meta.get("news_keywords", ""))
    topics = (_plain(word).split(":")[-1].strip() for word in said)
    return tuple(dict.fromkeys(topic for topic in topics if topic and len(topic.split()) <= 5))[:12]


# --- Dates ------------------------------------------------------------------------------------------

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publication_date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "last-modified",
)
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "revised", "dcterms.modified")


def _moment(value: Any) -> datetime | None:
    text = _text(value)
    return moment_of(text) if text else None


def _first_moment(meta: dict[str, str], names: tuple[str, ...]) -> datetime | None:
    return next((at for name in names if name in meta and (at := moment_of(meta[name]))), None)


def _time_in(tree: Node) -> datetime | None:
    for node in [
        *tree.xpath(".//*[@itemprop='datePublished']"),
        *tree.xpath(".//header//time | .//article//time | .//time[@pubdate]"),
    ][:5]:
        at = moment_of(str(node.get("datetime") or node.get("content") or node.text_content()))
        if at:
            return at
    return None


def _guessed_day(tree: Node, address: str) -> datetime | None:
    try:
        day = htmldate.find_date(
            tree, extensive_search=False, original_date=True, url=address or None, max_date=_LAST_DAY
        )
    except Exception:  # noqa: BLE001 - a guess that fails is no date
        return None
    return moment_of(day) if day else None


# --- Headline, byline, section ------------------------------------------------------------------------


def _headline(tree: Node, article: dict[str, Any], meta: dict[str, str], brand: str) -> str:
    """Return the headline: the page's own heading where its metadata agrees, in the heading's words."""
    title = " ".join((tree.findtext(".//title") or "").split())
    told = [
        _plain(_text(article.get("headline"))),
        without_brand(_plain(meta.get("og:title", "")), brand),
        without_brand(title, brand),
        _plain(_text(article.get("name"))),
    ]
    told = [words for words in told if words]
    headings = [" ".join(node.text_content().split()) for node in tree.iter("h1") if not _names_the_site(node)]
    headings = [words for words in headings if words and not same_words(words, brand) and len(words.split()) <= 45]
    # A site's name stands in the page's title as well as the headline does: the longer one is the headline.
    best = max(headings, key=lambda words: (_alike_any(words, told), len(tokens(words)) if told else 0), default="")
    if best and (
        not told or max(_alike(best, other) for other in told) >= 0.5 or (len(headings) == 1 and len(best.split()) >= 3)
    ):
        return best
    return told[0] if told else best


def _names_the_site(node: Node) -> bool:
    marks = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    return bool(re.search(r"\b(?:site|blog)[-_](?:title|name)|\blogo\b", marks))


def _alike_any(words: str, told: list[str]) -> float:
    return max((_alike(words, other) for other in told), default=0.0)


def _alike(one: str, other: str) -> float:
    first, second = set(tokens(one)), set(tokens(other))
    return len(first & second) / max(1, min(len(first), len(second))) if first and second else 0.0


def _byline(tree: Node, article: dict[str, Any], meta: dict[str, str], brand: str) -> tuple[str, ...]:
    for names in (_told_authors(article), tuple(_marked_authors(tree)), _meta_authors(meta)):
        fitting = tuple(dict.fromkeys(name for name in names if not same_words(name, brand)))
        if fitting:
            return fitting
    return ()


def _told_authors(article: dict[str, Any]) -> tuple[str, ...]:
    authors = article.get("author") or article.get("creator") or []
    found: list[str] = []
    for author in authors if isinstance(authors, list) else [authors]:
        signed = names_in(re.sub(r"(?i)^by\s+", "", _plain(_name(author))))
        found.extend(signed.names if signed else ())
    return tuple(found)


def _marked_authors(tree: Node) -> Iterator[str]:
    marked = tree.xpath(
        ".//*[@rel='author' or @itemprop='author' or contains(concat(' ', normalize-space(@class), ' '), ' author ') or contains(@class, 'byline') or contains(@class, 'author-name') or contains(@class, 'author__name')]"
    )
    for node in marked[:12]:
        if any(
            each.tag in {"aside", "footer", "nav"} or "comment" in (each.get("class") or "")
            for each in node.iterancestors()
        ):
            continue
        words = " ".join(node.text_content().split())
        signed = byline_in(words[:160]) or (names_in(words) if len(words.split()) <= 8 else None)
        if signed:
            yield from signed.names


def _meta_authors(meta: dict[str, str]) -> tuple[str, ...]:
    for name in (
        "author",
        "article:author",
        "dc.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
        "twitter:creator",
    ):
        words = re.sub(r"(?i)^by\s+", "", _plain(meta.get(name, "")))
        signed = names_in(words) if words and "/" not in words and "@" not in words else None
        if signed:
            return tuple(plain_name(each) for each in signed.names)
    return ()


def _section(
    tree: Node, article: dict[str, Any], meta: dict[str, str], items: list[dict[str, Any]], address: str
) -> str:
    told = _plain(
        _text(article.get("articleSection")) or meta.get("article:section", "") or meta.get("parsely-section", "")
    )
    if told and not told.startswith("http"):
        return told
    return _breadcrumb(items) or _kicker(tree) or _from_address(address)


def _breadcrumb(items: list[dict[str, Any]]) -> str:
    for item in items:
        if "BreadcrumbList" in _strings(item.get("@type")):
            steps = item.get("itemListElement")
            names = (
                [_name(step.get("item")) or _text(step.get("name")) for step in steps if isinstance(step, dict)]
                if isinstance(steps, list)
                else []
            )
            names = [
                name
                for name in names
                if name
                and not name.startswith("http")
                and len(name.split()) <= 4
                and name.lower() not in {"home", "startseite", "accueil", "inicio"}
            ]
            if names:
                return _plain(names[-1])
    return ""


def _kicker(tree: Node) -> str:
    marked = tree.xpath(
        ".//*[@itemprop='articleSection'] | .//*[contains(@class,'breadcrumb')]//a[not(starts-with(@href,'/#'))] | .//main//*[contains(@class,'kicker') or contains(@class,'section') or contains(@class,'rubrik') or contains(@class,'category') or contains(@class,'topic')][self::a or self::span or self::p or self::div]"
        " | .//header//*[contains(@class,'kicker') or contains(@class,'section-name') or contains(@class,'section')][self::a or self::span or self::p]"
    )
    names = [" ".join(node.text_content().split()) for node in marked[:20]]
    names = [name for name in names if name and len(name.split()) <= 4 and len(name) <= 40]
    return next(
        (name for name in reversed(names) if is_section(name)),
        next((name for name in names if name.lower() != "home"), ""),
    )


def _from_address(address: str) -> str:
    try:
        steps = [step for step in urlsplit(address).path.split("/") if step]
    except ValueError:
        return ""
    return next((step.replace("-", " ").capitalize() for step in steps[:2] if is_section(step.replace("-", " "))), "")
