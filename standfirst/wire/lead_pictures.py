"""The picture on top of a captured story: its credit and its caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from standfirst.story.picture import Credit
from standfirst.wire.credits import Split, caption_in, split_credit
from standfirst.wire.dates import moment_in
from standfirst.wire.found import FoundPicture
from standfirst.wire.head import Head
from standfirst.wire.sorting import Kept, is_prose
from standfirst.wire.standfirsts import is_standfirst

#: Longest caption, words: longer is a paragraph of the story that a credit stands in.
CAPTION_WORDS = 110


def is_caption(text: str) -> bool:
    """Say whether ``text`` is surely a credit, with or without a caption beside it."""
    split = split_credit(text)
    return bool(split and split.sure and len(split.caption.split()) <= CAPTION_WORDS)


def take_picture(head: Head, block: Kept) -> bool:
    """Take a credit and the caption that runs on from it, or drop them as another picture's; say whether it was one."""
    split = split_credit(block.text)
    if not split or not is_caption(block.text):
        return False
    if head.lead is None or (not head.lead.credit.photographer and not head.lead.credit.agency):
        caption = head.lead.caption if head.lead else ""
        show(head, Split(split.credit, split.caption or caption, split.sure), at=block.at)
    else:
        head.drop(block, "the caption of another picture")
    return True


def take_caption(head: Head, block: Kept) -> bool:
    """Take a line that calls itself a caption."""
    words_ = caption_in(block.text)
    if not words_:
        return False
    if head.lead is None or not head.lead.caption:
        head.lead = FoundPicture(caption=words_, credit=head.lead.credit if head.lead else Credit())
        head.take("caption", words_, "calls itself a caption")
    else:
        head.drop(block, "the caption of another picture")
    return True


def show(head: Head, split: Split, *, at: int = -1) -> None:
    """Take what ``split`` says for the lead picture. at: the block it stands in."""
    head.pictured_at = at
    head.lead = FoundPicture(caption=split.caption, credit=split.credit)
    head.take("credit", str(split.credit), "stands as a picture's credit does")
    head.take("caption", split.caption, "runs on from the credit" if split.caption else "")


def take_split_picture(head: Head, candidates: list[Kept], body: Sequence[Kept]) -> list[Kept]:
    """Give a credit that stood alone its caption: a line beside it that is no standfirst."""
    if head.lead is None or head.lead.caption or not candidates:
        return candidates
    beside = sorted(
        (block for block in candidates if abs(block.at - head.pictured_at) <= 2),
        key=lambda block: (is_prose(block.text), -block.at),
    )
    dated = [block for block in beside if block.at == head.pictured_at + 1 and moment_in(block.text)]
    if not beside or (
        len(candidates) == 1 and not dated and is_standfirst(candidates[0].text, [block.text for block in body[:2]])
    ):
        return candidates
    caption = beside[0]
    head.lead = FoundPicture(caption=caption.text, credit=head.lead.credit)
    head.take("caption", caption.text, "stands beside the credit")
    return [block for block in candidates if block is not caption]


def is_reported(text: str) -> bool:
    """A paragraph that ends "(Reuters)" is a paragraph; a caption is short or names a photographer."""
    split = split_credit(text)
    return bool(
        split
        and not split.credit.photographer
        and len(text.split()) > 25
        and not re.search(r"photo|foto|фото|bild|©|image|credit", text, re.IGNORECASE)
    )
