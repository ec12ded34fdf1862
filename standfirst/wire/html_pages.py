"""A story out of an HTML page: the words that are the story's, as blocks, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from standfirst.story.blocks import Block, Listing, Paragraph, Quote, Subheading, Table
from standfirst.story.picture import Credit
from standfirst.story.text import Text, text_of
from standfirst.wire.credits import split_credit
from standfirst.wire.dates import date_line, is_relative
from standfirst.wire.decoding import Unreadable, decode
from standfirst.wire.found import Dropped, Found, FoundPicture, Refused, Taken
from standfirst.wire.furniture import furniture_in
from standfirst.wire.html_facts import Facts, address_of, facts_of
from standfirst.wire.html_pictures import lead_picture
from standfirst.wire.html_tree import Node, Piece, Wild, for_story, pieces_of, tree_of
from standfirst.wire.html_votes import AWAY, chosen
from standfirst.wire.languages import language_of
from standfirst.wire.names import byline_in, names_in
from standfirst.wire.places import is_section
from standfirst.wire.sorting import is_prose, same_words, sort_out
from standfirst.wire.vocabulary import is_finished, straight, tokens

#: Fewest words a page must hold to be a story at all.
FEWEST_WORDS = 15
_STANDFIRST_MARKS = frozenset(
    [
        "standfirst",
        "dek",
        "deck",
        "subtitle",
        "subheadline",
        "subheading",
        "subhead",
        "chapo",
        "sapo",
        "excerpt",
        "vorspann",
        "einleitung",
        "entradilla",
        "bajada",
        "sumario",
        "sommario",
        "occhiello",
        "lede",
        "intro",
        "inleiding",
        "subtitulo",
        "copete",
        "summary",
        "abstract",
        "strapline",
    ]
)


@dataclass(slots=True)
class _Page:
    """What is known of a page while it is read."""

    facts: Facts
    pieces: list[Piece]
    headline: str
    standfirst: str = ""
    byline: tuple[str, ...] = ()
    published: datetime | None = None
    dropped: list[tuple[int, Dropped]] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def drop(self, piece: Piece, why: str) -> None:
        self.dropped.append((piece.at, Dropped(piece.words, why)))


def read_html(data: bytes, *, file: str, item: str = "", address: str = "", charset: str = "") -> Found | Refused:
    """Return the story in an HTML page. address: where it was found; charset: what its server said it was in.

    Refused when the bytes are no page, the page is built to be slow, or there is no story on it.
    """
    try:
        tree = tree_of(decode(data, declared=charset))
        url = address_of(tree, address)
        pieces = pieces_of(tree, address=url)
    except (Unreadable, Wild) as error:
        return Refused(file, str(error), item)
    facts = facts_of(tree, url)
    facts = facts if facts.section else replace(facts, section=_label_above(pieces, facts.headline))
    page = _Page(facts, pieces, facts.headline, byline=facts.byline, published=facts.published)
    kept = _story_pieces(tree, page)
    body = _body(kept) or _from_metadata(page)
    if len(tokens(" ".join(piece.words for piece in kept))) < FEWEST_WORDS and not body:
        return Refused(
            file, "no story was found on the page (it may be a front or a form); save the story's own page", item
        )
    return _found(tree, page, body, data=data, file=file, item=item)


def _found(tree: Node, page: _Page, body: tuple[Block, ...], *, data: bytes, file: str, item: str) -> Found:
    facts = page.facts
    lead = lead_picture(tree, facts, page.pieces)
    found = Found(
        file=file, original=data, content_type="text/html", item=item, url=facts.url, brand=facts.brand, section=facts.section, headline=page.headline,
        standfirst=page.standfirst, byline=page.byline, published=page.published, updated=facts.updated, lead=lead, body=body, topics=facts.topics,
        dropped=tuple(piece for _, piece in sorted(page.dropped, key=lambda item: item[0])),
    )  # fmt: skip
    language = _language(found.text(), facts.language)
    return Found(
        **{
            **{name: getattr(found, name) for name in Found.__slots__},
            "language": language,
            "taken": _taken(found, page, language),
        }
    )


def _label_above(pieces: Sequence[Piece], headline: str) -> str:
    """Return the section that stands right above the headline, or ""."""
    heading = next((piece.at for piece in pieces if piece.kind == "h" and same_words(piece.words, headline)), 0)
    for piece in reversed(pieces[max(0, heading - 2) : heading]):
        if is_section(piece.words) or (
            len(piece.words.split()) <= 3
            and _class_words(piece.node)
            & {
                "kicker",
                "eyebrow",
                "overline",
                "rubric",
                "rubrik",
                "section",
                "category",
                "topic",
                "label",
                "antetitulo",
                "cintillo",
            }
        ):
            return piece.words
    return ""


def _language(text: str, told: str) -> str:
    """Return the language the text is in; what the page says of it where the text does not tell otherwise."""
    guessed = language_of(text, default=told or "en")
    scripts = {"ar", "he", "ru", "uk", "el", "ja", "ko", "zh", "fa", "hi", "th"}
    if not told or (guessed in scripts) != (told in scripts):
        return guessed
    # Templates are copied from country to country with lang="en" in them.
    return guessed if told == "en" else told


def _taken(found: Found, page: _Page, language: str) -> tuple[Taken, ...]:
    facts = page.facts
    said = (
        ("brand", found.brand, "the page names its site so"),
        ("section", found.section, "the page's metadata, its path of links, or its address"),
        (
            "headline",
            found.headline,
            "the page's heading" if not same_words(facts.headline, facts.description) else "the page's title",
        ),
        ("byline", ", ".join(found.byline), "the page's metadata or its byline"),
        ("published", found.published.isoformat() if found.published else "", "the page's date of publication"),
        ("updated", found.updated.isoformat() if found.updated else "", "the page's date of change"),
        ("credit", str(found.lead.credit) if found.lead else "", "stands beside the picture"),
        ("caption", found.lead.caption if found.lead else "", "stands beside the picture"),
        ("topics", ", ".join(found.topics), "the page's keywords"),
        ("language", language, "the page's language, or the words of the text"),
    )
    return (*page.taken, *(Taken(name, text, why) for name, text, why in said if text))


# --- Which pieces are the text ------------------------------------------------------------------------


def _story_pieces(tree: Node, page: _Page) -> list[Piece]:
    """Return the pieces of the text, in order; note the standfirst, and what near the story was thrown away."""
    heading = next(
        (piece.at for piece in page.pieces if piece.kind == "h" and same_words(piece.words, page.headline)), -1
    )
    picked = chosen(tree, page.pieces, page.facts.body, heading)
    _take_standfirst(page, picked)
    kept = [piece for piece in page.pieces if piece.at in picked and not _is_head_line(page, piece, picked)]
    kept = _without_furniture(page, kept)
    _sign(page, heading, kept)
    _note_dropped(page, {piece.at for piece in kept})
    return kept


def _sign(page: _Page, heading: int, kept: Sequence[Piece]) -> None:
    """Take byline and date, where the metadata has none, from the lines between the headline and the text."""
    start = kept[0].at if kept else 0
    for piece in page.pieces[max(heading + 1, start - 15, 0) : start]:
        if len(piece.words.split()) > 25 or "nav" in piece.marks:
            continue
        said = date_line(piece.words)
        signed = byline_in(said.rest if said and said.rest else piece.words)
        if said and len(said.rest.split()) in {2, 3}:
            signed = signed or names_in(said.rest)
        page.byline = page.byline or (signed.names if signed else ())
        if said and (not said.rest or signed):
            page.published = page.published or said.published


def _take_standfirst(page: _Page, picked: set[int]) -> None:
    """Take the standfirst: marked as one, or the page's own description set apart above the text."""
    prose = [
        at for at in sorted(picked) if is_prose(page.pieces[at].words) and page.pieces[at].kind in {"p", "quote", "li"}
    ]
    start = prose[2] if len(prose) > 2 else (prose[-1] + 1 if prose else len(page.pieces))
    heading = next((piece.at for piece in page.pieces if same_words(piece.words, page.headline)), -1)
    for piece in page.pieces[:start]:
        count = len(piece.words.split())
        if (
            not 4 <= count <= 80
            or piece.kind in {"caption", "credit", "table"}
            or "nav" in piece.marks
            or same_words(piece.words, page.headline)
        ):
            continue
        marked = bool(_own_marks(piece) & _STANDFIRST_MARKS) and piece.linked < 0.5
        described = same_words(piece.words, page.facts.description)
        apart = (
            described
            and (piece.kind == "h" or piece.at not in picked or not is_finished(piece.words))
            and piece.at > heading
        )
        under = piece.kind == "h" and heading >= 0 and piece.at == heading + 1 and count >= 6
        signed = heading >= 0 and heading < piece.at <= heading + 2 and _leads_to_byline(page, piece.at)
        if marked or apart or under or signed:
            page.standfirst = piece.words
            page.taken.append(
                Taken(
                    "standfirst",
                    piece.words,
                    "marked as one on the page" if marked else "set apart between headline and text",
                )
            )
            picked.discard(piece.at)
            return


def _leads_to_byline(page: _Page, at: int) -> bool:
    """Say whether the next piece is a byline or a date: what stands above one, right under the headline, is no text."""
    following = page.pieces[at + 1].words if at + 1 < len(page.pieces) else ""
    if len(following.split()) > 20 or byline_in(page.pieces[at].words) or date_line(page.pieces[at].words):
        return False
    said = date_line(following)
    return byline_in(following) is not None or (said is not None and not said.rest)


def _own_marks(piece: Piece) -> frozenset[str]:
    """Return the marks of the piece's element and of its parent, where it is that parent's only block."""
    from_node = _class_words(piece.node)
    parent = piece.node.getparent()
    return from_node | (_class_words(parent) if parent is not None and len(parent) <= 2 else frozenset())


def _class_words(node: Node) -> frozenset[str]:
    names = (
        f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''} {node.get('data-testid') or ''}"
    )
    return frozenset(names.lower().replace("__", " ").replace("-", " ").replace("_", " ").split()) | frozenset(
        {"subheadline"} if "sub-head" in names.lower() else ()
    )


def _is_head_line(page: _Page, piece: Piece, picked: set[int]) -> bool:
    """Say whether a piece above the text is headline, section, byline or date once more; note what it tells."""
    before = sum(1 for at in picked if at < piece.at and is_prose(page.pieces[at].words))
    words = piece.words
    if same_words(words, page.headline) and (piece.kind == "h" or before == 0):
        return True
    if same_words(words, page.standfirst):
        return True
    if before == 0 and (_tells_headline(page, piece) or _tells_whereabouts(page, words)):
        return True
    if before > 1 or len(words.split()) > 25 or (is_prose(words) and not byline_in(words)):
        return False
    if page.facts.brand and straight(words).startswith(straight(page.facts.brand)) and len(words.split()) <= 8:
        return True
    said, signed = date_line(words), byline_in(words)
    if (said and (not said.rest or byline_in(said.rest) or names_in(said.rest))) or is_relative(words):
        page.published = page.published or (said.published if said else None)
        signed = byline_in(said.rest) if said and said.rest else signed
    elif not signed and not (is_section(words) and before == 0 and piece.kind != "li"):
        return any(same_words(words, name) for name in page.byline)
    if signed and not page.byline:
        page.byline = signed.names
    return True


def _tells_headline(page: _Page, piece: Piece) -> bool:
    """Say whether a heading above the text says the headline once more, in other words or more of them."""
    headline = set(tokens(page.headline))
    return piece.kind == "h" and len(headline) >= 3 and headline <= set(tokens(piece.words))


def _tells_whereabouts(page: _Page, words: str) -> bool:
    """Say whether a line above the text tells from where its writers reported."""
    names = any(words.startswith(name) for name in page.byline)
    return (
        len(words.split()) <= 40
        and " reported from " in words
        and (names or bool(names_in(words.split(" reported", maxsplit=1)[0])))
    )


def _without_furniture(page: _Page, pieces: list[Piece]) -> list[Piece]:
    """Drop what phrases tell to be furniture, and pictures' captions that stand as paragraphs."""
    lines = [f"• {piece.words}" if piece.kind in {"li", "table"} else piece.words for piece in pieces]
    sorted_ = sort_out(lines, marked=True)
    whole = {kept.at: kept.text for kept in sorted_.kept}
    result: list[Piece] = []
    for at, why in sorted_.dropped:
        if (at not in whole and pieces[at].kind not in {"li", "table", "quote"}) or furniture_in(pieces[at].words):
            page.drop(pieces[at], why.why)
        elif at not in whole:
            whole[at] = lines[at]
        else:
            page.dropped.append((pieces[at].at, why))
    for at, piece in enumerate(pieces):
        if at not in whole:
            continue
        if any(number == piece.at and gone.text == piece.words for number, gone in page.dropped):
            continue
        if _is_caption(piece):
            page.drop(piece, "a picture's caption")
            continue
        if piece.kind not in {"li", "table"} and whole[at] != piece.words and len(whole[at]) < len(piece.words):
            piece.text = text_of(whole[at])
        result.append(piece)
    return _without_last_headings(page, result)


def _is_caption(piece: Piece) -> bool:
    split = split_credit(piece.words) if piece.kind == "p" and len(piece.words.split()) <= 60 else None
    return bool(
        split
        and split.sure
        and (split.credit.photographer or not split.caption)
        and not is_long_statement(split.caption)
    )


def is_long_statement(caption: str) -> bool:
    """Say whether words beside a credit are a paragraph rather than a caption."""
    return len(caption.split()) > 45


def _without_last_headings(page: _Page, pieces: list[Piece]) -> list[Piece]:
    while pieces and pieces[-1].kind == "h":
        page.drop(pieces.pop(), "a heading with nothing below it")
    return pieces


def _note_dropped(page: _Page, kept: set[int]) -> None:
    """Note furniture with words of its own that stands near the story: notices, boxes, lists."""
    if not kept:
        return
    known = {at for at, _ in page.dropped}
    low, high = min(kept) - 12, max(kept) + 30
    for piece in page.pieces:
        if (
            piece.at in kept
            or piece.at in known
            or not low <= piece.at <= high
            or same_words(piece.words, page.headline)
            or same_words(piece.words, page.standfirst)
        ):
            continue
        told = furniture_in(piece.words)
        away = piece.marks & AWAY
        if told:
            page.drop(piece, told.why)
        elif away and len(piece.words.split()) >= 4:
            page.drop(piece, f"stands in the page's “{min(away)}”")


# --- Blocks ---------------------------------------------------------------------------------------------


def _body(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    body: list[Block] = []
    items: list[tuple[Text, bool]] = []
    for piece in pieces:
        if piece.kind == "li":
            items.append((for_story(piece.text), piece.ordered))
            continue
        _close_list(body, items)
        block = _block(piece)
        if block:
            body.append(block)
    _close_list(body, items)
    return tuple(body)


def _close_list(body: list[Block], items: list[tuple[Text, bool]]) -> None:
    if items:
        body.append(Listing(tuple(text for text, _ in items), ordered=all(ordered for _, ordered in items)))
        items.clear()


def _block(piece: Piece) -> Block | None:
    if piece.kind == "table":
        return Table(piece.rows, head=piece.node.find(".//th") is not None)
    if piece.kind == "h":
        return Subheading(piece.words)
    text = for_story(piece.text)
    if piece.kind == "quote":
        return Quote(text)
    return Paragraph(text) if text else None


def _from_metadata(page: _Page) -> tuple[Block, ...]:
    """Return the text that the metadata holds, for a page that builds its story by script."""
    lines = [line for line in page.facts.body.split("\n") if line.strip()]
    if len(tokens(page.facts.body)) < 60:
        return ()
    page.taken.append(Taken("text", lines[0][:80], "the page's metadata; its markup holds no text"))
    return tuple(Paragraph(text_of(line)) for line in lines)


__all__ = ["Credit", "FoundPicture", "read_html"]
