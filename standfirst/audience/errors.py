"""What can be wrong with counting.

AudienceError
├── TallyUnwritable   a folder that will not take counts (rights, full disk); they stay in memory
├── MarksUnwritable   a folder that will not take marks of used tokens
└── SumsDamaged       sums that cannot be read
"""

from __future__ import annotations


class AudienceError(Exception):
    """Anything the counting cannot do."""


class TallyUnwritable(AudienceError):
    """A folder that will not take counts; those not written stay in memory."""


class SumsDamaged(AudienceError):
    """Sums that cannot be read."""


class MarksUnwritable(AudienceError):
    """A folder that will not take marks of used tokens, or has no more of them."""
