"""What the press may ask of whoever holds the stories, and in which words.

The press never sees a database. It asks an ``Archive`` *questions*; an answer says, besides its value, on
which *subjects* it rests. A subject is a word for something that can change:

    story:12  person:jane-doe  topic:kyiv  section:world  picture:<key>  paper  emergency     one live thing
    in:section:world  in:month:world/2026-11  in:topic:kyiv  in:person:jane-doe    which stories are in a list
    in:day:world/2026-11-24  in:day:2026-11-24  in:paper  in:corrections  in:sitemap:2026-11  sections  front:  front:world

When something changes the press asks again whatever rests on its subjects, and prints only what got another answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol, get_args

from standfirst.story.blocks import LiveEntry
from standfirst.story.picture import Credit, Point
from standfirst.story.story import Card, Correction, Section

#: What the sitemap protocol allows in one file, and news search in the news' own.
MOST, NEWS_MOST = 50_000, 1_000

# --- Questions: frozen, hashable, and with a repr that names them in the ledger -----------------


@dataclass(frozen=True, slots=True)
class StoryOf:
    """The live story with this id -> Story | None. Subjects: story:ID and everything named in it."""

    id: str


@dataclass(frozen=True, slots=True)
class EntryOf:
    """One entry of the live story with this id -> Told | None. name: as Story.live_entries has it.

    No archive is asked this: Reading answers it from StoryOf, so that an update prints what is new and none of the rest.
    """

    story: str
    name: str


@dataclass(frozen=True, slots=True)
class CardOf:
    """What lists show of the live story with this id -> Card | None."""

    id: str


@dataclass(frozen=True, slots=True)
class Cards:
    """The newest live stories of a list, newest first -> tuple[Card, ...]. Subjects: in:LIST, and story:ID and all it names for each card.

    list: "paper", "section:SLUG", "month:SECTION/YYYY-MM", "day:SECTION/YYYY-MM-DD", "topic:SLUG", "person:SLUG".
    limit: at most so many cards, > 0.
    """

    list: str
    limit: int


@dataclass(frozen=True, slots=True)
class FrontOf:
    """How editors set a front: featured stories first -> Front | None for a section that is not there. section: "" is home."""

    section: str


@dataclass(frozen=True, slots=True)
class SectionOf:
    """-> Section | None"""

    slug: str


@dataclass(frozen=True, slots=True)
class Sections:
    """All sections in the paper's order -> tuple[Section, ...]. Subject: sections."""


@dataclass(frozen=True, slots=True)
class TopicOf:
    """-> Topic | None"""

    slug: str


@dataclass(frozen=True, slots=True)
class PersonOf:
    """-> Person | None"""

    slug: str


@dataclass(frozen=True, slots=True)
class Months:
    """Months with live stories, newest first -> tuple of "YYYY-MM". section: "" is the whole paper.

    Subjects: months:SECTION (months: for the paper), and story:ID for the newest of each month.
    """

    section: str


@dataclass(frozen=True, slots=True)
class Days:
    """Days with live stories in a month of more than ``most``, newest first -> tuple of "YYYY-MM-DD"; () for a month of no more.

    section: "" is the whole paper. month: "YYYY-MM". Subjects: in:month:SECTION/MONTH, for the paper in:sitemap:MONTH;
    of a month told by the day story:ID of the newest of it and of each day.
    """

    section: str
    month: str
    most: int


@dataclass(frozen=True, slots=True)
class PaperOf:
    """The paper's own settings -> Paper. Subjects: paper, and sections, which may have a tap of their own."""


@dataclass(frozen=True, slots=True)
class CorrectedStories:
    """The newest corrections of live stories, newest first -> tuple[Corrected, ...]. Subject: in:corrections."""

    limit: int


@dataclass(frozen=True, slots=True)
class SitemapEntries:
    """Every live story first published in a month or on a day -> tuple[SitemapEntry, ...]. period: "YYYY-MM", "YYYY-MM-DD".

    Subjects: in:sitemap:MONTH or in:day:DAY, and story:ID for each.
    """

    period: str


@dataclass(frozen=True, slots=True)
class NewsEntries:
    """Live stories first published after ``since``, newest first, at most NEWS_MOST -> tuple[NewsEntry, ...].

    Subjects: in:paper, and story:ID for each.
    """

    since: datetime


@dataclass(frozen=True, slots=True)
class NegativeOf:
    """The original of a picture -> Negative | None. Subject: picture:KEY."""

    key: str


@dataclass(frozen=True, slots=True)
class Emergencies:
    """What the emergency desk published, newest first, until the newsroom has it -> tuple[Card, ...]. Subject: emergency."""


Question = (
    StoryOf | EntryOf | CardOf | Cards | FrontOf | SectionOf | Sections | TopicOf | PersonOf | Months | Days | PaperOf
    | CorrectedStories | SitemapEntries | NewsEntries | NegativeOf | Emergencies
)  # fmt: skip


# --- Answers that are no part of a story ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tap:
    """Tap to read full story. words: how many are shown before the button, 0 for no button. label: the button's, "" for the language's own."""

    words: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Extras:
    """What the script adds to pages, each to be switched off; named as its part in assets/script/.

    everywhere: the tap of sections that have none of their own; in_sections: slug and tap of those that have.
    """

    browsers: bool = True
    dark: bool = True
    size: bool = True
    share: bool = True
    offline: bool = True
    live: bool = True
    ahead: bool = True
    listen: bool = True
    changed: bool = True
    saver: bool = True
    kept: bool = True
    everywhere: Tap = Tap()
    in_sections: tuple[tuple[str, Tap], ...] = ()

    @property
    def tap(self) -> bool:
        """Whether any section has one."""
        return any(tap.words for tap in (self.everywhere, *(tap for _, tap in self.in_sections)))


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper's own settings.

    origin: scheme and host readers use, no slash at the end ("https://gazette.example").
    zone: IANA time zone of dates in addresses and on pages. language: BCP 47, of the paper's furniture.
    """

    name: str
    tagline: str
    origin: str
    zone: str
    language: str = "en"
    extras: Extras = Extras()


@dataclass(frozen=True, slots=True)
class Front:
    """A curated page. section: None for home. featured: in the editor's order, live stories only."""

    section: Section | None
    featured: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction and the story it belongs to."""

    card: Card
    correction: Correction


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of a live story, and what of the story its print needs: address, language, when it was published."""

    path: str
    language: str
    published: datetime
    entry: LiveEntry


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    path: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class NewsEntry:
    path: str
    headline: str
    published: datetime
    modified: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Negative:
    """Where a picture's original lies and the rights written into every rendition of it.

    focus: what crops are developed around ahead of time. No rendition is made from it, a crop's address says where it begins: so it
    is no part of what is compared.
    """

    key: str
    file: Path
    caption: str
    credit: Credit
    copyright: str
    focus: Point | None = field(default=None, compare=False, repr=False)


# --- The archive ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and what it rests on. value: as the question says.

    fingerprint: as ``fingerprint_of`` makes them, of what ``value`` was made from, where whoever answers has that at hand
    and it costs less; "" for the value's own. Two of one question are the same only if their values are.
    """

    value: Any
    subjects: frozenset[str]
    fingerprint: str = ""


def fingerprint_of(value: object, *texts: str) -> str:
    """Return 32 hexadecimal digits that differ when ``value`` (frozen parts only) or one of ``texts`` does.

    texts: long ones, told apart as they are; written as ``repr`` does they would cost ten times as much.
    """
    digest = blake2b(repr((value, *map(len, texts))).encode("utf-8", "surrogatepass"), digest_size=16)
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class Archive(Protocol):
    """Whoever holds the stories: the newsroom's database, or files at the emergency desk.

    A *record* is one live thing that readers can meet: "story:12", "section:world", "person:…", "topic:…",
    "picture:<id>", "front:…", "paper". Its *version* is a string that is another one after every change, and
    never comes back: publishing an old text again is a new version.
    """

    def ask(self, question: Question) -> Answer:
        """Return the answer as of now. Absence is a value (None or ()), never an error."""

    def ask_all(self, questions: Iterable[Question]) -> Mapping[Question, Answer]:
        """Return those answers that cost less together than alone; whatever is left out has to be asked by itself."""

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield every live record with its version."""

    def versions_of(self, records: Iterable[str]) -> Mapping[str, str]:
        """Return the versions of those of ``records`` that are live."""

    def changed_since(self, moment: datetime) -> Mapping[str, str]:
        """Return live records published or saved at ``moment`` or later, with their versions, from an index."""

    def subjects_of(self, record: str) -> frozenset[str]:
        """Return what a live record is or belongs to: the subjects a change of it touches.

        For a story: story:ID, in:section:S, in:month:S/YYYY-MM, in:day:S/YYYY-MM-DD, in:day:YYYY-MM-DD, in:topic:…, in:person:…,
        in:paper, in:sitemap:YYYY-MM, months:S, months:, and in:corrections when it has any. For another record: its own subject
        (and "sections" for a section).
        """

    def subjects_of_all(self, records: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return for each live one of ``records`` what ``subjects_of`` does."""


# --- Questions by name ------------------------------------------------------------------------------

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_KINDS: Mapping[str, type[Question]] = {kind.__name__: kind for kind in get_args(Question)}
_FIELDS = {kind: tuple(field.name for field in fields(kind)) for kind in get_args(Question)}


def name_of(question: Question) -> str:
    """Return the ledger's name of ``question``: ``Cards["section:world",30]``."""
    values = [getattr(question, name) for name in _FIELDS[type(question)]]
    written = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return type(question).__name__ + _JSON.encode(written)


def question_of(name: str) -> Question:
    """Return the question a ledger named. Raises ValueError when this program asks no such question."""
    kind, bracket, rest = name.partition("[")
    if kind not in _KINDS:
        raise ValueError(f"no question is named {name!r}")
    values = json.loads(bracket + rest)
    if kind == "NewsEntries":
        values = [datetime.fromisoformat(values[0])]
    return _KINDS[kind](*values)


def questions_named(names: Iterable[str]) -> Iterator[Question]:
    """Yield the questions a ledger named, without those this program does not ask."""
    for name in names:
        with suppress(ValueError):
            yield question_of(name)
