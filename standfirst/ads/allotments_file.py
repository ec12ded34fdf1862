"""What several nodes were dealt, as one file: ``EDITION/adverts/allotments.json``, format 1.

    {"allotments": 1, "at": 1795177200, "flights": {"3": {"node-a": [4000, 0.6, 6500.0], "node-b": [2500, 0.4, 6500.0]}}}

For each flight and node: given already, share, and the total all bases come to. A paper with one node has none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from standfirst.ads.allotment import LEASE_SECONDS, Allotment
from standfirst.ads.errors import ScheduleUnreadable
from standfirst.ads.fields import MOST, root_of

FORMAT = 1
#: Largest file read, bytes.
LARGEST = 8_000_000

#: By flight, then by node.
Parts = Mapping[str, Mapping[str, Allotment]]


@dataclass(frozen=True, slots=True)
class Dealt:
    """at: when, whole seconds since 1970. parts: by flight, then by node; empty where one node is alone."""

    at: int = 0
    parts: Parts | None = None

    def of(self, node: str) -> Mapping[str, Allotment] | None:
        """Return the parts of ``node`` by flight; None where nothing was dealt, because one node has it all."""
        if self.parts is None:
            return None
        return {flight: nodes[node] for flight, nodes in self.parts.items() if node in nodes}

    @property
    def until(self) -> float:
        """How far a node may follow it, seconds since 1970."""
        return self.at + LEASE_SECONDS if self.parts is not None else float("inf")


def allotments_file(edition: Path) -> Path:
    """Return where the file lies in the edition's folder."""
    return edition / "adverts" / "allotments.json"


def allotments_written(dealt: Dealt) -> bytes:
    """Return the file's bytes."""
    flights = {
        flight: {name: [round(part.base, 3), part.share, round(part.total, 3)] for name, part in nodes.items()}
        for flight, nodes in (dealt.parts or {}).items()
    }
    return (
        json.dumps({"allotments": FORMAT, "at": dealt.at, "flights": flights}, separators=(",", ":")).encode() + b"\n"
    )


def allotments_of(stored: bytes, where: str) -> Dealt:
    """Return what is kept in ``stored``. Raises ScheduleUnreadable, naming file and field."""
    root = root_of(stored, where=where, largest=LARGEST, remedy="the next collection of counts writes it again")
    if (version := root.whole("allotments", 0, MOST)) != FORMAT:
        raise ScheduleUnreadable(f"{where} has format {version}, this program reads {FORMAT}")
    at, flights = root.whole("at", 0, 1 << 40), root.take("flights")
    root.done()
    try:
        parts = {
            str(flight): {str(name): Allotment(*map(float, part)) for name, part in nodes.items()}
            for flight, nodes in flights.items()
        }
    except (AttributeError, TypeError, ValueError) as error:
        raise ScheduleUnreadable(f"{where}: flights are not parts by node ({error})") from error
    return Dealt(at, parts)
