"""A story out of a text capture: a page's words, a line for each block, story and furniture together."""

from __future__ import annotations

import re

from standfirst.wire.bodies import body_of
from standfirst.wire.found import Dropped, Found, Refused, Taken
from standfirst.wire.furniture import furniture_in
from standfirst.wire.head import Head
from standfirst.wire.heads import read_head
from standfirst.wire.languages import language_of
from standfirst.wire.lines import blocks_of
from standfirst.wire.one_line import blocks_of_one_line, is_one_line, loosened, without_run_in_notices
from standfirst.wire.sorting import Sorted, is_prose, sort_out
from standfirst.wire.standfirsts import DATELINE
from standfirst.wire.vocabulary import straight

#: Most lines of a page, blank ones too; most that hold words, and most characters in one of them.
MOST_LINES = 50_000
MOST_BLOCKS, LONGEST_BLOCK = 5_000, 200_000


def read_capture(text: str, *, file: str, original: bytes) -> Found | Refused:
    """Return the story in ``text``, decoded, with what was taken for what and what was thrown away.

    Refused when there is no story in it: no words at all, or nothing but furniture.
    """
    lines_there = text.count("\n")
    if lines_there > MOST_LINES:
        return Refused(file, f"it is too long to be one page ({lines_there:,} lines); capture the story's own page")
    blocks = blocks_of(text)
    if not any(re.search(r"\w", block) for block in blocks):
        return Refused(file, "there are no words in it; save the page again and import that")
    if len(blocks) > MOST_BLOCKS or max(map(len, blocks)) > LONGEST_BLOCK:
        return Refused(
            file,
            f"it is too long to be one page ({len(blocks):,} lines, {len(text):,} characters); capture the story's own page",
        )
    flat = is_one_line(blocks)
    blocks = blocks_of_one_line(" ".join(blocks)) if flat else without_run_in_notices(loosened(blocks))
    language = language_of(" ".join(block for block in blocks if is_prose(block)) or " ".join(blocks))
    sorted_ = sort_out(blocks)
    head = read_head(sorted_.kept, language)
    lines = [block.text for block in head.body]
    if not lines and not head.headline:
        return Refused(file, "there is only page furniture in it, no story; open the story itself and capture that")
    if not any(is_prose(line) for line in lines) and not head.standfirst:
        return Refused(
            file,
            f"no paragraph of a story was found in it (it begins “{blocks[0][:60]}”); capture the story's own page",
        )
    lines, biography = _without_biography(lines, head.byline)
    body = body_of([" ".join(lines)] if flat and lines else lines)
    _note_dateline(head, lines)
    return _found(head, sorted_, biography, file=file, original=original, language=language, body=body)


def _found(head: Head, sorted_: Sorted, biography: tuple[Dropped, ...], **fields: object) -> Found:
    dropped = sorted([*sorted_.dropped, *head.dropped], key=lambda item: item[0])
    return Found(
        content_type="text/plain",
        brand=head.brand,
        section=head.section,
        headline=head.headline,
        standfirst=head.standfirst,
        byline=head.byline,
        published=head.published,
        updated=head.updated,
        place=head.place,
        lead=head.lead,
        topics=head.topics,
        taken=(*head.taken, Taken("language", str(fields["language"]), "its script and its commonest words")),
        dropped=(*(piece for _, piece in dropped), *biography),
        **fields,  # type: ignore[arg-type]
    )


def _without_biography(lines: list[str], byline: tuple[str, ...]) -> tuple[list[str], tuple[Dropped, ...]]:
    """Take a last paragraph off that tells who the writer is."""
    if len(lines) < 3 or not byline:
        return lines, ()
    last = lines[-1].lstrip("-–—*• ")
    about = any(straight(last).startswith(straight(name)) for name in byline)
    tells = re.search(
        r"\b(?:is|was|writes|covers|reports|ist|est|es|è|é|пише)\b", " ".join(last.split()[:8]), re.IGNORECASE
    )
    if about and tells and len(last.split()) <= 60 and not furniture_in(last):
        return lines[:-1], (Dropped(lines[-1], "tells who the writer is"),)
    return lines, ()


def _note_dateline(head: Head, lines: list[str]) -> None:
    opening = DATELINE.match(lines[0]) if lines else None
    if opening:
        head.take(
            "dateline", (opening["place"] or opening["agency_place"]).strip(), "opens the text, and is left there"
        )
