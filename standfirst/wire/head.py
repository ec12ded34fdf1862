"""What is known of a captured page while its top is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from standfirst.wire.found import Dropped, FoundPicture, Taken
from standfirst.wire.sorting import Kept


@dataclass(slots=True)
class Head:
    """What is known of a page while its top is read. body: the blocks that are left for the story's text."""

    brand: str = ""
    section: str = ""
    headline: str = ""
    standfirst: str = ""
    byline: tuple[str, ...] = ()
    place: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    lead: FoundPicture | None = None
    topics: tuple[str, ...] = ()
    label_at: set[int] = field(default_factory=set)
    headline_at: int = -1
    pictured_at: int = -1
    body: list[Kept] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    dropped: list[tuple[int, Dropped]] = field(default_factory=list)

    def take(self, name: str, text: str, why: str) -> None:
        """Note what was taken for what."""
        if text:
            self.taken.append(Taken(name, text, why))

    def drop(self, block: Kept, why: str) -> None:
        """Note what was thrown away."""
        self.dropped.append((block.at, Dropped(block.text, why)))
