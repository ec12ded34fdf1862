"""The blocks of a text capture: one for each paragraph or line of the page, however the capture breaks its lines."""

from __future__ import annotations

import re

from standfirst.wire.decoding import shortened
from standfirst.wire.vocabulary import is_finished

#: Longest line, characters, of text wrapped by a program rather than by a page.
WRAPPED_AT_MOST = 120
_MARKUP = re.compile(r"^(?:#{1,6}\s+|>\s+|={3,}$|-{3,}$|\*{3,}$|_{3,}$)")
BULLET = re.compile(r"^(?:[•·▪●◦‣∙■–—*-]|\d{1,2}[.)])\s+(?=\S)")


def blocks_of(text: str) -> list[str]:
    """Return the blocks of ``text``, white space single, none empty, hard-wrapped lines joined."""
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
    width = _wrapping(lines)
    blocks: list[str] = []
    previous = ""
    for line in lines:
        if width and previous and line.strip() and _carries_on(previous, line, width):
            blocks[-1] += " " + line.strip()
        elif line.strip():
            blocks.append(line.strip())
        previous = line
    return [clean for block in blocks if (clean := _clean(block))]


def _clean(block: str) -> str:
    return shortened(" ".join(_MARKUP.sub("", block.strip()).split()))


def _wrapping(lines: list[str]) -> int:
    """Return the width in characters that a program wrapped ``lines`` at, 0 when none did."""
    filled = [line for line in lines if line.strip()]
    if len(filled) < 8:
        return 0
    width = max(len(line) for line in filled)
    if not 50 <= width <= WRAPPED_AT_MOST:
        return 0
    near = sum(len(line) > width - 16 for line in filled)
    # In wrapped text most lines are nearly full; on a page of short lines hardly any is.
    return width if near * 10 >= len(filled) * 4 else 0


def _carries_on(line: str, following: str, width: int) -> bool:
    """Say whether ``following`` continues ``line``: its first word would not have fitted there any more."""
    if following.startswith(("    ", "\t")) and not line.startswith(("    ", "\t")):
        return False
    first = following.split(maxsplit=1)[0]
    full = len(line) + 1 + len(first) > width
    return full and not BULLET.match(following.strip()) and not (is_finished(line) and len(line) < width - 20)
