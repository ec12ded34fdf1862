"""Blocks for a capture that lost its line breaks: the whole page in one long line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from standfirst.wire.credits import split_credit
from standfirst.wire.dates import moment_in
from standfirst.wire.places import is_section, label_in
from standfirst.wire.standfirsts import STANDFIRST_WORDS
from standfirst.wire.vocabulary import CAPITALS, is_finished, sentences, straight

#: A page in one line has at least so many words.
PAGE_WORDS = 90
#: A headline run into its page is at most this long, words.
_HEADLINE_WORDS = 22
#: A notice with so many words is more than one.
NOTICE_WORDS = 40
#: "By Jane Doe", "Jane Doe @jdoe" right before a date.
_NAME_AT_END = re.compile(
    rf"(?:(?:^|\s)By\s)?(?<!\S)[{CAPITALS}][\w'’.-]+\s(?:[{CAPITALS}]\.\s)?[{CAPITALS}][\w'’-]+(?:\s@\w+)?(?:\s/\s[{CAPITALS}]\w+)?$"
)
#: Openings of furniture that begin without the end of a sentence before them.
_NOTICES = re.compile(
    r"\s+(?=(?:Tap to read |Your browser is out of date|YOU BROKE [A-Z]|Dear (?:\w+ ){0,2}[Rr]eaders?, |We (?:have )?noticed (?:that )?you(?:'re|’re| are) (?:using|blocking)))"
)
_SEAMS = re.compile(
    rf"\s+(?=(?:Tap to read|Click to read the full|Your browser is out of date|Your browser is not supported|YOU BROKE|Dear (?:\w+ ){{0,2}}[Rr]eaders?,|Dear Reader |Sign up for our|Subscribe to our newsletter|"
    rf"We use cookies|This (?:web)?site uses cookies|Most Popular|MOST POPULAR|Most Read|Related Stories|Related Articles|Read more:|READ MORE:|Related:|RELATED:|\(MORE:|Advertisement\b|Copyright ©|© \d{{4}}|Share this|Contact us at|Write to [{CAPITALS}]|"
    rf"Ihr Browser ist veraltet|Votre navigateur|Su navegador|Il tuo browser|Ваш браузер)\s?)"
)


def is_one_line(blocks: Sequence[str]) -> bool:
    """Say whether ``blocks`` are a page in one line, or in two of which one holds nearly all."""
    sizes = [len(block.split()) for block in blocks]
    return len(blocks) <= 2 and max(sizes, default=0) >= PAGE_WORDS


def blocks_of_one_line(line: str) -> list[str]:
    """Return the head's parts and then the sentences of ``line``, each as a block."""
    head, rest = _head(line)
    blocks = [*head]
    signed, rest = _signature(rest)
    blocks.extend(signed)
    for stretch in _SEAMS.split(rest):
        blocks.extend(sentences(stretch))
    return [block.strip() for block in blocks if block.strip()]


def loosened(blocks: Sequence[str]) -> list[str]:
    """Return ``blocks`` with a headline taken apart from the credit and caption that run on from it."""
    for at, block in enumerate(blocks[:3]):
        count = len(block.split())
        start = _credit_start(block) if 10 <= count <= 90 else None
        before = block[:start].split() if start else []
        if (
            start
            and len(before) >= 4
            and not block[:start].rstrip().endswith((".", ":", ","))
            and len(block[start:].split()) >= 8
        ):
            head, rest = _head(block)
            return [*blocks[:at], *(piece for piece in (*head, rest.strip()) if piece), *blocks[at + 1 :]]
    return list(blocks)


def without_run_in_notices(blocks: Sequence[str]) -> list[str]:
    """Return ``blocks`` with the page's notices that run on from one another, or from a paragraph, taken apart."""
    found: list[str] = []
    for block in blocks:
        first, *notices = _NOTICES.split(block)
        # A notice that fills a whole paragraph has the others at its end.
        opens = bool(_NOTICES.match(f" {block}")) and (bool(notices) or len(block.split()) > NOTICE_WORDS)
        found.extend(sentences(first) if opens else [first])
        for notice in notices:
            found.extend(sentences(notice))
    return found


def _signature(rest: str) -> tuple[list[str], str]:
    """Split a standfirst without an end, a name and a date off the beginning of a page's text."""
    opening = rest[:600]
    date = moment_in(opening)
    if date is None:
        return [], rest
    before = opening[: date.start].rstrip(" ,|·•")
    name = _NAME_AT_END.search(before)
    if not name or len(before[: name.start()].split()) > STANDFIRST_WORDS:
        return [], rest
    standfirst = before[: name.start()].strip()
    # A name and a date within a sentence are part of it.
    after = rest[date.end :].lstrip()
    if not re.match(rf"[\"“]?[{CAPITALS}]", after) or any(is_finished(piece) for piece in sentences(standfirst)[:-1]):
        return [], rest
    line = rest[name.start() : date.end].strip()
    return [piece for piece in (standfirst, line) if piece], after


def _head(line: str) -> tuple[list[str], str]:
    """Split off brand and section, headline, credit and caption, byline and date."""
    parts = line.split()
    label_words = _label_length(parts)
    blocks = [" ".join(parts[:label_words])] if label_words else []
    rest = " ".join(parts[label_words:])
    start = _credit_start(rest)
    signed = re.search(rf"\s(?:By|Von|Par|Por|Di|Door)\s+[{CAPITALS}]\S+\s[{CAPITALS}]", rest[:300])
    if start is not None and not (signed and signed.start() < start):
        end = _caption_end(rest, start)
        return [*blocks, rest[:start].strip(), rest[start:end].strip()], rest[end:]
    if signed:
        date = moment_in(rest[: signed.end() + 120], start=signed.start())
        end = date.end if date else signed.end() + len(rest[signed.end() :].split(" ", 1)[0])
        above, line = _two_lines(rest[: signed.start()].strip()), rest[signed.start() : end].strip()
        shown = split_credit(rest[end:].strip()[:200])
        stop = end + _caption_end(rest[end:].lstrip(), 0) + 1 if shown and shown.credit.agency else end
        return [*blocks, *above, line, *([rest[end:stop].strip()] if stop > end else [])], rest[stop:]
    headline = _titled_run(rest)
    return ([*blocks, headline], rest[len(headline) :]) if headline else (blocks, rest)


def _two_lines(above: str) -> list[str]:
    """Return a headline and the standfirst run on from it: where a small word is followed by a sentence's beginning."""
    parts = above.split()
    if len(parts) <= _HEADLINE_WORDS - 4 or _titled_run(above):
        return [above]
    for at in range(4, len(parts) - 5):
        lower, capital, after = parts[at - 1], parts[at], parts[at + 1]
        if lower[:1].islower() and len(lower) > 3 and capital[:1].isupper() and after[:1].islower():
            return [" ".join(parts[:at]), " ".join(parts[at:])]
    return [above]


def _label_length(parts: Sequence[str]) -> int:
    for count in range(min(6, len(parts)), 0, -1):
        label = label_in(" ".join(parts[:count]), first=True)
        if label and ((label.brand and label.section) or (label.brand and count > 1)) and not label.headline:
            # The section's name may open the headline as well: "TIME Ukraine Ukraine Leader Flees".
            shorter = label_in(" ".join(parts[: count - 1]), first=True) if count > 1 else None
            split = shorter and shorter.brand and shorter.section and not shorter.headline
            if not split or is_section(label.section):
                return count
    return 0


def _credit_start(rest: str) -> int | None:
    """Return where a credit with a dash or a slash begins within the first words, after a headline."""
    opening = " ".join(rest.split()[: _HEADLINE_WORDS + 12])
    for found in re.finditer(
        rf"(?<=\s)[{CAPITALS}][^\s/—]*\s(?:[{CAPITALS}][^\s/—]*\s)?[{CAPITALS}][^\s/—]*(?:—|/|\s—\s|\s/\s)[{CAPITALS}]",
        opening,
    ):
        name_start = found.start()
        pieces = opening[name_start : found.end() - 1].rstrip("—/ ").split()
        if len(pieces) == 3 and not pieces[1].endswith("."):
            name_start += len(pieces[0]) + 1
        split = split_credit(rest[name_start : name_start + 200])
        if split and split.credit.agency and len(opening[:name_start].split()) >= 2:
            return name_start
    return None


def _caption_end(rest: str, start: int) -> int:
    """Return where the caption is over: at its sentence's end, or after its date where it has no point."""
    first = sentences(rest[start:])[0]
    date = moment_in(first)
    after = first[date.end :] if date else ""
    if date and re.match(rf"\s+[\"“]?[{CAPITALS}]", after) and not straight(after).startswith(("in ", "at ")):
        return start + date.end
    return start + len(first)


def _titled_run(rest: str) -> str:
    """Return a headline in title case at the start: the words before the first two small ones in a row."""
    parts = rest.split()
    capital = [
        bool(re.match(rf"[\"'“‘]?[{CAPITALS}\d]", part)) or len(part) <= 4 for part in parts[: _HEADLINE_WORDS + 2]
    ]
    run = next((at for at, fits in enumerate(capital) if not fits), len(capital))
    # The sentence's first capital word was counted to the headline.
    return " ".join(parts[: run - 1]) if 5 <= run <= _HEADLINE_WORDS else ""
