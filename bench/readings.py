"""What a consumer's reading of a page is worth: how much of the story it has, how much else, and in which order.

A word is a run of letters and digits, case folded: consumers may set quotes, dashes and white space as they like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from difflib import SequenceMatcher

from lxml import html

from standfirst.press.wording import wording
from standfirst.story.blocks import Embed, Figure, Listing, LiveEntry, words_of
from standfirst.story.story import Story
from standfirst.story.text import plain

_WORD = re.compile(r"[^\W_]+")

#: Elements whose text nobody sees.
_SILENT = {"script", "style", "noscript", "template"}
_LINES = {"p", "h1", "h2", "h3", "li", "dt", "dd", "label", "button", "title"}


def words_in(text: str) -> list[str]:
    """Return the words of ``text``."""
    return _WORD.findall(text.casefold())


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a story as it must be read. name: "headline", "byline", "date", "standfirst", "caption", "paragraph"…"""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What a page is: the story's lines in reading order, and the lines of everything round it.

    furniture: lines of two words and more that stand outside the story. allowed: lines a reading may have besides (its
    pictures' descriptions, its section's label).
    """

    path: str
    blocks: tuple[Block, ...]
    furniture: tuple[str, ...]
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a consumer made of a page. text: what it shows; the others what it says apart, "" where it says none."""

    text: str
    headline: str = ""
    byline: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """recall: words of the story that are there, in order, 0 to 1. precision: words that are the story's, 0 to 1.

    lost: names of the blocks that miss words. leaks: lines of furniture that are there. strange: words that are not the story's.
    """

    recall: float
    precision: float
    lost: tuple[str, ...]
    leaks: tuple[str, ...]
    strange: tuple[str, ...]


# --- What is true


def truth_of(story: Story, page: bytes, zone: tzinfo) -> Truth:
    """Return what the pressed ``page`` of ``story`` is. zone: the paper's."""
    furniture, described = _outside(page)
    # Who said what, listed beside the story, is the story's own.
    claims = [line for said in story.attributions for line in (f"{said.source} ", said.claim)]
    furniture = tuple(line for line in furniture if not line.startswith(tuple(claims)))
    alts = [piece.picture.alt for piece in (story.lead, *story.body) if isinstance(piece, Figure)]
    numbers = [
        str(number + 1) for piece in story.body if isinstance(piece, Listing) for number in range(len(piece.items))
    ]
    said = [f"{claim.source} {claim.claim} {claim.via} {claim.when}" for claim in story.attributions]
    return Truth(
        path=story.path,
        blocks=tuple(_blocks(story, zone)),
        furniture=furniture,
        allowed=(story.section.name, *alts, *numbers, *said, *described),
    )


def _blocks(story: Story, zone: tzinfo) -> Iterable[Block]:
    words = wording(story.language)
    yield Block("headline", story.headline)
    if story.byline:
        yield Block("byline", f"{words.by} {words.listed(tuple(person.name for person in story.byline))}")
    if story.place:
        yield Block("place", story.place)
    moments = [words.moment(moment, zone) for moment in (story.published, story.updated) if moment]
    yield Block("date", f" {words.updated} ".join(moments))
    if story.standfirst:
        yield Block("standfirst", story.standfirst)
    if story.lead:
        yield Block("caption", story.lead.legend)
        yield Block("credit", str(story.lead.picture.credit))
    for piece in story.body:
        name = type(piece).__name__.lower()
        line, *lines = words_of(piece) or ("",)
        match piece:
            case Embed(_, _, provider):
                line = f"{line} {provider}"
            case LiveEntry(at):
                is_own_day = at.astimezone(zone).date() == story.published.astimezone(zone).date()
                line = f"{words.time(at, zone) if is_own_day else words.moment(at, zone)} {line}"
        yield from (Block(name, said) for said in (line, *lines) if said)
    for fix in story.corrections:
        yield Block("correction", f"{words.correction} {words.day(fix.at, zone)} {plain(fix.text)}")


def _outside(page: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines that stand outside the article, and what the page says in its head."""
    tree = html.document_fromstring(page.decode())
    said = tuple(tree.xpath("//title/text() | //meta[@name='description']/@content"))
    for article in tree.xpath("//main/article"):
        article.getparent().remove(article)
    lines = (
        " ".join(element.text_content().split())
        for element in tree.body.iter(*_LINES)
        if not any(inner.tag in _LINES for inner in element.iterdescendants())
    )
    return tuple(dict.fromkeys(line for line in lines if len(words_in(line)) > 1)), said


# --- What a reading is worth


def worth_of(reading: Reading, truth: Truth, *, whole_page: bool, script_words: Iterable[str] = ()) -> Worth:
    """Return what ``reading`` is worth.

    whole_page: the consumer shows all of a page, so only what stands between the story's own lines counts against it.
    script_words: what only a script says on the page; nobody may have it in a copy.
    """
    apart = {"headline": reading.headline, "byline": reading.byline, "date": reading.date, "place": ""}
    got = words_in(reading.text)
    blocks = [(block, words_in(block.text)) for block in truth.blocks]
    wanted = [word for _, words in blocks for word in words]
    pairs = SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    found = {place for first, _, size in pairs for place in range(first, first + size)}
    taken = {place for _, first, size in pairs for place in range(first, first + size)}
    have, lost, at = 0, [], 0
    for block, words in blocks:
        here = sum(place in found for place in range(at, at + len(words)))
        here = max(here, _said_apart(apart.get(block.name), block, words))
        have += here
        if here < len(words):
            lost.append(block.name)
        at += len(words)
    within = range(min(taken, default=0), max(taken, default=-1) + 1) if whole_page else range(len(got))
    spare = Counter(word for line in truth.allowed for word in words_in(line))
    spare.update(word for block, words in blocks if block.name in apart for word in words)
    strange = _unspared([got[place] for place in within if place not in taken], spare)
    unread = "".join(f" {word} " if place not in taken else " | " for place, word in enumerate(got))
    furniture = [*([] if whole_page else truth.furniture), *script_words]
    leaks = tuple(line for line in furniture if "".join(f" {word} " for word in words_in(line)) in unread)
    return Worth(
        recall=have / max(len(wanted), 1),
        precision=1 - len(strange) / max(len(within), 1),
        lost=tuple(lost),
        leaks=leaks,
        strange=strange,
    )


def _said_apart(said: str | None, block: Block, words: Sequence[str]) -> int:
    """Return how many of ``words`` a consumer gave apart; one that gives names or days needs not give "By" or the minute."""
    given = set(words_in(said or ""))
    if block.name == "byline" and given and set(words[1:]) <= given | {"and"}:
        return len(words)
    if block.name == "date" and said:
        return len(words)
    return sum(word in given for word in words)


def _unspared(words: Iterable[str], spare: Counter[str]) -> tuple[str, ...]:
    left = Counter(words)
    left.subtract({word: count for word, count in spare.items() if word in left})
    return tuple(sorted((+left).elements()))
