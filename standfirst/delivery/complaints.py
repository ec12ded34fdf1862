"""What delivery says to its operator: one line an error, and the same line not again for a while."""

from __future__ import annotations

import logging

#: How long the same words are not said again, seconds: a damaged front page is asked for a thousand times a second.
QUIET_SECONDS = 10.0
_MOST_REMEMBERED = 1_000


class Unrepeated(logging.Filter):
    """Lets a line through when it was not said within the last ``quiet_seconds``."""

    def __init__(self, quiet_seconds: float = QUIET_SECONDS) -> None:
        super().__init__()
        self._quiet_seconds = quiet_seconds
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether ``record`` is news; its own time is the clock."""
        words = record.getMessage()
        before = self._said.get(words)
        if before is not None and 0 <= record.created - before < self._quiet_seconds:
            return False
        if len(self._said) >= _MOST_REMEMBERED:
            self._said.clear()
        self._said[words] = record.created
        return True


log = logging.getLogger("standfirst.delivery")
log.addFilter(Unrepeated())
