"""What stands at addresses that something left: where it went, or that it is gone."""

from __future__ import annotations

from http import HTTPStatus

from standfirst.edition.plate import Plate, StoredPlate
from standfirst.press.jobs import Job
from standfirst.story.addresses import is_story_path


def redirect_plate(path: str, target: str) -> Plate:
    """Return the plate that sends readers of a former address on, for good."""
    return Plate(path, b"", "text/html; charset=utf-8", status=301, headers=(("location", target),), compress=False)


def story_on(plate: StoredPlate) -> Job | None:
    """Return the story whose page ``plate`` is, by the key that caches know it by; None for any other plate."""
    if plate.status != HTTPStatus.OK or not is_story_path(plate.path):
        return None
    keys = dict(plate.headers).get("surrogate-key", "").split()
    return next((Job("story", key.removeprefix("story-")) for key in keys if key.startswith("story-")), None)


def gone_plate(path: str) -> Plate:
    """Return the plate that says a story was taken down; delivery shows the paper's own page for it."""
    return Plate(path, b"", "text/html; charset=utf-8", status=410, compress=False)
