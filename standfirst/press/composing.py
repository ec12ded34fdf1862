"""Composing: the parts that pages share, from answers to views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from standfirst.edition.plate import Plate
from standfirst.press.archive import Paper
from standfirst.press.asking import ask_path, letter_path
from standfirst.press.notes import Notes
from standfirst.press.policy import ahead_rules, page_policy
from standfirst.press.scripting import early_script, script_path
from standfirst.press.typesetting import drawn_icon, set_json, set_page, set_part, styles
from standfirst.press.views import NOTHING, CardView, Frame, Link, Moment, PictureView, Surround, View
from standfirst.press.wording import Wording, wording
from standfirst.story.addresses import feed_path, section_path
from standfirst.story.picture import FORMATS, Picture
from standfirst.story.story import Card, Section, direction_of

HTML = "text/html; charset=utf-8"

#: How many colours sections have; assets/tones.css has as many.
TONES = 6

_MIME = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


def zone_of(paper: Paper) -> ZoneInfo:
    """Return the time zone of the paper's dates."""
    return ZoneInfo(paper.zone)


def tone_of(section: str, notes: Notes) -> int:
    """Return the colour of the section with this slug, 1 to TONES: by its place in the paper, so that neighbours differ."""
    sections = notes.sections()
    return notes.once("tones", lambda: _tones(sections)).get(section, 1)


def _tones(sections: tuple[Section, ...]) -> Mapping[str, int]:
    return {section.slug: place % TONES + 1 for place, section in enumerate(sections)}


def moment_of(moment: datetime, words: Wording, paper: Paper) -> Moment:
    """Return ``moment`` (aware) in the paper's zone, worded."""
    zone = zone_of(paper)
    return Moment(moment.astimezone(zone).isoformat(timespec="seconds"), words.moment(moment, zone))


def rfc3339(moment: datetime) -> str:
    """Return ``moment`` (aware) as feeds and sitemaps have it: "2026-11-24T06:30:00Z"."""
    return f"{moment.astimezone(UTC).isoformat(timespec='seconds').removesuffix('+00:00')}Z"


# --- Pictures


def picture_view(
    notes: Notes, picture: Picture, *, language: str, sizes: str, up_to: int = 1920, first: bool = False
) -> PictureView:
    """Return ``picture`` for ``<picture>``, and take down every rendition it names.

    language: of what it is shown in. sizes: the attribute, how wide it is shown. up_to: widest rendition offered, pixels.
    """
    own = picture.widths()
    widths = tuple(width for width in own if width <= up_to) or own[:1]
    notes.show(picture, widths)
    srcsets = {suffix: ", ".join(f"{picture.path(width, suffix)} {width}w" for width in widths) for suffix in FORMATS}
    last = FORMATS[-1]
    return PictureView(
        sources=tuple((_MIME[suffix], srcsets[suffix]) for suffix in FORMATS[:-1]),
        srcset=srcsets[last],
        src=picture.path(min(widths, key=lambda width: abs(width - 720)), last),
        sizes=sizes,
        width=widths[-1],
        height=picture.height_at(widths[-1]),
        alt=picture.alt,
        first=first,
        language=_other_language(picture.alt, language, notes.paper().language),
    )


def _other_language(words: str, language: str, home: str) -> str:
    """Return ``home``, the paper's language, where ``words`` run its way and not that of ``language``; else "".

    A picture has one alternative text, whatever story shows it; an English one in an Arabic story is to be read as English.
    """
    if direction_of(language) == direction_of(home):
        return ""
    ways = [bidirectional(sign) for sign in words]
    runs = "ltr" if ways.count("L") > ways.count("R") + ways.count("AL") else "rtl"
    return home if runs == direction_of(home) else ""


def social_picture(notes: Notes, picture: Picture) -> tuple[str, int, int]:
    """Return path, width and height of the JPEG that other sites show of ``picture``, taken down."""
    width = max((width for width in picture.widths() if width <= 1280), default=picture.widths()[0])
    notes.show(picture, (width,), (FORMATS[-1],))
    return picture.path(width, FORMATS[-1]), width, picture.height_at(width)


def cropped_pictures(notes: Notes, picture: Picture) -> tuple[tuple[str, int, int], ...]:
    """Return path, width and height of ``picture`` in each of the shapes other sites cut pictures to, taken down.

    A picture too small for any is had as it is.
    """
    crops = picture.crops()
    if not crops:
        return (social_picture(notes, picture),)
    for crop in crops:
        notes.show_crop(picture, crop)
    return tuple((picture.crop_path(crop), crop.width, crop.height) for crop in crops)


# --- Cards

#: How wide a picture is that takes the whole of a small screen but its margins, for sizes attributes. The last width is never
#: nothing: engines that lay out before they have a window (those that make PDFs) would take the picture itself for nothing wide.
ACROSS = "(min-width: 1px) calc(100vw - 2rem), 320px"
#: How wide cards show pictures: (sizes attribute, widest rendition in pixels).
LARGE = (f"(min-width: 72em) 760px, (min-width: 48em) 62vw, {ACROSS}", 1920)
MIDDLE = ("(min-width: 72em) 280px, (min-width: 48em) 33vw, (min-width: 36em) 50vw, calc(33vw + 1px)", 960)
SMALL = ("(min-width: 48em) 200px, calc(33vw + 1px)", 720)


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a story a list shows.

    picture: its sizes attribute and widest rendition, None for no picture. label: whether its section is named.
    first: whether it is on the first screen. standfirst: whether the standfirst is printed.
    """

    picture: tuple[str, int] | None = None
    label: bool = False
    first: bool = False
    standfirst: bool = True


def card_views(notes: Notes, cards: Iterable[Card], reach: Reach, language: str | None = None) -> tuple[CardView, ...]:
    """Return ``cards`` for a list on a page in ``language`` (the paper's when None)."""
    paper = notes.paper()
    return tuple(_card_view(notes, card, reach, paper, language or paper.language) for card in cards)


def _card_view(notes: Notes, card: Card, reach: Reach, paper: Paper, language: str) -> CardView:
    picture = None
    if reach.picture and card.lead:
        sizes, up_to = reach.picture
        picture = picture_view(
            notes, card.lead.picture, language=card.language, sizes=sizes, up_to=up_to, first=reach.first
        )
    words = wording(card.language)
    foreign = card.language != language
    return CardView(
        href=card.path,
        headline=card.headline,
        standfirst=card.standfirst if reach.standfirst else "",
        byline=words.listed(card.byline),
        published=moment_of(card.published, words, paper),
        section=card.section.name if reach.label else "",
        tone=tone_of(card.section.slug, notes) if reach.label else 0,
        picture=picture,
        language=card.language if foreign else "",
        direction=card.direction if foreign else "",
        home=paper.language if card.language != paper.language else "",
    )


# --- What search results say

#: How long a description may get, characters: no search result shows more.
DESCRIPTION = 160


def described(heading: str, cards: Iterable[Card], paper: Paper) -> str:
    """Return the description of a page of stories: what it is, whose, and its first headlines, as many as fit whole.

    "World – The Gazette: Ships wait · Two shores, one cable"
    """
    said, between = heading if heading == paper.name else f"{heading} – {paper.name}", ": "
    for card in cards:
        longer = f"{said}{between}{card.headline}"
        if len(longer) > DESCRIPTION:
            break
        said, between = longer, " · "
    return said


def shortened(words: str) -> str:
    """Return ``words`` if they fit into a description, or the whole words of them that do, and "…"."""
    if len(words) <= DESCRIPTION:
        return words
    return f"{words[: DESCRIPTION - 1].rpartition(' ')[0] or words[: DESCRIPTION - 1]}…"


# --- The frame


def section_links(sections: tuple[Section, ...], current: str = "") -> tuple[Link, ...]:
    """Return the navigation; ``current``: slug of the section the page is in."""
    return tuple(Link(section_path(section.slug), section.name, section.slug == current) for section in sections)


def frame_of(
    notes: Notes,
    *,
    title: str,
    path: str = "",
    section: Section | None = None,
    language: str | None = None,
    css: tuple[str, ...],
    linked: Mapping[str, Any] | Sequence[Mapping[str, Any]] = (),
    ads: str = "",
    **parts: Any,
) -> Frame:
    """Return what stands round a page. path: its address, "" for none. language: the content's, the paper's when None.

    linked: what machines are told in schema.org's words, one thing or several. css: style sheets besides the common ones. ads, parts: further
    fields of Frame.
    """
    paper = notes.paper()
    language = language or paper.language
    sections, home = notes.sections(), path == "/"
    around = notes.once(
        ("round", section, language, css, home, bool(ads)),
        lambda: _set_round(paper, sections, section, language, css, home=home, ads=bool(ads)),
    )
    ahead = Markup(ahead_rules()) if paper.extras.ahead and path else NOTHING  # noqa: S704 -- our own, no markup in it
    return Frame(
        title=title,
        language=language,
        direction=direction_of(language),
        wording=wording(language),
        house=wording(paper.language),
        sections=around.sections,
        opening=around.opening,
        feeds=around.feeds,
        masthead=_asking(around.masthead, ads),
        foot=_asking(around.foot, ads),
        policy=page_policy(*around.allowed, str(ahead)),
        ahead=ahead,
        canonical=paper.origin + path if path else "",
        linked=_set_linked(linked) if linked else NOTHING,
        ads=ads,
        tone=tone_of(section.slug, notes) if section else 0,
        home=paper.language if language != paper.language else "",
        **parts,
    )


def _set_linked(linked: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Markup:
    if isinstance(linked, Mapping):
        return set_json(_in_context(linked))
    return set_json([_in_context(thing) for thing in linked])


def _in_context(thing: Mapping[str, Any]) -> dict[str, Any]:
    return {"@context": "https://schema.org", **thing}


class _Round(NamedTuple):
    """What stands round many pages alike. allowed: what the page's own style and script elements hold."""

    sections: tuple[Link, ...]
    opening: bytes
    feeds: Markup
    masthead: Markup
    foot: Markup
    allowed: tuple[str, ...]


# All of it under one key: what a paper is and which sections it has is long to compare, and every run brings it anew.
@lru_cache(maxsize=1024)
def _set_round(
    paper: Paper,
    sections: tuple[Section, ...],
    section: Section | None,
    language: str,
    css: tuple[str, ...],
    *,
    home: bool,
    ads: bool,
) -> _Round:
    surround = Surround(
        paper=paper,
        language=language,
        sections=section_links(sections, section.slug if section else ""),
        feeds=feed_links(paper, section),
        css=styles("base", *css),
        script=script_path(paper, language),
        icon=drawn_icon(),
        ads=_ASKED if ads else "",
        home=home,
        ask=ask_path() if ads else "",
        letter=letter_path(language) if ads else "",
        early=Markup(early_script(paper, ads=ads)),  # noqa: S704 -- our own files, checked there
    )
    return _Round(
        surround.sections,
        set_page("opening.html", surround),
        set_part("feeds.html", surround),
        set_part("masthead.html", surround),
        set_part("foot.html", surround),
        (str(surround.css), str(surround.early)),
    )


#: Stands for what slots are asked with in parts that many pages share: nearly every story asks with something else.
#: No words of a paper's can hold this sign.
_ASKED = "\x1a"


def _asking(part: Markup, ads: str) -> Markup:
    return Markup(str.replace(part, _ASKED, escape(ads)))  # noqa: S704 -- escaped here


def feed_links(paper: Paper, section: Section | None) -> tuple[tuple[str, Link], ...]:
    """Return the feeds a page points to: MIME type, and the link; the section's where there is one, or the paper's."""
    slug = section.slug if section else "all"
    title = f"{paper.name}: {section.name}" if section else paper.name
    kinds = (("application/rss+xml", "xml"), ("application/atom+xml", "atom"), ("application/feed+json", "json"))
    return tuple((mime, Link(feed_path(slug, suffix), title)) for mime, suffix in kinds)


def newest(moments: Iterable[datetime]) -> datetime | None:
    """Return the latest of ``moments``, None of none: when what a page shows last changed."""
    return max(moments, default=None)


def page_plate(
    template: str, view: View, path: str, keys: Iterable[str], modified: datetime | None, **parts: Any
) -> Plate:
    """Return an HTML plate. keys: surrogate keys, by which a cache in front throws it away."""
    headers = (("surrogate-key", " ".join(keys)), ("content-security-policy", view.frame.policy))
    opening: bytes = view.frame.opening
    body = opening + set_page(template, view)
    return Plate(path, body, HTML, headers=headers, modified=modified, opening=opening, **parts)
