"""What can be wrong with advertising.

AdsError
├── TargetRefused        a creative's address that a reader must not be sent to
├── ScheduleUnreadable   a schedule file that is damaged, or of a format this program does not read
└── FlightNotRunning     a question that only makes sense while a flight runs
"""

from __future__ import annotations


class AdsError(Exception):
    """Anything the ads floor cannot do."""


class TargetRefused(AdsError):
    """A creative's address that a reader must not be sent to."""


class ScheduleUnreadable(AdsError):
    """A schedule file that is damaged, or of a format this program does not read."""


class FlightNotRunning(AdsError):
    """A question that only makes sense while a flight runs."""
