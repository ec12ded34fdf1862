"""Rich text into spans: what is on a short list gets through as a mark on words, everything else only as words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree, html

from standfirst.story.blocks import Block, Listing, Paragraph, Quote, Subheading
from standfirst.story.text import Span, Text, is_safe_link, text_of

#: Finds the path of the page with this id; None when readers cannot get there.
PathOf = Callable[[int], str | None]

_STRONG = frozenset({"b", "strong"})
_EMPHASIS = frozenset({"i", "em"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = (
    frozenset({"p", "div", "section", "article", "blockquote", "table", "tr", "dl", "figure"}) | _HEADINGS | _LISTS
)
#: Elements whose text is no text.
_SILENT = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "title", "head"}
)

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_GAPS = re.compile(r"[ \t\r\n\f]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_PAGE_LINK = re.compile(r"<a\b[^>]*\blinktype=[\"']page[\"'][^>]*>", re.IGNORECASE)
_BEGINS_PARAGRAPH = re.compile(r'<p(?: data-block-key="[\w-]*")?>')
_ENDS_PARAGRAPH = "</p>"
#: What in a paragraph only a parser reads as a browser does, besides markup.
_UNEVEN = re.compile(r"[\x00-\x1f\x7f-\xa0]")
_PAGE_ID = re.compile(r"\bid=[\"'](\d{1,18})[\"']", re.IGNORECASE)


def words(value: object) -> str:
    """Return ``value`` as plain words: no control characters, gaps of one space, none at the ends."""
    said = str(value or "")
    if _is_even(said):
        return said.strip()
    return _GAPS.sub(" ", _CONTROLS.sub("", said.replace("\n", " "))).strip()


def _is_even(said: str) -> bool:
    """Say whether ``said`` needs no evening out: what is printable holds no control character, and no gap but the space."""
    return said.isprintable() and "  " not in said


def text_from(markup: object, path_of: PathOf) -> Text:
    """Return rich text as one text; paragraphs within it are parted by a space."""
    if (plain := plain_paragraph(markup)) is not None:
        return plain
    pieces = [text for _, text in _pieces(markup, path_of) if text]
    if len(pieces) == 1:
        return _merged(pieces[0])
    joined: list[Span] = []
    for text in pieces:
        joined.extend((Span(" "), *text) if joined else text)
    return _merged(joined)


def blocks_from(markup: object, path_of: PathOf) -> Iterator[Block]:
    """Yield the blocks rich text is made of: paragraphs, subheadings, lists and quotes."""
    if (plain := plain_paragraph(markup)) is not None:
        if plain:
            yield Paragraph(plain)
        return
    for kind, group in groupby(_pieces(markup, path_of), key=lambda piece: piece[0]):
        texts = tuple(text for _, text in group if text)
        if kind.name == "item":
            if texts:
                yield Listing(texts, ordered=kind.ordered)
            continue
        for text in texts:
            yield _block(kind.name, text)


def pages_linked(markup: object) -> Iterator[int]:
    """Yield the ids of the pages that rich text links to."""
    for tag in _PAGE_LINK.findall(str(markup or "")):
        if (found := _PAGE_ID.search(tag)) is not None:
            yield int(found.group(1))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a piece of rich text is. name: paragraph, heading, quote or item; list: which list an item belongs to."""

    name: str
    list: int = 0
    ordered: bool = False


_PARAGRAPH = _Kind("paragraph")


def _block(name: str, text: Text) -> Block:
    if name == "heading":
        return Subheading("".join(span.text for span in text))
    return Quote(text) if name == "quote" else Paragraph(text)


def plain_paragraph(markup: object) -> Text | None:
    """Return the text of a paragraph that is nothing but words; None for anything else.

    Most are: reading them needs no parser, which costs thirty times as much, and no pattern for every letter, which costs three.
    """
    if not isinstance(markup, str) or not markup.endswith(_ENDS_PARAGRAPH):
        return None
    begin = _BEGINS_PARAGRAPH.match(markup)
    inner = markup[begin.end() : -len(_ENDS_PARAGRAPH)] if begin else "<"
    if "<" in inner or "&" in inner:
        return None
    if _is_even(inner):
        return text_of(inner.strip())
    return None if _UNEVEN.search(inner) else text_of(words(inner))


def _pieces(markup: object, path_of: PathOf) -> list[tuple[_Kind, Text]]:
    """Return the blocks of ``markup`` in order, each with its text; empty texts where nothing is left."""
    cleaned = _CONTROLS.sub("", str(markup or ""))
    if "<" not in cleaned and "&" not in cleaned:
        return [(_PARAGRAPH, text_of(_GAPS.sub(" ", cleaned).strip()))]
    try:
        root = html.fragment_fromstring(cleaned, create_parent="div")
    except (etree.ParserError, ValueError):
        return []
    reader = _Reader(path_of)
    reader.read(root, _PARAGRAPH, Span(""))
    reader.end(_PARAGRAPH)
    return reader.pieces


class _Reader:
    """Walks rich text once and gathers its pieces."""

    def __init__(self, path_of: PathOf) -> None:
        self.pieces: list[tuple[_Kind, Text]] = []
        self._path_of = path_of
        self._spans: list[Span] = []
        self._lists = 0

    def read(self, element: html.HtmlElement, kind: _Kind, mark: Span) -> None:
        """Gather what ``element`` holds. kind: of the piece we are in; mark: a span with the marks in force."""
        self._say(element.text, mark)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SILENT:
                self._read_child(child, kind, mark)
            self._say(child.tail, mark)

    def end(self, kind: _Kind) -> None:
        """End the piece being gathered."""
        text = _trimmed(_merged(self._spans))
        if text:
            self.pieces.append((kind, text))
        self._spans = []

    def _read_child(self, child: html.HtmlElement, kind: _Kind, mark: Span) -> None:
        if child.tag == "br":
            self._spans.append(mark._replace(text="\n"))
        elif child.tag in _BLOCKS or child.tag == "li":
            self.end(kind)
            inner = self._kind_in(child, kind)
            self.read(child, inner, Span("") if child.tag != "li" else mark)
            self.end(inner)
        else:
            self.read(child, kind, self._marked(child, mark))

    def _kind_in(self, child: html.HtmlElement, kind: _Kind) -> _Kind:
        if child.tag in _LISTS:
            self._lists += 1
            return _Kind("item", self._lists, ordered=child.tag == "ol")
        if child.tag == "li":
            return kind if kind.name == "item" else _Kind("item")
        if child.tag in _HEADINGS:
            return _Kind("heading")
        if child.tag == "blockquote":
            return _Kind("quote")
        return kind

    def _marked(self, element: html.HtmlElement, mark: Span) -> Span:
        if element.tag in _STRONG:
            return mark._replace(strong=True)
        if element.tag in _EMPHASIS:
            return mark._replace(emphasis=True)
        if element.tag == "a":
            return mark._replace(link=self._link(element))
        language = element.get("lang", "")
        return mark._replace(language=language) if _LANGUAGE.fullmatch(language) else mark

    def _link(self, element: html.HtmlElement) -> str | None:
        if element.get("linktype") == "page":
            number = element.get("id", "")
            return self._path_of(int(number)) if number.isdecimal() and len(number) < 19 else None
        address = element.get("href", "").strip()
        return address if is_safe_link(address) else None

    def _say(self, said: str | None, mark: Span) -> None:
        if said:
            self._spans.append(_saying(mark, _GAPS.sub(" ", said)))


def _saying(mark: Span, said: str) -> Span:
    """Return a span of the words ``said`` with the marks of ``mark``: ``_replace``, at a third of its cost."""
    return Span(said, mark.strong, mark.emphasis, mark.link, mark.language)


def _merged(spans: Sequence[Span]) -> Text:
    """Return ``spans`` with neighbours that look alike made one, and no gap after a gap."""
    merged: list[Span] = []
    for span in spans:
        said = span.text
        if merged and merged[-1].text[-1:] in {" ", "\n"}:
            said = said.lstrip(" ")
        if not said:
            continue
        if merged and _saying(merged[-1], "") == _saying(span, ""):
            merged[-1] = _saying(span, merged[-1].text + said)
        else:
            merged.append(_saying(span, said))
    return tuple(merged)


def _trimmed(text: Text) -> Text:
    """Return ``text`` without gaps at its ends."""
    spans = list(text)
    while spans and not spans[0].text.strip(" \n"):
        spans.pop(0)
    while spans and not spans[-1].text.strip(" \n"):
        spans.pop()
    if spans:
        spans[0] = spans[0]._replace(text=spans[0].text.lstrip(" \n"))
        spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip(" \n"))
    return tuple(spans)
