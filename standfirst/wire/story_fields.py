"""The fields of our own story JSON, read one by one: each knows its place, so that a fault can be named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from standfirst.story.addresses import slug_of, story_path
from standfirst.story.blocks import (
    Block,
    Embed,
    FactBox,
    Figure,
    Listing,
    LiveEntry,
    Paragraph,
    PullQuote,
    Quote,
    Subheading,
    Table,
    newest_first,
)
from standfirst.story.picture import Credit, Picture, Point
from standfirst.story.story import Attribution, Correction, Person, Section, Story, Topic
from standfirst.story.text import Span, Text, is_safe_link, text_of
from standfirst.wire.picture_files import BadPicture, PictureFile, picture_file
from standfirst.wire.slugs import slug_for
from standfirst.wire.strict_json import BadJson

#: The moment a story without a date is given until the newsroom knows better.
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
_MISSING: Any = object()
T = TypeVar("T")


@dataclass(slots=True)
class Fields:
    """An object of the file. Every field that is asked for is known; ``close`` refuses the rest."""

    value: dict[str, Any]
    path: str
    asked: set[str]

    @classmethod
    def of(cls, value: Any, path: str) -> Fields:
        """Return ``value`` as fields. Raises BadJson when it is no object."""
        if not isinstance(value, dict):
            raise BadJson(path, f"{_named(value)} stands where an object belongs; write {{…}}")
        return cls(value, path, set())

    def has(self, key: str) -> bool:
        """Say whether the field is there, and is not null."""
        self.asked.add(key)
        return self.value.get(key) is not None

    def take(self, key: str, read: Callable[[Any, str], T], default: Any = _MISSING) -> T:
        """Return the field ``key`` as ``read`` reads it, ``default`` where it is missing. Raises BadJson."""
        if self.has(key):
            return read(self.value[key], f"{self.path}.{key}")
        if default is _MISSING:
            raise BadJson(f"{self.path}.{key}", "it is missing, and a story cannot do without; add it")
        return default  # type: ignore[no-any-return]

    def close(self) -> None:
        """Raise BadJson for a field nobody asked for."""
        unknown = sorted(set(self.value) - self.asked)
        if unknown:
            raise BadJson(
                f"{self.path}.{unknown[0]}", f"there is no such field; known here are {', '.join(sorted(self.asked))}"
            )


def _named(value: Any) -> str:
    names = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
        type(None): "null",
    }
    return names.get(type(value), "something else")


# --- Plain values ------------------------------------------------------------------------------------


def words(value: Any, path: str) -> str:
    """Return plain words. Raises BadJson for anything but a string."""
    if not isinstance(value, str):
        raise BadJson(path, f"{_named(value)} stands where text belongs; write it in quotation marks")
    return value


def some_words(value: Any, path: str) -> str:
    """Return words that are not empty."""
    if not words(value, path).strip():
        raise BadJson(path, "it is empty; write what belongs there")
    return str(value)


def truth(value: Any, path: str) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise BadJson(path, f"{_named(value)} stands where true or false belongs")
    return value


def pixels(value: Any, path: str) -> int:
    """Return a size in pixels, 1 to 100,000."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100_000:
        raise BadJson(path, "a whole number of pixels from 1 to 100000 belongs there")
    return value


def moment(value: Any, path: str) -> datetime:
    """Return a moment, aware, UTC."""
    try:
        at = datetime.fromisoformat(words(value, path))
        if at.tzinfo is None:
            raise BadJson(path, f"{value!r} has no time zone; add one, as in 2026-11-24T09:00:00+01:00")
        return at.astimezone(UTC)
    except BadJson:
        raise
    except (ValueError, OverflowError) as error:
        raise BadJson(path, f"{str(value)[:40]!r} is no moment; write it as in 2026-11-24T09:00:00+01:00") from error


def each(read: Callable[[Any, str], T]) -> Callable[[Any, str], tuple[T, ...]]:
    """Return a reader of lists whose items ``read`` reads."""

    def read_list(value: Any, path: str) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise BadJson(path, f"{_named(value)} stands where a list belongs; write […]")
        return tuple(read(item, f"{path}[{at}]") for at, item in enumerate(value))

    return read_list


def link(value: Any, path: str) -> str:
    """Return an address that may stand in a story."""
    if not is_safe_link(some_words(value, path)):
        raise BadJson(
            path, f"{value[:60]!r} may not be linked; use http, https, mailto, tel or a path beginning with /"
        )
    return str(value)


def text(value: Any, path: str) -> Text:
    """Return running text: a string, or a list of strings and spans."""
    if isinstance(value, str):
        return text_of(value)
    if not isinstance(value, list):
        raise BadJson(
            path, f"{_named(value)} stands where text belongs; write a string, or a list of strings and spans"
        )
    return each(_span)(value, path)


def _span(value: Any, path: str) -> Span:
    if isinstance(value, str):
        return Span(value)
    fields = Fields.of(value, path)
    span = Span(
        fields.take("text", words),
        strong=fields.take("strong", truth, default=False),
        emphasis=fields.take("emphasis", truth, default=False),
        link=fields.take("link", link, default=None),
        language=fields.take("language", some_words, default=None),
    )
    fields.close()
    return span


# --- People, pictures, blocks -------------------------------------------------------------------------


def _slug(value: Any, path: str) -> str:
    if slug_of(some_words(value, path), fallback="") != value:
        raise BadJson(path, f"{value[:60]!r} is no slug; write small letters a to z, digits and hyphens, at most 80")
    return str(value)


def section(value: Any, path: str) -> Section:
    """Return a section: its name, or an object with name and slug."""
    if isinstance(value, str):
        return Section(slug_for(some_words(value, path), fallback="section"), value)
    fields = Fields.of(value, path)
    name = fields.take("name", some_words)
    read = Section(fields.take("slug", _slug, slug_for(name, fallback="section")), name)
    fields.close()
    return read


def person(value: Any, path: str) -> Person:
    """Return somebody with a byline: a name, or an object with name, slug, role, about."""
    if isinstance(value, str):
        return Person(slug_for(some_words(value, path), fallback="person"), value)
    fields = Fields.of(value, path)
    name = fields.take("name", some_words)
    slug = fields.take("slug", _slug, slug_for(name, fallback="person"))
    read = Person(slug, name, role=fields.take("role", words, ""), about=fields.take("about", words, ""))
    fields.close()
    return read


def topic(value: Any, path: str) -> Topic:
    """Return a topic: a name, or an object with name, slug, kind."""
    if isinstance(value, str):
        return Topic(slug_for(some_words(value, path), fallback="topic"), value)
    fields = Fields.of(value, path)
    name = fields.take("name", some_words)
    slug = fields.take("slug", _slug, slug_for(name, fallback="topic"))
    read = Topic(slug, name, kind=fields.take("kind", one_of("person", "place", "organisation", "subject"), "subject"))
    fields.close()
    return read


def one_of(*choices: str) -> Callable[[Any, str], Any]:
    """Return a reader of one of ``choices``."""

    def read_choice(value: Any, path: str) -> str:
        if words(value, path) not in choices:
            raise BadJson(path, f"{value[:40]!r} is not known; write one of {', '.join(choices)}")
        return str(value)

    return read_choice


def _credit(value: Any, path: str) -> Credit:
    if isinstance(value, str):
        photographer, dash, agency = value.partition("—")
        return Credit(photographer.strip(), agency.strip()) if dash else Credit(value.strip())
    fields = Fields.of(value, path)
    read = Credit(fields.take("photographer", words, ""), fields.take("agency", words, ""))
    fields.close()
    return read


@dataclass(slots=True)
class StoryReader:
    """Reads one story file. folder: where picture files may lie, None for nowhere. files: those the story names."""

    folder: Path | None
    files: dict[str, Path]

    def story(self, value: Any) -> Story:
        """Return the story that ``value`` is. Raises BadJson."""
        fields = Fields.of(value, "$")
        headline = fields.take("headline", some_words)
        home = fields.take("section", section)
        published = fields.take("published", moment, UNDATED)
        story = Story(
            id=fields.take("id", words, ""),
            path=_path(fields, home, published, headline),
            section=home,
            headline=headline,
            standfirst=fields.take("standfirst", words, ""),
            published=published,
            byline=fields.take("byline", each(person), ()),
            updated=fields.take("updated", moment, None),
            place=fields.take("place", words, ""),
            lead=fields.take("lead", self._lead, None),
            body=newest_first(fields.take("body", each(self._block), ())),
            topics=fields.take("topics", each(topic), ()),
            related=fields.take("related", each(some_words), ()),
            language=fields.take("language", some_words, "en"),
            sensitive=fields.take("sensitive", truth, default=False),
            corrections=fields.take("corrections", each(_correction), ()),
            attributions=fields.take("attributions", each(_attribution), ()),
        )
        fields.close()
        return story

    def _lead(self, value: Any, path: str) -> Figure:
        return self._figure(Fields.of(value, path))

    def _figure(self, fields: Fields) -> Figure:
        figure = Figure(fields.take("picture", self._picture), caption=fields.take("caption", words, ""))
        fields.close()
        return figure

    def _picture(self, value: Any, path: str) -> Picture:
        fields = Fields.of(value, path)
        rights: dict[str, Any] = {
            "caption": fields.take("caption", words, ""),
            "credit": fields.take("credit", _credit, Credit()),
            "copyright": fields.take("copyright", words, ""),
        }
        alt = fields.take("alt", words, "")
        focus: Point | None = fields.take("focus", _focus, None)
        if fields.has("file"):
            seen = self._file(fields.take("file", some_words), f"{path}.file")
            key, width, height = (
                seen.key(rights["caption"], rights["credit"], rights["copyright"]),
                seen.width,
                seen.height,
            )
            self.files[key] = seen.path
        else:
            key, width, height = fields.take("key", _key), fields.take("width", pixels), fields.take("height", pixels)
        fields.asked |= {"key", "width", "height", "file"} if not fields.has("file") else {"file"}
        if focus is not None and not (focus.x < width and focus.y < height):
            raise BadJson(
                f"{path}.focus", f"a place within the picture belongs there, which is {width} by {height} pixels"
            )
        fields.close()
        return Picture(key, width, height, alt, **rights, focus=focus)

    def _file(self, name: str, path: str) -> PictureFile:
        try:
            return picture_file(name, self.folder)
        except BadPicture as error:
            raise BadJson(path, str(error)) from error

    def _block(self, value: Any, path: str) -> Block:
        if isinstance(value, str):
            return Paragraph(text_of(value))
        fields = Fields.of(value, path)
        kind = fields.take("kind", one_of(*_BLOCKS, "figure"))
        if kind == "figure":
            return self._figure(fields)
        block = _BLOCKS[kind](fields)
        fields.close()
        return block


def _path(fields: Fields, home: Section, published: datetime, headline: str) -> str:
    """Return the story's address: as given, or made; its last part is the slug in any case."""
    slug = fields.take("slug", _slug, slug_for(headline))
    if fields.has("path"):
        return fields.take("path", link)
    return f"/{home.slug}/{slug}/" if published == UNDATED else story_path(home.slug, published, slug, UTC)


def _focus(value: Any, path: str) -> Point:
    """Return a place in a picture: [x, y], pixels from its left and its top."""
    if not isinstance(value, list) or len(value) != 2 or not all(type(each) is int and each >= 0 for each in value):
        raise BadJson(path, "two whole numbers belong there, pixels from the left and from the top: [640, 300]")
    return Point(*value)


def _key(value: Any, path: str) -> str:
    key = words(value, path)
    if len(key) != 16 or set(key) - set("0123456789abcdef"):
        raise BadJson(path, "16 hexadecimal digits belong there; give “file” instead for a picture of your own")
    return key


def _correction(value: Any, path: str) -> Correction:
    fields = Fields.of(value, path)
    read = Correction(fields.take("at", moment), fields.take("text", text))
    fields.close()
    return read


def _attribution(value: Any, path: str) -> Attribution:
    fields = Fields.of(value, path)
    stance = fields.take("stance", one_of("asserts", "denies"), "asserts")
    read = Attribution(
        fields.take("source", words),
        fields.take("claim", words),
        stance,
        fields.take("via", words, ""),
        fields.take("when", words, ""),
    )
    fields.close()
    return read


def _table(fields: Fields) -> Table:
    rows = fields.take("rows", each(each(words)))
    if len({len(row) for row in rows}) > 1:
        raise BadJson(f"{fields.path}.rows", 'its rows are not all of one length; add empty cells ("")')
    return Table(rows, caption=fields.take("caption", words, ""), head=fields.take("head", truth, default=True))


def _live_entry(fields: Fields) -> LiveEntry:
    return LiveEntry(
        fields.take("at", moment),
        fields.take("headline", some_words),
        fields.take("paragraphs", each(text), ()),
        key=fields.take("key", truth, default=False),
    )


#: Kinds of block, and how each is read; a figure needs to know where files lie.
_BLOCKS: dict[str, Callable[[Fields], Block]] = {
    "paragraph": lambda fields: Paragraph(fields.take("text", text)),
    "subheading": lambda fields: Subheading(fields.take("text", words)),
    "quote": lambda fields: Quote(fields.take("text", text), fields.take("source", words, "")),
    "pullquote": lambda fields: PullQuote(fields.take("text", words), fields.take("source", words, "")),
    "list": lambda fields: Listing(
        fields.take("items", each(text)), ordered=fields.take("ordered", truth, default=False)
    ),
    "table": _table,
    "factbox": lambda fields: FactBox(fields.take("title", words), fields.take("items", each(text))),
    "embed": lambda fields: Embed(
        fields.take("url", link), fields.take("title", words, ""), fields.take("provider", words, "")
    ),
    "live": _live_entry,
}
