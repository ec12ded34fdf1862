"""What one kind of fault came to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """figures: counts and times by name, in the order they are shown. wrong: each thing that must not be; [] when it stood."""

    part: str
    figures: dict[str, float | int | str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
