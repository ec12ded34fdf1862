"""The blocks of a story from the lines of a capture: paragraphs, subheadings, lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from standfirst.story.blocks import Block, Listing, Paragraph, Subheading
from standfirst.story.text import text_of
from standfirst.wire.lines import BULLET
from standfirst.wire.vocabulary import is_finished

#: Longest subheading, words.
SUBHEADING_WORDS = 12


def body_of(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return ``lines`` as blocks, in their order, no word lost."""
    body: list[Block] = []
    items: list[str] = []
    for at, line in enumerate(lines):
        if _is_item(lines, at):
            items.append(line)
            continue
        _close_list(body, items)
        last = at == len(lines) - 1
        body.append(Subheading(line) if _is_subheading(line) and not last else Paragraph(text_of(line)))
    _close_list(body, items)
    return tuple(body)


def _close_list(body: list[Block], items: list[str]) -> None:
    if items:
        ordered = all(re.match(r"\d", item) for item in items)
        body.append(Listing(tuple(text_of(BULLET.sub("", item)) for item in items), ordered=ordered))
        items.clear()


def _is_item(lines: Sequence[str], at: int) -> bool:
    """A bullet makes an item; a dash may open spoken words instead, so it needs a neighbour of its kind."""
    found = BULLET.match(lines[at])
    if not found:
        return False
    if found.group().strip() in "•·▪●◦‣∙■*":
        return True
    beside = [lines[near] for near in (at - 1, at + 1) if 0 <= near < len(lines)]
    return any(
        (other := BULLET.match(line)) and other.group().strip()[:1].isdigit() == found.group().strip()[:1].isdigit()
        for line in beside
    ) and not _is_speech(lines[at])


def _is_speech(line: str) -> bool:
    return line.startswith(("—", "–")) and is_finished(line)


def _is_subheading(line: str) -> bool:
    return len(line.split()) <= SUBHEADING_WORDS and not is_finished(line)
