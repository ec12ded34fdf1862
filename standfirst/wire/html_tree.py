"""An HTML page as a row of pieces: each block of words with its kind, its marks and where it hangs in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urljoin

import lxml.etree
import lxml.html

from standfirst.story.text import Span, Text, is_safe_link, plain
from standfirst.wire.decoding import shortened

#: Bounds of a page that is read at all: attributes of one tag, tags, depth of nesting.
MOST_ATTRIBUTES, MOST_TAGS, DEEPEST = 5000, 200_000, 240
#: Most blocks of words on a page.
MOST_PIECES = 10_000

#: An element of lxml's tree, which ships no types of its own.
Node: TypeAlias = Any

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "button",
        "input",
        "select",
        "textarea",
        "option",
        "datalist",
        "head",
        "title",
        "noscript",
        "dialog",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_KINDS = {"p": "p", "pre": "p", "li": "li", "blockquote": "quote", "figcaption": "caption", "dd": "li", "dt": "p"} | {
    f"h{n}": "h" for n in range(1, 7)
}
#: A tag as a browser's tokenizer sees it: quotes count only after "="; possessive, so that the scan stays linear.
_TAG = re.compile(r"""<[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+""")
_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_MARK = re.compile(r"[a-z]+|\d+")


class Wild(ValueError):
    """A page built so that reading it would take too long; says what was found."""


@dataclass(slots=True)
class Piece:
    """A block of words on a page.

    kind: p, h (heading), li, quote, caption, credit, table or hidden words of any kind.
    level: of a heading, 1 to 6. rows: of a table. marks: words of the class names and tags round it.
    node: the element it is the text of. ordered: for a list's item.
    """

    at: int
    kind: str
    text: Text
    node: Node
    marks: frozenset[str]
    level: int = 0
    ordered: bool = False
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> str:
        """The words of the piece, without marks."""
        return " ".join(" ".join(row) for row in self.rows) if self.rows else plain(self.text)

    @property
    def linked(self) -> float:
        """Which part of its characters stands in links, 0 to 1."""
        total = sum(len(span.text) for span in self.text) or 1
        return sum(len(span.text) for span in self.text if span.link is not None) / total


def tree_of(text: str) -> Node:
    """Return the parsed page. Raises Wild when it is built to be slow, or holds no element at all."""
    _check_tags(text)
    try:
        parser = lxml.html.HTMLParser(
            no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
        )
        tree = lxml.html.document_fromstring(_declared_away(text).encode("utf-8"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise Wild(f"it cannot be read as HTML ({str(error).splitlines()[0][:80]}); save the page again") from error
    if _depth(tree) > DEEPEST:
        raise Wild(f"its elements are nested more than {DEEPEST} deep; save the page again from a browser")
    return tree


def _check_tags(text: str) -> None:
    """Raise Wild for what takes a parser more than linear time: very many attributes on one tag, very many tags.

    Scripts and comments are looked through as well: what hides a tag from us may not hide it from the parser.
    """
    tags = 0
    for tag in _TAG.finditer(text):
        tags += 1
        if tag.end() - tag.start() > 2 * MOST_ATTRIBUTES:
            names = _VALUE.sub("= ", tag.group())
            if max(len(re.split(r"[\s/]+", names)), names.count("=")) > MOST_ATTRIBUTES:
                raise Wild(
                    f"one of its tags has more than {MOST_ATTRIBUTES:,} attributes; save the page again from a browser"
                )
    if tags > MOST_TAGS:
        raise Wild(f"it has {tags:,} tags (at most {MOST_TAGS:,} are read); save the story's own page")


def _declared_away(text: str) -> str:
    """Return ``text`` without an XML declaration or a DOCTYPE's own entities: nothing is ever expanded."""
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    return re.sub(
        r"<!DOCTYPE[^>\[]{0,400}\[.{0,100000}?\]\s*>", "<!DOCTYPE html>", text, count=1, flags=re.IGNORECASE | re.DOTALL
    )


def _depth(tree: Node) -> int:
    deepest = depth = 0
    for event, _ in lxml.etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def pieces_of(tree: Node, *, address: str = "") -> list[Piece]:
    """Return the pieces of the page in reading order. address: of the page, for links that are relative to it.

    Raises Wild when there are more than MOST_PIECES.
    """
    found = _Walk(address).pieces(tree)
    if len(found) > MOST_PIECES:
        raise Wild(
            f"it has {len(found):,} blocks of text (at most {MOST_PIECES:,} are read); save the story's own page"
        )
    return _without_common_marks(found)


def _without_common_marks(pieces: list[Piece]) -> list[Piece]:
    """Take away marks that stand round most of the page: "has-sidebar" says nothing of what is within."""
    total = sum(len(piece.words) for piece in pieces)
    held: dict[str, int] = {}
    for piece in pieces:
        for mark in piece.marks:
            held[mark] = held.get(mark, 0) + len(piece.words)
    common = frozenset(mark for mark, size in held.items() if size > total * 0.6) - {"article", "main"}
    for piece in pieces:
        piece.marks -= common
    return pieces


class _Walk:
    """One walk over a tree. Words between two block boundaries are a piece."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._found: list[Piece] = []
        self._spans: list[Span] = []
        self._breaks = 0

    def pieces(self, tree: Node) -> list[Piece]:
        body = tree.find("body")
        self._block(body if body is not None else tree, frozenset(), "p")
        return self._found

    def _block(self, node: Node, marks: frozenset[str], kind: str) -> None:
        if _is_skipped(node):
            return
        tag = str(node.tag)
        marks |= marks_of(node)
        if tag == "table" and self._table(node, marks):
            return
        kind = _kind(node, tag, kind, marks)
        self._add(node.text, node)
        for child in node:
            self._child(child, node, marks, kind)
            self._add(child.tail, node)
        self._close(node, marks, kind)

    def _child(self, child: Node, parent: Node, marks: frozenset[str], kind: str) -> None:
        tag = child.tag
        if not isinstance(tag, str) or _is_skipped(child):
            return
        if tag == "br":
            self._breaks += 1
            # Two breaks are how old pages end a paragraph.
            if self._breaks >= 2:
                self._close(parent, marks, kind)
            else:
                self._spans.append(Span(" "))
        elif tag in _BLOCKS or _holds_blocks(child):
            self._close(parent, marks, kind)
            self._block(child, marks, kind if kind in {"li", "quote", "caption"} else "p")
        else:
            self._spans.extend(self._inline(child))

    def _inline(self, node: Node) -> Iterator[Span]:
        for text, path in _texts(node):
            self._breaks = 0 if text.strip() else self._breaks
            tags = {str(each.tag) for each in path}
            link = next((each.get("href") for each in path if each.tag == "a" and each.get("href")), None)
            yield Span(text, bool(tags & {"b", "strong"}), bool(tags & {"i", "em", "cite"}), self._link(link))

    def _link(self, address: str | None) -> str | None:
        if not address:
            return None
        try:
            whole = urljoin(self._address, address.strip())
        except ValueError:
            return ""
        return whole if is_safe_link(whole) and not whole.startswith("/") else ""

    def _add(self, text: str | None, node: Node) -> None:
        if text and (text.strip() or self._spans):
            self._breaks = 0 if text.strip() else self._breaks
            # A link round a whole block (a card) is a link of its words.
            within = next((each for each in (node, *node.iterancestors("a")) if each.tag == "a"), None)
            self._spans.append(Span(text, link=None if within is None else self._link(within.get("href") or "")))

    def _close(self, node: Node, marks: frozenset[str], kind: str) -> None:
        text = tidy_text(self._spans)
        self._spans, self._breaks = [], 0
        if not plain(text).strip():
            return
        level = int(str(node.tag)[1]) if kind == "h" and str(node.tag)[1:].isdigit() else 0
        ordered = kind == "li" and next((each.tag for each in node.iterancestors("ol", "ul")), "ul") == "ol"
        self._found.append(Piece(len(self._found), kind, text, node, marks, level=level, ordered=ordered))

    def _table(self, node: Node, marks: frozenset[str]) -> bool:
        """Take a table of data as one piece; a table that only lays the page out is walked like anything else."""
        rows = [
            [" ".join(cell.text_content().split()) for cell in row.iterchildren("td", "th")] for row in node.iter("tr")
        ]
        rows = [row for row in rows if any(row)]
        nested = any(child is not node for child in node.iter("table"))
        width = max((len(row) for row in rows), default=0)
        if (
            nested
            or len(rows) < 2
            or width < 2
            or any(len(cell) > 300 for row in rows for cell in row)
            or (node.find(".//p") is not None and width < 3)
        ):
            return False
        even = tuple((*row, *("" for _ in range(width - len(row)))) for row in rows)
        self._found.append(Piece(len(self._found), "table", (), node, marks, rows=even))
        return True


def _texts(node: Node, path: tuple[Node, ...] = ()) -> Iterator[tuple[str, tuple[Node, ...]]]:
    path = (*path, node)
    if node.text:
        yield node.text, path
    for child in node:
        if isinstance(child.tag, str) and not _is_skipped(child):
            yield from _texts(child, path) if child.tag != "br" else iter(((" ", path),))
        if child.tail:
            yield child.tail, path


def _is_skipped(node: Node) -> bool:
    return not isinstance(node.tag, str) or node.tag in _SKIPPED


def _holds_blocks(node: Node) -> bool:
    """Say whether an inline element holds blocks, or paragraphs ended by two breaks, as old pages have them."""
    previous = None
    for child in node.iterdescendants():
        if child.tag in _BLOCKS:
            return True
        if child.tag == "br":
            if previous is not None and previous.getnext() is child and not (previous.tail or "").strip():
                return True
            previous = child
    return False


_CAPTION_MARKS = frozenset(
    {
        "caption",
        "figcaption",
        "legend",
        "legende",
        "cutline",
        "bildunterschrift",
        "bildtext",
        "shown",
        "didascalia",
        "bijschrift",
        "imagecaption",
    }
)
_CREDIT_MARKS = frozenset(
    {"credit", "credits", "photographer", "photocredit", "imagecredit", "bildquelle", "bildnachweis", "credito"}
)


def _kind(node: Node, tag: str, inherited: str, marks: frozenset[str]) -> str:
    own = marks_of(node)
    if own & _CREDIT_MARKS and len(node.text_content()) < 200:
        return "credit"
    if own & _CAPTION_MARKS and tag != "table" and len(node.text_content()) < 1200 and not node.findall(".//p")[2:]:
        return "caption"
    if inherited == "caption" or (inherited == "quote" and tag == "p"):
        return inherited
    if "figure" in marks and tag not in {"p", "table"} and len(node.text_content()) < 600:
        return "caption"
    return _KINDS.get(tag, inherited if tag in {"div", "span", "p"} and inherited in {"li", "quote"} else "p")


#: Attributes in which pages built of components name them.
_NAMING = ("data-component", "data-area", "data-testid", "data-module", "data-gu-name")


def marks_of(node: Node) -> frozenset[str]:
    """Return the words in a node's tag, class and id, and "hidden" where the page does not show it."""
    names = " ".join(
        (
            str(node.get("class") or ""),
            str(node.get("id") or ""),
            str(node.get("role") or ""),
            *(str(node.get(name) or "") for name in _NAMING),
        )
    )
    loose = re.sub(r"([a-z])([A-Z])", r"\1 \2", names[:600])
    found = {str(node.tag), *_MARK.findall(loose.lower())}
    style = (node.get("style") or "").replace(" ", "").lower()
    if node.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style:
        found.add("hidden")
    return frozenset(found)


def tidy_text(spans: list[Span]) -> Text:
    """Return ``spans`` with white space single, neighbours that look alike joined, safe links only."""
    joined: list[Span] = []
    for span in spans:
        text = shortened(re.sub(r"\s+", " ", span.text))
        if joined and joined[-1].text.endswith(" ") and text.startswith(" "):
            text = text[1:]
        if not text:
            continue
        last = joined[-1] if joined else None
        if last and (last.strong, last.emphasis, last.link) == (span.strong, span.emphasis, span.link):
            joined[-1] = Span(last.text + text, span.strong, span.emphasis, span.link)
        else:
            joined.append(Span(text, span.strong, span.emphasis, span.link))
    return _stripped(joined)


def _stripped(spans: list[Span]) -> Text:
    while spans and not spans[0].text.strip():
        spans.pop(0)
    while spans and not spans[-1].text.strip():
        spans.pop()
    if spans:
        spans[0] = _with(spans[0], spans[0].text.lstrip())
        spans[-1] = _with(spans[-1], spans[-1].text.rstrip())
    return tuple(spans)


def _with(span: Span, text: str) -> Span:
    return Span(text, span.strong, span.emphasis, span.link, span.language)


def for_story(text: Text) -> Text:
    """Return ``text`` as a story may hold it: links without a safe address are words only."""
    return tidy_text([Span(span.text, span.strong, span.emphasis, span.link or None, span.language) for span in text])
