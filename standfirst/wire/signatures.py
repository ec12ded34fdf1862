"""Who wrote a captured story, and when: its byline and its dates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from standfirst.wire.dates import DateLine, date_line, is_relative
from standfirst.wire.head import Head
from standfirst.wire.lead_pictures import is_caption
from standfirst.wire.names import byline_in, is_name, names_in
from standfirst.wire.places import is_section, label_in
from standfirst.wire.sorting import Kept, is_prose
from standfirst.wire.vocabulary import bare, is_finished, word_set


def take_date(head: Head, block: Kept, language: str) -> bool:
    """Take a line that holds dates, with or without a byline beside them; say whether it was one."""
    said = date_line(block.text, language=language, day=head.published) if len(block.text.split()) <= 40 else None
    # "… 8:14 a.m." ends in a point as prose does.
    if is_prose(block.text) and not byline_in(block.text) and (said is None or said.rest):
        return False
    if is_relative(block.text):
        head.drop(block, "a date that names no day")
        return True
    if said is None:
        return False
    if said.rest and not _signed(head, block, said.rest):
        return False
    if said.published and head.published is None:
        head.published = said.published
        head.take("published", said.published.isoformat(), f"the date in “{block.text}”")
    elif said.published and head.published and said.published < head.published and not said.updated:
        # "First published" stands below a date of change that did not call itself one.
        first, said = said.published, DateLine(said.published, head.published, said.rest)
        head.published = first
        head.taken[:] = [taken for taken in head.taken if taken.field != "published"]
        head.take("published", first.isoformat(), f"the earlier date, in “{block.text}”")
    if said.updated and head.updated is None:
        head.updated = said.updated
        head.take("updated", said.updated.isoformat(), f"the date of change in “{block.text}”")
    if not said.rest and not said.published and not said.updated:
        head.drop(block, "a time without a day")
    return True


def _signed(head: Head, block: Kept, rest: str) -> bool:
    """Take what a date line holds beside its dates: a byline, or a few words of no use."""
    named = (
        names_in(rest)
        if not head.byline and len(rest.split()) <= 6 and is_name(rest.split(",", maxsplit=1)[0].strip())
        else None
    )
    signed = byline_in(rest) or named
    if signed:
        _sign(head, signed.names, signed.place, block.text)
        return True
    first_part = bare(re.split(r"[|·•,–—]", rest)[0])
    if is_section(first_part) and not head.section:
        head.section = rest
        head.take("section", rest, "stands beside the date")
        return True
    if is_caption(block.text):
        return False
    if head.byline and is_name(rest):
        head.place = head.place or rest
        return True
    return len(rest.split()) <= 4 and not is_finished(rest)


def _sign(head: Head, names: tuple[str, ...], place: str, line: str) -> None:
    fresh = tuple(name for name in names if name not in head.byline)
    head.byline += fresh
    head.place = head.place or place
    for name in fresh:
        head.take("byline", name, f"named in “{line}”")


def take_byline(head: Head, block: Kept) -> bool:
    """Take a line that says "by" whom the story is; say whether it was one."""
    if len(block.text.split()) > 25 or (is_prose(block.text) and len(block.text.split()) > 15):
        return False
    signed = byline_in(block.text)
    if signed:
        _sign(head, signed.names, signed.place, block.text)
    return signed is not None


def take_bare_name(head: Head, block: Kept, following: Sequence[Kept], language: str) -> bool:
    """Take a line that is a name, without "by", where a date or a role follows it or a place stands in it."""
    text = block.text
    if head.byline or len(text.split()) > 12 or is_finished(text) or is_section(text):
        return False
    signed = names_in(text)
    if not signed or len(signed.names[0].split()) < 2:
        return False
    lines = [other.text for other in following]
    dated = any(
        date_line(line, language=language) is not None or is_relative(line) for line in lines if not is_prose(line)
    )
    signature = (
        bool(signed.place) or "@" in text or any(part in word_set("bylines", "roles") for part in bare(text).split())
    )
    if not (dated or signature) or len(re.findall(r"\w+", text)) > 4 * len(signed.names) + 6:
        return False
    _sign(head, signed.names, signed.place, text)
    return True


def drop_small_line(head: Head, block: Kept) -> bool:
    """Drop the writer's role, or the paper the writer works for, on a line of its own; say whether it was one."""
    words_ = bare(block.text).split()
    role = 0 < len(words_) <= 8 and any(word in word_set("bylines", "roles") for word in words_) and bool(head.byline)
    label = label_in(block.text.split(",")[0], first=False) if head.byline and len(words_) <= 6 else None
    if label and label.brand and not label.headline:
        head.place = head.place or block.text.partition(",")[2].strip()
        head.drop(block, "the paper the writer works for")
        return True
    if not is_finished(block.text) and role and len(words_) <= 6:
        head.drop(block, "the writer's role")
        return True
    return False
