"""Turns: every few seconds what was counted is collected and, where there are several nodes, dealt out anew."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, InterfaceError

from standfirst.audience.sums import settle
from standfirst.business.collecting import collect_tallies
from standfirst.business.dealing import deal

#: How often.
EVERY = timedelta(seconds=10)
#: How long a node keeps its hours apart after they were collected.
KEPT = timedelta(days=40)

log = logging.getLogger(__name__)


class Turns:
    """One machine's turns; for the process that does so beside its other work."""

    def __init__(self, tallies: Path, node: str, edition: Path) -> None:
        """tallies: folder of this machine's counts. node: its name."""
        self._tallies = tallies
        self._node = node
        self._edition = edition
        self._next: datetime | None = None
        self._trouble = ""
        self._settled: date | None = None

    def due(self, now: datetime) -> bool:
        """Take a turn if one is due at ``now`` (aware) and return whether it went well.

        Whatever goes wrong is logged once and tried again; only what the database raises when it is away is passed on.
        """
        if self._next is not None and self._next - EVERY <= now < self._next:
            return False
        self._next = now + EVERY
        try:
            collect_tallies(self._tallies, self._node)
            deal(self._edition, now=now)
            if self._settled != now.date():
                settle(self._tallies, before=f"{now.astimezone(UTC) - KEPT:%Y-%m-%dT%H}")
                self._settled = now.date()
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001  # advertising must never hold up a story
            if str(error) != self._trouble:
                log.error("the counts wait: %s; none is lost", error)  # noqa: TRY400  # one line an error
            self._trouble = str(error)
            return False
        self._trouble = ""
        return True
