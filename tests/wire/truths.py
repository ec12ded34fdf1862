"""Captured pages with what an editor would have taken from each: ``pages/NAME.txt|html`` and ``pages/NAME.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Page:
    file: Path
    truth: dict[str, Any]

    def __str__(self) -> str:
        return self.file.name


def pages() -> list[Page]:
    """Return every page that has a truth, by name."""
    truths = {file.stem: json.loads(file.read_text("utf-8")) for file in PAGES.glob("*.json")}
    return [Page(file, truths[file.stem]) for file in sorted(PAGES.iterdir()) if file.suffix in {".txt", ".html"}]
