"""How often "Read the full story" was offered and pressed, story by story: sums, never readers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from standfirst.audience.errors import AudienceError
from standfirst.audience.sums import sums, totals

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taps:
    """offered: how often the button was on somebody's screen; tapped: how often it was pressed."""

    offered: int
    tapped: int

    def __str__(self) -> str:
        return f"{self.tapped} of {self.offered}"


def taps_of(paths: Iterable[str], tallies: Path) -> Mapping[str, Taps]:
    """Return the taps of those stories at ``paths`` whose button anybody saw. tallies: the folder of counts.

    Counts that cannot be read are logged and left out: the desk works without them.
    """
    try:
        counts = sums(tallies)
    except (AudienceError, OSError) as error:
        log.warning("taps are not shown: %s", error)
        return {}
    offered, tapped = totals(counts, "tap-offered"), totals(counts, "tapped")
    return {path: Taps(offered[path], tapped[path]) for path in paths if offered[path] or tapped[path]}
