"""The ask's rules: what counts as a blocked ad, and when a letter about it may be shown. Pure; nothing here asks a clock.

The reader's browser decides by the same rules (press/assets/ask.js), because nothing about the reader leaves it;
tests/ads/test_adblock_ask.py gives both the same table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from itertools import product
from typing import Any

#: Letters one device ever shows.
MOST_LETTERS = 3
#: How long a device is left alone after "not now", hours: thirty days.
QUIET_HOURS = 30 * 24
#: An hour nobody lives to see.
FOREVER = 10**9
#: What counts as one visit, hours since the last letter was shown.
VISIT_HOURS = 12
#: How long after a page was loaded there is a verdict, milliseconds.
VERDICT_MS = 2_900
#: Rounds of pictures; each must say the same.
ROUNDS = 3

#: What a page may say of a letter; each is counted, and nobody is.
WORDS = ("offered", "shown", "dismissed", "allowed", "supported")


class Verdict(StrEnum):
    """What became of the paper's ads on one page. Only BLOCKED speaks."""

    BLOCKED = "blocked"
    SEEN = "seen"
    UNKNOWN = "unknown"


class Came(IntEnum):
    """What became of one tiny picture that was asked for."""

    FAILED = -1
    NOT_YET = 0
    HERE = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page knows about its ads.

    away: nobody is looking, or nothing can be told: offline, hidden, prerendered, printed, a robot.
    frame: an ad's frame came and has room. hidden: the wells have room, but all that stands in them was hidden.
    ads: tiny pictures asked for under /adverts/, as ads are. others: the same beside it, where no list looks.
    file: what a picture of ours under /adverts/ is to ``fetch``, which lists spare: whole, so that the server is well.
    """

    away: bool = False
    frame: bool = False
    hidden: bool = False
    ads: tuple[Came, ...] = ()
    others: tuple[Came, ...] = ()
    file: bool = False


def verdict(evidence: Evidence) -> Verdict:
    """Return what ``evidence`` says. Whatever could have another cause than a blocker is UNKNOWN."""
    if evidence.away:
        return Verdict.UNKNOWN
    if not evidence.hidden and (evidence.frame or Came.HERE in evidence.ads):
        return Verdict.SEEN
    stopped = evidence.hidden or (evidence.ads and set(evidence.ads) == {Came.FAILED})
    well = evidence.file and evidence.others and set(evidence.others) == {Came.HERE}
    return Verdict.BLOCKED if stopped and well else Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Memory:
    """What a device keeps about letters, and nobody else does.

    shown: letters so far. shown_at, quiet_from: hours since 1970, of the last letter and of the last "not now"; None for never.
    never: the reader asked for no more. gone_until: the hour before which pages have no room for ads.
    """

    shown: int = 0
    shown_at: int | None = None
    quiet_from: int | None = None
    never: bool = False
    gone_until: int = 0

    def written(self) -> dict[str, int]:
        """Return it as the browser keeps it."""
        kept = {"n": self.shown, "s": self.shown_at, "q": self.quiet_from, "x": int(self.never), "g": self.gone_until}
        return {name: value for name, value in kept.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """Where a reader is. first: of this visit. consent: something on the page waits for an answer of another kind.

    A story that is sensitive, or without ads, is no such page: the script is not on it.
    """

    first: bool = False
    consent: bool = False


def objection(page: Page, memory: Memory, hour: int) -> str | None:
    """Return why no letter is shown on ``page`` at ``hour`` (hours since 1970), None when one may be."""
    if page.first:
        return "the first page of a visit"
    if page.consent:
        return "something else waits for an answer"
    if memory.never:
        return "never again"
    if memory.shown >= MOST_LETTERS:
        return "shown often enough"
    if memory.quiet_from is not None and hour - memory.quiet_from < QUIET_HOURS:
        return "not now"
    if memory.shown_at is not None and hour - memory.shown_at < VISIT_HOURS:
        return "once a visit"
    return None


def after_showing(memory: Memory, hour: int) -> Memory:
    """Return what a device keeps once a letter was on its screen."""
    return replace(memory, shown=memory.shown + 1, shown_at=hour)


def after_no(memory: Memory, hour: int, *, never: bool = False) -> Memory:
    """Return what a device keeps after "not now", or ``never``."""
    never = memory.never or never
    until = FOREVER if never or memory.shown >= MOST_LETTERS else hour + QUIET_HOURS
    return replace(memory, quiet_from=hour, never=never, gone_until=until)


# --- The table both sides are held to


def verdict_table() -> Iterator[tuple[dict[str, Any], str]]:
    """Yield evidence as the browser has it, with its verdict: every combination of two pictures each."""
    pairs = [(), *product(Came, repeat=2)]
    for away, frame, hidden, file in product((False, True), repeat=4):
        for ads, others in product(pairs, repeat=2):
            evidence = Evidence(away=away, frame=frame, hidden=hidden, ads=ads, others=others, file=file)
            written = {"away": away, "frame": frame, "hidden": hidden, "file": file}
            yield written | {"ads": list(ads), "others": list(others)}, verdict(evidence)


def asking_table(hour: int) -> Iterator[tuple[dict[str, bool], dict[str, int], bool]]:
    """Yield page and memory as the browser has them, and whether a letter is due at ``hour``: every rule at its edges."""
    pages = [Page(first, consent) for first, consent in product((False, True), repeat=2)]
    counts = range(MOST_LETTERS + 2)
    hours = (
        None,
        hour - QUIET_HOURS,
        hour - QUIET_HOURS + 1,
        hour - VISIT_HOURS,
        hour - VISIT_HOURS + 1,
        hour,
        hour + 9,
    )
    for page, shown, shown_at, quiet, never in product(pages, counts, hours, hours, (False, True)):
        memory = Memory(shown, shown_at, quiet, never)
        page_written = {"first": page.first, "consent": page.consent}
        yield page_written, memory.written(), objection(page, memory, hour) is None
