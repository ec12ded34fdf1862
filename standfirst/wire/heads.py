"""The top of a captured page, read into fields: brand, section, headline, picture, standfirst, byline, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from standfirst.story.picture import Credit
from standfirst.wire.credits import Split, caption_in, split_credit
from standfirst.wire.dates import date_line
from standfirst.wire.found import FoundPicture
from standfirst.wire.head import Head
from standfirst.wire.headlines import take_headline, take_labels
from standfirst.wire.lead_pictures import is_caption, is_reported, show, take_caption, take_picture, take_split_picture
from standfirst.wire.lines import BULLET
from standfirst.wire.names import byline_in, is_name
from standfirst.wire.signatures import drop_small_line, take_bare_name, take_byline, take_date
from standfirst.wire.sorting import Kept, is_prose, same_words
from standfirst.wire.standfirsts import is_standfirst
from standfirst.wire.vocabulary import bare, is_finished, word_set


def read_head(blocks: Sequence[Kept], language: str) -> Head:
    """Return the fields at the top of ``blocks``, and the blocks that are the story's text, in ``body``."""
    head = Head()
    rest = take_labels(head, list(blocks))
    rest = take_headline(head, rest)
    end = _body_start(rest, language)
    candidates: list[Kept] = []
    for at, block in enumerate(rest[:end]):
        if not _take_small_part(head, block, language, rest[at + 1 : at + 3]):
            candidates.append(block)
    text = rest[end:]
    candidates = take_split_picture(head, candidates, text)
    _take_standfirst(head, candidates, text)
    head.body.extend(_after_head(head, text, language))
    if head.published is None and head.updated is not None:
        head.published = head.updated
        head.take("published", head.published.isoformat(), "the page gives no date but that of its last change")
    return head


def _take_small_part(head: Head, block: Kept, language: str, following: Sequence[Kept]) -> bool:
    """Take ``block`` for a date, a byline, topics or a picture's credit and caption; say whether it was one."""
    return (
        take_date(head, block, language)
        or take_byline(head, block)
        or _take_topics(head, block)
        or take_caption(head, block)
        or take_picture(head, block)
        or take_bare_name(head, block, following, language)
        or drop_small_line(head, block)
    )


def _take_topics(head: Head, block: Kept) -> bool:
    label, colon, rest = block.text.partition(":")
    if not colon or bare(label) not in word_set("topics", "before") or not rest.strip():
        return False
    topics = [topic.strip(" #.") for topic in re.split(r"[,;|·•]|\s#", rest)]
    head.topics = tuple(topic for topic in topics if topic and len(topic.split()) <= 5)[:20]
    head.take("topics", ", ".join(head.topics), "a list of topics")
    return True


def _body_start(blocks: Sequence[Kept], language: str) -> int:
    """Return where the text begins: at the first prose after which no byline, date or credit follows soon."""
    end = prose = 0
    for at, block in enumerate(blocks[:14]):
        if _is_head_part(block.text, language):
            # After several paragraphs it belongs to a picture within the story.
            if prose > (1 if is_caption(block.text) or caption_in(block.text) else 2):
                break
            end = at + 1
        elif is_prose(block.text):
            prose += 1
        elif not prose:
            end = at + 1
    return end


def _is_head_part(text: str, language: str) -> bool:
    if len(text.split()) > 40 and not is_caption(text):
        return False
    said = date_line(text, language=language)
    if caption_in(text):
        return True
    plain_date = said is not None and (not said.rest or byline_in(said.rest) is not None) and len(text.split()) <= 30
    return (
        plain_date
        or (byline_in(text) is not None and len(text.split()) <= 25 and not is_prose(text))
        or is_caption(text)
    )


def _take_standfirst(head: Head, candidates: list[Kept], body: list[Kept]) -> None:
    """Take the standfirst from the lines between headline and text, or else from the text's first paragraph."""
    candidates = [block for block in _without_items(candidates, body) if not _repeats_caption(head, block)]
    choice = next(
        (block for block in candidates if len(block.text.split()) >= 5 or _can_stand_first(head, block)), None
    )
    if choice is not None and not (head.lead is None and split_credit(choice.text)):
        head.standfirst = choice.text
        head.take("standfirst", choice.text, "stands between the headline and the text")
        for block in candidates:
            if block is not choice:
                _set_aside(head, block, after=block.at > choice.at, body=body)
        return
    for block in candidates:
        _set_aside(head, block, after=False, body=body)
    if len(body) >= 3 and is_standfirst(
        body[0].text,
        _next_paragraphs(body),
        after_byline=bool(head.byline),
        after_caption=_follows_caption(head, body[0]),
    ):
        head.standfirst = body.pop(0).text
        head.take("standfirst", head.standfirst, "the first paragraph, which sums the story up")


def _can_stand_first(head: Head, block: Kept) -> bool:
    """A standfirst of three or four words stands right under the headline, and is no name."""
    below = block.at == head.headline_at + 1
    return below and len(block.text.split()) >= 3 and not is_name(block.text)


def _repeats_caption(head: Head, block: Kept) -> bool:
    if head.lead and head.lead.caption and same_words(head.lead.caption, block.text):
        head.drop(block, "the caption once more")
        return True
    return False


def _without_items(candidates: list[Kept], body: list[Kept]) -> list[Kept]:
    """Give the items of a list that stands under the headline back to the text."""
    items = [block for block in candidates if BULLET.match(block.text)]
    body[:0] = items
    return [block for block in candidates if block not in items]


def _next_paragraphs(body: Sequence[Kept]) -> list[str]:
    """Return the two paragraphs after the first; sentences of one line (they stand at one place each) count as one."""
    if all(is_prose(block.text) for block in body[1:4]):
        return [block.text for block in body[1:3]]
    return [" ".join(block.text for block in body[1:4])]


def _follows_caption(head: Head, block: Kept) -> bool:
    """Say whether ``block`` stands right after a picture's credit and caption: the place for a standfirst."""
    return head.lead is not None and bool(head.lead.caption) and 0 <= head.pictured_at == block.at - 1


def _set_aside(head: Head, block: Kept, *, after: bool, body: list[Kept]) -> None:
    if is_prose(block.text) or (after and is_finished(block.text)):
        body.insert(0, block)
    else:
        head.drop(block, "a short line above the text")


def _after_head(head: Head, blocks: Sequence[Kept], language: str) -> list[Kept]:
    """Return the text's blocks without the captions, dates and bylines that stand among them."""
    kept: list[Kept] = []
    last = len(blocks) - 1
    for at, block in enumerate(blocks):
        text = block.text
        if (
            head.lead
            and not head.lead.caption
            and head.pictured_at == block.at - 1
            and not is_finished(text)
            and len(text.split()) <= 30
        ):
            head.lead = FoundPicture(caption=text, credit=head.lead.credit)
            head.take("caption", text, "stands beside the credit")
        elif caption_in(text):
            take_caption(head, block)
        elif is_caption(text) and not is_reported(text):
            if head.lead is None:
                show(head, split_credit(text) or Split(Credit(), text, sure=True), at=block.at)
            else:
                head.drop(block, "the caption of a picture within the text")
        elif _take_topics(head, block) or (
            at >= last - 2
            and not is_prose(text)
            and (take_date(head, block, language) or (not head.byline and take_byline(head, block)))
        ):
            continue
        else:
            kept.append(block)
    return kept
