"""Ahead of time: pictures are developed when they come in, so that the story that shows one is printed at once."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

from standfirst.press.archive import Archive, Negative, NegativeOf
from standfirst.press.darkroom import Darkroom, PictureRefused

log = logging.getLogger(__name__)

#: Most renditions waiting: whoever brings in a whole archive of pictures has them developed when stories show them.
MOST_WAITING = 2_000


class PicturesAhead:
    """Develops what the bell said came in, one rendition at a time: a publish never waits longer than for one."""

    def __init__(self, archive: Archive, darkroom: Darkroom) -> None:
        self._archive = archive
        self._darkroom = darkroom
        self._waiting: deque[tuple[str, Callable[[], bytes]]] = deque()

    def note(self, records: Iterable[str]) -> None:
        """Take down the pictures among ``records`` ("picture:12") that are not developed yet."""
        for record in records:
            if record.startswith("picture:"):
                for subject in self._archive.subjects_of(record):
                    self._note(subject.removeprefix("picture:"))

    def _note(self, key: str) -> None:
        negative: Negative | None = self._archive.ask(NegativeOf(key)).value
        if negative is None or len(self._waiting) >= MOST_WAITING:
            return
        try:
            missing = self._darkroom.missing(negative)
            crops = self._darkroom.missing_crops(negative)
        except (PictureRefused, OSError) as error:
            # Whoever prints a story with it says so where an editor sees it.
            log.info("picture %s is not developed ahead: %s", key, error)
            return
        waiting = [partial(self._darkroom.develop, negative, width, suffix) for width, suffix in missing]
        waiting += [partial(self._darkroom.cut, negative, crop) for crop in crops]
        self._waiting.extend((key, developed) for developed in waiting)

    def develop_one(self) -> bool:
        """Develop one rendition, and say whether there was one to develop."""
        if not self._waiting:
            return False
        key, developed = self._waiting.popleft()
        try:
            developed()
        except (PictureRefused, OSError, ValueError) as error:
            log.info("picture %s is not developed ahead: %s", key, error)
        return True
