"""Comparing letters: shares of readers who allowed the ads, intervals that stay honest however often one looks, and when to stop.

A common interval is right for one look on a day fixed before. Whoever looks daily and stops when it pleases is wrong
far more often than it says. These intervals hold for all looks together: a value leaves them only once the readers so
far are too unlikely under it, whenever that is (a mixture of binomials against each value; Ville's inequality).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, lgamma, log

#: How rarely any of the intervals of one comparison may ever be wrong.
ERROR = 0.05
#: After so many showings each, letters that still cannot be told apart are as good as each other.
ENOUGH_SHOWN = 20_000

# The mixture's weights: most trials of letters end below one in two.
_ALPHA, _BETA = 0.5, 1.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter, counts >= 0. allowed: of those shown."""

    offered: int = 0
    shown: int = 0
    dismissed: int = 0
    allowed: int = 0
    supported: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """The share of showings after which ads were allowed, 0 to 1, and the interval it is in."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a comparison stands. shares: by letter. decided: whether it may be stopped. best: None while nobody knows."""

    shares: Mapping[str, Share]
    decided: bool
    best: str | None


def share_of(outcome: Outcome, *, error: float = ERROR) -> Share:
    """Return the share of ``outcome`` in an interval that is wrong at any look at all with probability ``error`` at most."""
    # A reader may go back and allow twice; a share is of those who were shown the letter.
    shown, allowed = outcome.shown, min(outcome.allowed, outcome.shown)
    if not shown:
        return Share(0.0, 0.0, 1.0)
    share = allowed / shown
    return Share(
        share,
        _edge(share, 0.0, allowed, shown, error),
        _edge(share, 1.0, allowed, shown, error),
    )


def standing_of(outcomes: Mapping[str, Outcome]) -> Standing:
    """Return where the comparison of letters with these ``outcomes`` stands.

    It is decided when the best letter's interval lies above all others, or when each was shown ENOUGH_SHOWN times.
    """
    # Each interval may be wrong more rarely, so that all of them together are not too often.
    shares = {name: share_of(outcome, error=ERROR / len(outcomes)) for name, outcome in outcomes.items()}
    if len(shares) < 2:
        return Standing(shares, decided=False, best=None)
    best = max(shares, key=lambda name: shares[name].low)
    others = [share for name, share in shares.items() if name != best]
    if all(share.high < shares[best].low for share in others):
        return Standing(shares, decided=True, best=best)
    enough = min(outcome.shown for outcome in outcomes.values()) >= ENOUGH_SHOWN
    return Standing(shares, decided=enough, best=None)


def days_to_tell(outcomes: Sequence[Outcome], days: int) -> int | None:
    """Return about how many more days until every letter was shown ENOUGH_SHOWN times, at the pace of ``days`` so far."""
    least = min((outcome.shown for outcome in outcomes), default=0)
    if not least or days < 1:
        return None
    return max(0, round((ENOUGH_SHOWN - least) / (least / days)))


def _edge(inside: float, outside: float, allowed: int, shown: int, error: float) -> float:
    """Return the last value from ``inside`` towards ``outside`` that the readers so far do not speak against."""
    if _against(outside, allowed, shown) < log(1 / error):
        return outside
    for _ in range(60):
        middle = (inside + outside) / 2
        if _against(middle, allowed, shown) < log(1 / error):
            inside = middle
        else:
            outside = middle
    return inside


def _against(share: float, allowed: int, shown: int) -> float:
    """Return the logarithm of how much better the mixture explains what was seen than ``share`` does."""
    refused = shown - allowed
    if (share <= 0 and allowed) or (share >= 1 and refused):
        return inf
    mixed = _log_beta(_ALPHA + allowed, _BETA + refused) - _log_beta(_ALPHA, _BETA)
    return mixed - (allowed * log(share) if allowed else 0.0) - (refused * log(1 - share) if refused else 0.0)


def _log_beta(first: float, second: float) -> float:
    return lgamma(first) + lgamma(second) - lgamma(first + second)
