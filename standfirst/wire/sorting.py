"""Blocks of a captured page sorted into what may be the story's and what is the page's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standfirst.wire.credits import split_credit
from standfirst.wire.found import Dropped
from standfirst.wire.furniture import Furniture, cut_furniture, furniture_in, letter_end, talks_to_reader
from standfirst.wire.lines import BULLET
from standfirst.wire.names import byline_in
from standfirst.wire.places import is_menu
from standfirst.wire.vocabulary import furniture, is_finished, straight

#: A paragraph of a story has at least so many words; so many make one even without an end.
PARAGRAPH_WORDS, LONG_WORDS = 12, 25
#: A list of other stories is believed to be the page's end once so many words of story stand before it.
ENOUGH_WORDS = 60
_TEASER_WORDS = 22


@dataclass(frozen=True, slots=True)
class Kept:
    """A block that may be the story's. at: where on the page it stood."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Sorted:
    kept: tuple[Kept, ...]
    dropped: tuple[tuple[int, Dropped], ...]


def is_prose(block: str) -> bool:
    """Say whether ``block`` reads like a paragraph of a story."""
    count = len(block.split())
    return (count >= PARAGRAPH_WORDS and is_finished(block)) or count >= LONG_WORDS


def sort_out(blocks: Sequence[str], *, marked: bool = False) -> Sorted:
    """Return ``blocks`` sorted, each with its place; what a phrase does not tell is told by what stands round it.

    marked: items of lists are all marked as such, so that a line without a bullet is no item of one.
    """
    page = _Page(blocks, marked=marked)
    reasons: dict[int, str] = {}
    at = words_before = 0
    while at < len(blocks):
        told = page.told[at]
        end = page.reach(at, told, words_before) if told else at + 1
        if told is not None:
            for inside in range(at, end):
                own = page.told[inside] if inside != at and told.extent in {"list", "rest"} else None
                reasons[inside] = own.why if own else told.why
        elif is_menu(blocks[at]):
            reasons[at] = "a menu"
        elif page.prose[at]:
            words_before += len(blocks[at].split())
        at = end
    _drop_letter_heading(blocks, reasons)
    _drop_tail(page, reasons)
    return _split(blocks, reasons)


def _split(blocks: Sequence[str], reasons: dict[int, str]) -> Sorted:
    kept: list[Kept] = []
    dropped: list[tuple[int, Dropped]] = [(at, Dropped(blocks[at], why)) for at, why in reasons.items()]
    for at, block in enumerate(blocks):
        if at in reasons:
            continue
        rest, cut = cut_furniture(block)
        dropped.extend((at, piece) for piece in cut)
        if rest:
            kept.append(Kept(at, rest))
    return Sorted(tuple(kept), tuple(sorted(dropped, key=lambda item: item[0])))


# --- How far furniture reaches ---------------------------------------------------------------------


class _Page:
    """The blocks of a page with what is known of each by itself; asked often, so looked at once."""

    def __init__(self, blocks: Sequence[str], *, marked: bool) -> None:
        self.blocks = blocks
        self.marked = marked
        self.told = [furniture_in(block) for block in blocks]
        self.prose = [is_prose(block) for block in blocks]
        self.finished = [is_finished(block) for block in blocks]
        # Where so many paragraphs of prose begin, one after the other but for furniture between them.
        self._runs = {needed: self._run_starts(needed) for needed in (1, 2, 4)}

    def _run_starts(self, needed: int) -> list[int]:
        starts: list[int] = []
        run: list[int] = []
        for at, block in enumerate(self.blocks):
            if self.told[at]:
                continue
            solid = self.prose[at] and self.finished[at] and len(block.split()) >= 18
            run = [*run[-needed:], at] if solid else []
            if len(run) >= needed:
                starts.append(run[-needed])
        return starts

    def goes_on(self, start: int, *, needed: int) -> bool:
        """Say whether a story plainly goes on after ``start``: ``needed`` paragraphs of prose, one after the other."""
        starts = self._runs[needed]
        return bool(starts) and starts[-1] >= start

    def leads_to_end(self, at: int, reasons: dict[int, str]) -> bool:
        """Say whether a heading stands at ``at`` over a short last paragraph; only markup can tell that."""
        over = at + 1 < len(self.blocks) and at + 1 not in reasons and self.finished[at + 1]
        return self.marked and over and len(self.blocks[at].split()) <= 12 and len(self.blocks[at + 1].split()) >= 5

    def reach(self, at: int, told: Furniture, words_before: int) -> int:
        """Return the index after the last block that belongs to the furniture at ``at``."""
        blocks = self.blocks
        if told.extent == "letter":
            return self._letter_reach(at, told)
        following = blocks[at + 1] if at + 1 < len(blocks) else ""
        if told.extent == "line" or (self.marked and told.extent == "list" and not BULLET.match(following)):
            return at + 1
        if told.category == "comments" and words_before >= ENOUGH_WORDS and not self.goes_on(at + 1, needed=4):
            return len(blocks)
        if told.extent == "list" and len(following.split()) >= 8 and following.rstrip().endswith((".", ".”", '."')):
            return at + 1
        if words_before >= ENOUGH_WORDS and not self.goes_on(at + 1, needed=2):
            end = self.list_end(at + 1)
            return end if told.extent == "list" and self._ends_as_story(end) else len(blocks)
        return self.list_end(at + 1)

    def _letter_reach(self, at: int, told: Furniture) -> int:
        """A notice about ads may be one line; it is a letter when the next block still talks to its reader."""
        inner = self.told[at + 1] if at + 1 < len(self.blocks) else None
        is_letter = told.category == "letter" or (inner is not None and inner.extent == "letter")
        is_letter = is_letter or (at + 1 < len(self.blocks) and talks_to_reader(self.blocks[at + 1]))
        return letter_end(self.blocks, at) if is_letter else at + 1

    def _ends_as_story(self, start: int) -> bool:
        """Say whether nothing but prose, and furniture that phrases tell, stands from ``start`` on."""
        found = 0
        for at in range(start, len(self.blocks)):
            told = self.told[at]
            if told and told.extent in {"rest", "letter"}:
                break
            if told:
                continue
            if not self.finished[at]:
                return False
            found += self.prose[at]
        return found > 0

    def list_end(self, start: int) -> int:
        """Return where a list of other stories' headlines ends: at the next prose, or at a subheading before it."""
        blocks, at = self.blocks, start
        if start < len(blocks) and BULLET.match(blocks[start]):
            while at < len(blocks) and BULLET.match(blocks[at]) and not self.prose[at]:
                at += 1
            return at
        while (
            at < len(blocks)
            and not (self.prose[at] and self.finished[at])
            and len(blocks[at].split()) <= _TEASER_WORDS
            and at - start < 30
        ):
            if at == start and byline_in(blocks[at]):
                break
            at += 1
        longest = max((len(block.split()) for block in blocks[start:at]), default=0)
        if (
            at - start >= 2
            and at < len(blocks)
            and len(blocks[at - 1].split()) <= 4 < longest
            and not self.told[at - 1]
        ):
            return at - 1
        # Above the story, nothing but its headline may follow a heading that stands over the page's own menu.
        return at if at > start and any(self.prose[:start]) else start


# --- What no phrase tells --------------------------------------------------------------------------


def _drop_letter_heading(blocks: Sequence[str], reasons: dict[int, str]) -> None:
    """Drop what leads up to a letter: a loud line over it, and paragraphs that speak to the reader before it names its wish."""
    letters = {entry["why"] for entry in furniture().values() if entry["extent"] == "letter"}
    for at in range(len(blocks) - 1, 0, -1):
        above = blocks[at - 1]
        if reasons.get(at) in letters and at - 1 not in reasons and at - 1 > 2:
            loud = len(above.split()) <= 8 and (above.isupper() or above.endswith("!")) and not is_prose(above)
            if loud or talks_to_reader(above):
                reasons[at - 1] = reasons[at]


def _drop_tail(page: _Page, reasons: dict[int, str]) -> None:
    """Drop what stands after the story's last paragraph, and lists of teasers that stand there without a heading."""
    blocks = page.blocks
    cut = _teasers_start(page, reasons)
    for at in range(cut, len(blocks)):
        reasons.setdefault(at, "stands among links to other stories")
    prose = [at for at in range(len(blocks)) if at not in reasons and page.prose[at]]
    if not prose:
        return
    end = prose[-1] + 1
    while end < len(blocks) and (end in reasons or _belongs_at_end(blocks[end]) or page.leads_to_end(end, reasons)):
        end += 1
    last = max((at for at in range(end) if at not in reasons), default=0)
    for at in range(last + 1, len(blocks)):
        reasons.setdefault(at, "stands after the story's end")


def _belongs_at_end(block: str) -> bool:
    """A short last paragraph, a list item, a line of a poem or a correction is still the story's."""
    count = len(block.split())
    if BULLET.match(block):
        return True
    return count >= 2 and is_finished(block) and not block.rstrip().endswith((":", "...", "…"))


def _teasers_start(page: _Page, reasons: dict[int, str]) -> int:
    """Return where a run of headlines begins after which no story goes on; the number of blocks when there is none."""
    blocks = page.blocks
    total = sum(len(block.split()) for at, block in enumerate(blocks) if at not in reasons and page.prose[at])
    before = run = 0
    for at, block in enumerate(blocks):
        if at in reasons:
            continue
        if page.prose[at] and page.finished[at]:
            before += len(block.split())
            run = 0
            continue
        run = run + 1 if _like_teaser(block) else 0
        if run >= 3 and before >= 100 and before >= total * 0.7 and not page.goes_on(at + 1, needed=2):
            return _run_start(blocks, at, reasons)
    return len(blocks)


def _like_teaser(block: str) -> bool:
    return (
        not BULLET.match(block) and 2 <= len(block.split()) <= 18 and not is_finished(block) and not split_credit(block)
    )


def _run_start(blocks: Sequence[str], at: int, reasons: dict[int, str]) -> int:
    while at > 0 and (at - 1 in reasons or _like_teaser(blocks[at - 1])):
        at -= 1
    return at


def same_words(one: str, other: str) -> bool:
    """Say whether two lines are the same but for case and punctuation."""
    return _only_words(one) == _only_words(other)


def _only_words(line: str) -> str:
    return "".join(sign for sign in straight(line) if sign.isalnum())
