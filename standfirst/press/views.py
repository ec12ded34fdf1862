"""What templates see: one frozen view a template, with everything already decided, worded and dated.

A template prints a view and asks nothing else. Words from stories are plain strings that the template escapes;
``Markup`` is what this package made itself from checked parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from standfirst.press.archive import Paper
from standfirst.press.wording import Wording, wording
from standfirst.story.blocks import Block
from standfirst.story.story import direction_of

#: No markup.
NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page of ours. href: a path. current: it is the page itself, or the section the page is in."""

    href: str
    words: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A time. iso: with offset, for machines; shown: in the page's language and the paper's zone."""

    iso: str
    shown: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture ready for ``<picture>``.

    sources: MIME type and srcset of each format but the last. srcset, src: of the last, which all browsers know.
    sizes: the ``sizes`` attribute. width, height: pixels of ``src``'s largest rendition; they reserve the space.
    first: whether it is on the first screen, so fetched at once and never lazily. language: of ``alt``, "" where it is that
    of what stands round it.
    """

    sources: tuple[tuple[str, str], ...]
    srcset: str
    src: str
    sizes: str
    width: int
    height: int
    alt: str
    first: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class CardView:
    """A story on a list. language, direction: "" where they are the page's own. section: name, or "" where the list says it.

    home: the paper's language, which the section's name is in, where the story's is another.
    """

    href: str
    headline: str
    standfirst: str
    byline: str
    published: Moment
    section: str = ""
    tone: int = 0
    picture: PictureView | None = None
    language: str = ""
    direction: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class CardList:
    """Cards under a heading. id: of the heading, unique on the page. more: the page that has all of them."""

    id: str
    heading: str
    cards: tuple[CardView, ...]
    more: Link | None = None
    tone: int = 0


@dataclass(frozen=True, slots=True)
class Surround:
    """``opening.html``, ``feeds.html``, ``masthead.html``, ``foot.html``: what many pages share, set once for all of them.

    language: of the content; away: whether the paper's is another. home: whether the paper's name is the page's heading.
    feeds: MIME type and link, whose words are the title. css: minified. early: what runs before anything is drawn; script: the address of what
    it fetches once the first screen is there. icon: an address that holds it.
    ads: what stands for what slots are asked with, or "" for no slots. ask, letter: addresses of the script that asks readers
    who block ads and of what it says, on pages with slots only.
    """

    paper: Paper
    language: str
    sections: tuple[Link, ...]
    feeds: tuple[tuple[str, Link], ...]
    css: Markup
    early: Markup
    script: str
    ads: str
    home: bool
    icon: Markup = NOTHING
    ask: str = ""
    letter: str = ""

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def away(self) -> bool:
        return self.paper.language != self.language

    @property
    def home_direction(self) -> str:
        return direction_of(self.paper.language)

    @property
    def house(self) -> Wording:
        """Words of masthead and foot, in the paper's language."""
        return wording(self.paper.language)

    @property
    def wording(self) -> Wording:
        """Words of the content's language."""
        return wording(self.language)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round every page.

    title, description: of ``<title>`` and search results. language, direction: of the page's content.
    opening: what the page begins with, UTF-8, the same for many. feeds, masthead, foot: set already. policy: what a browser may do with the page.
    ahead: which pages it may fetch before they are asked for (speculation rules), or "". wording: words of the content's language; house: of the paper's.
    sections: the navigation. canonical: absolute address, or "" for a page without one. robots: "" lets all in.
    social: Open Graph property and content. linked: JSON-LD, safe inside a script element, or "".
    ads: what slots are asked with (``slots_of``), or "" for no slots. tone: the section's colour, 0 for none.
    home: the paper's language where the page's is another, else "": names of sections and topics are in it.
    """

    title: str
    language: str
    direction: str
    wording: Wording
    house: Wording
    sections: tuple[Link, ...]
    opening: bytes
    feeds: Markup
    masthead: Markup
    foot: Markup
    policy: str
    ahead: Markup = NOTHING
    description: str = ""
    canonical: str = ""
    robots: str = ""
    social: tuple[tuple[str, str], ...] = ()
    linked: Markup = NOTHING
    ads: str = ""
    tone: int = 0
    home: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """``entry.html``: an entry of a live story. id: its anchor. when: its time, with the day where that is not the story's own."""

    id: str
    when: str
    headline: str
    paragraphs: tuple[Markup, ...]
    key: bool
    language: str


class Piece(NamedTuple):
    """One block of a story in print. kind: the block's class name in lower case; "paragraphs" for those that follow one another.

    block: None for paragraphs. number: running number of pictures and tables, for ids. html: set text of a block that is one run of text.
    items: set texts of a list. entry: a live entry as printed; digest: of that print.
    """

    kind: str
    block: Block | None = None
    html: Markup = NOTHING
    items: tuple[Markup, ...] = ()
    picture: PictureView | None = None
    number: int = 0
    entry: EntryView | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Byline:
    """An author in the byline: the name, the page, and what comes before it (", " or " and ")."""

    before: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction: the day it was made, as words, and what it says."""

    day: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what. stance: "asserts" or "denies"; says: the same in words. whence: through whom and when, or ""."""

    source: str
    claim: str
    stance: str
    says: str
    whence: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """``story.html``: a story's page."""

    frame: Frame
    section: Link
    headline: str
    byline: tuple[Byline, ...]
    place: str
    published: Moment
    updated: Moment | None
    standfirst: str
    lead: Piece | None
    body: tuple[Piece, ...]
    corrections: tuple[CorrectionView, ...]
    statements: tuple[Statement, ...]
    topics: tuple[Link, ...]
    related: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """``home.html``: the home front. top: the first is the largest. urgent: ``urgent.html`` as set, or nothing."""

    frame: Frame
    top: tuple[CardView, ...]
    latest: CardList
    sections: tuple[CardList, ...]
    urgent: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class UrgentView:
    """``urgent.html``: the banner on the home front of what the emergency desk published."""

    heading: str
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """``section.html``: a section's front. months: newest first."""

    frame: Frame
    heading: str
    top: tuple[CardView, ...]
    latest: CardList
    months: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ListView:
    """``list.html``: a page of stories under one heading: topic, person, month, day.

    label: above the heading. role, about: of a person, under it. days: of a month, on pages of their own. older, newer: neighbouring pages.
    """

    frame: Frame
    heading: str
    lists: tuple[CardList, ...]
    label: Link | None = None
    role: str = ""
    about: str = ""
    days: tuple[Link, ...] = ()
    older: Link | None = None
    newer: Link | None = None


@dataclass(frozen=True, slots=True)
class CorrectedView:
    """A correction on the page of them all, with the story it belongs to."""

    story: CardView
    correction: CorrectionView


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """``corrections.html``: newest first."""

    frame: Frame
    corrected: tuple[CorrectedView, ...]


@dataclass(frozen=True, slots=True)
class HouseView:
    """``house.html`` and ``search.html``: a page without stories that helps the reader on.

    code: the HTTP status, or "" for the search page. query, results: the marks delivery fills in.
    """

    frame: Frame
    heading: str
    what: str
    code: str = ""
    query: Markup = NOTHING
    results: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A story in a feed. url, image: absolute. image_type: MIME, "" without a picture. times: RFC 822 and RFC 3339."""

    id: str
    url: str
    headline: str
    standfirst: str
    byline: tuple[str, ...]
    section: str
    language: str
    published_822: str
    published: str
    modified: str
    image: str = ""
    image_type: str = ""
    image_width: int = 0
    image_height: int = 0
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class FeedView:
    """``rss.xml`` and ``atom.xml``: the newest stories of a section or the paper. updated: "" when there are none."""

    title: str
    description: str
    page: str
    self: str
    language: str
    paper: str
    entries: tuple[FeedEntry, ...]
    updated_822: str
    updated: str


@dataclass(frozen=True, slots=True)
class Address:
    """A line of a sitemap: absolute address, when it last changed (W3C date-time, "" unknown), and news fields."""

    url: str
    modified: str = ""
    title: str = ""
    published: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class SitemapView:
    """``sitemap.xml``, ``sitemap-index.xml``, ``sitemap-news.xml``. paper: its name, for news."""

    addresses: tuple[Address, ...]
    paper: str = ""


#: What a template may be given.
View = Any
