"""The lines on top of a captured page: which name the paper and the section, and which is the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from standfirst.wire.credits import caption_in, split_credit
from standfirst.wire.dates import date_line, is_relative
from standfirst.wire.head import Head
from standfirst.wire.lead_pictures import is_caption
from standfirst.wire.names import byline_in, is_name
from standfirst.wire.places import Label, is_section, label_in
from standfirst.wire.sorting import Kept, is_prose, same_words
from standfirst.wire.vocabulary import is_finished

#: Lines at the top of a page among which its brand may stand.
BRAND_LINES = 4


def take_labels(head: Head, blocks: list[Kept]) -> list[Kept]:
    """Take brand and section off the first lines, up to the headline or the first prose."""
    rest: list[Kept] = []
    open_lines = True
    for at, block in enumerate(blocks):
        label = label_in(block.text, first=at < BRAND_LINES) if open_lines and len(block.text.split()) <= 30 else None
        if is_prose(block.text) and not (label and label.headline):
            open_lines = False
        if label and open_lines and _fits(head, label, block, blocks[at + 1 :]):
            _take_label(head, label, block)
            if label.headline:
                rest.append(Kept(block.at, label.headline))
            continue
        # Below a line that can be the headline, section names are links or subheadings.
        if len(block.text.split()) >= 5 and not split_credit(block.text) and not date_line(block.text):
            open_lines = False
        rest.append(block)
    return rest


def _fits(head: Head, label: Label, block: Kept, following: Sequence[Kept]) -> bool:
    if label.headline and not label.brand and not label.section:
        return False
    nothing_else = not any(not is_prose(other.text) and 3 <= len(other.text.split()) <= 25 for other in following[:4])
    return not (head.brand and head.section and not is_section(block.text) and not label.headline and nothing_else)


def _take_label(head: Head, label: Label, block: Kept) -> None:
    if label.brand and not head.brand:
        head.brand = label.brand
        head.label_at.add(block.at)
        head.take("brand", label.brand, "names the paper in the page's first lines")
    if label.section and not same_words(label.section, head.section):
        head.label_at.add(block.at)
        beside_brand = any(taken.field == "section" and taken.why.startswith("stands beside") for taken in head.taken)
        if beside_brand and not label.brand:
            # What stands beside the paper's name is where the page is; a later one is a link of its menu.
            head.drop(block, "a line of the menu above the headline")
            return
        if head.section:
            head.drop(Kept(block.at, head.section), "another label at the top of the page")
            head.taken[:] = [taken for taken in head.taken if taken.field != "section"]
        head.section = label.section
        head.take(
            "section",
            label.section,
            "stands beside the paper's name" if label.brand else "a section's name above the headline",
        )


def take_headline(head: Head, blocks: list[Kept]) -> list[Kept]:
    """Choose the headline among the lines before the first prose; what stands above it is menu or kicker."""
    first_prose = next(
        (at for at, block in enumerate(blocks) if is_prose(block.text) and not is_caption(block.text)), len(blocks)
    )
    lines = [at for at in range(first_prose) if _can_be_headline(blocks[at].text)]
    if not lines:
        lines = [at for at in range(min(len(blocks), 3)) if not is_caption(blocks[at].text)][:1]
    if not lines:
        return blocks
    best = max(lines, key=lambda at: (_headline_score(head, blocks, at, lines), -at))
    head.headline, head.headline_at = blocks[best].text, blocks[best].at
    head.take("headline", head.headline, "the first line that reads like a headline")
    above = [blocks[at] for at in range(best)]
    kept_above = [block for block in above if not _take_above(head, block)]
    below = [block for block in blocks[best + 1 :] if not _repeats(head, block)]
    return kept_above + below


def _can_be_headline(line: str) -> bool:
    if (
        is_caption(line)
        or caption_in(line)
        or ((dated := date_line(line)) is not None and not dated.rest)
        or byline_in(line)
        or is_relative(line)
    ):
        return False
    return len(line.split()) <= 40 and bool(re.search(r"[^\W\d_]", line))


def _headline_score(head: Head, blocks: Sequence[Kept], at: int, lines: Sequence[int]) -> float:
    text = blocks[at].text
    count = len(text.split())
    score = (
        -3.0
        if count == 1
        else -1.0
        if count == 2
        else 2.0
        if count == 3
        else 3.0
        if count <= 18
        else 1.0
        if count <= 25
        else -1.0
    )
    score += 1.0 if count >= 3 and _is_title_case(text) else 0.0
    if _in_menu(blocks, at):
        score -= 2.0
    elif blocks[at].at - 1 in head.label_at:
        score += 1.5
    score -= 4.0 if is_section(text) else 0.0
    score -= 1.0 if text.rstrip().endswith((".", ":")) else 0.0
    score -= 1.5 if is_name(text) and count <= 3 else 0.0
    # The first line long enough to be a headline is one; what follows it may be a standfirst without an end.
    score += 1.0 if at == next((line for line in lines if len(blocks[line].text.split()) >= 4), -1) else 0.0
    return score


def _is_title_case(text: str) -> bool:
    """Say whether nearly every long word of ``text`` has a capital, as American headlines do."""
    long = [word for word in text.split() if len(word) > 3 and word[:1].isalpha()]
    return bool(long) and sum(word[:1].isupper() for word in long) * 5 >= len(long) * 4


def _in_menu(blocks: Sequence[Kept], at: int) -> bool:
    """Say whether the line at ``at`` stands among three or more other very short ones."""
    if len(blocks[at].text.split()) > 3:
        return False
    run = 0
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(blocks) and len(blocks[near].text.split()) <= 3 and not is_finished(blocks[near].text):
            run, near = run + 1, near + step
    return run >= 3


def _take_above(head: Head, block: Kept) -> bool:
    if is_caption(block.text) or date_line(block.text) or byline_in(block.text):
        return False
    text = block.text
    if len(text.split()) <= 4 and not head.section and not is_finished(text):
        head.section = text
        head.take("section", text, "a short line above the headline")
    else:
        head.drop(block, "a line of the menu above the headline")
    return True


def _repeats(head: Head, block: Kept) -> bool:
    if same_words(block.text, head.headline):
        head.drop(block, "the headline once more")
        return True
    return False
