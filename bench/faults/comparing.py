"""Comparing an edition that was pressed step by step with one pressed from nothing, byte for byte."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from standfirst.config.press_room import press_room
from standfirst.edition.layout import NOT_PRINTED, SEARCH_INDEX, edition_folder, plate_name
from standfirst.edition.plate import StoredPlate, decode
from standfirst.edition.shelf import Shelf
from standfirst.story.addresses import is_for_good


def differences(home: Any, now: datetime) -> list[str]:
    """Return what of the paper's edition is not as pressing from nothing at ``now`` (aware) would have it; [] when all is.

    Redirects and 410s, which pressing from nothing cannot know of, must lead to a page in one step, and stand in
    nobody's way. Scripts that pages printed before name by their content stay for good.
    """
    with tempfile.TemporaryDirectory(prefix="anew-") as folder:
        # Pictures are developed once for both: what is compared is what the press does with them.
        anew = replace(
            home, folder=Path(folder), edition_url=f"file://{folder}/edition", database_url=home.database_url
        )
        room = press_room(_with_darkroom(anew, home))
        # By this process, whose newsroom is the paper's: one of a pool would look for one in the folder, from 120 stories on.
        room.prints_alone()
        try:
            troubles = room.run_to_the_end(now=now).troubles
        finally:
            room.ledger.close()
            room.search.close()
        wrong = [f"{trouble.job} cannot be printed anew: {trouble.reason}" for trouble in troubles]
        return wrong + list(_between(edition_folder(home.edition_url), Path(folder) / "edition"))


def _with_darkroom(anew: Any, home: Any) -> Any:
    anew.folder.mkdir(parents=True, exist_ok=True)
    home.darkroom.mkdir(parents=True, exist_ok=True)
    anew.darkroom.symlink_to(home.darkroom)
    return anew


def _between(stepwise: Path, anew: Path) -> Iterator[str]:
    was, should_be = _pages(stepwise), _pages(anew)
    for path in sorted({*was, *should_be}):
        if path not in was:
            yield f"{path} is missing"
        elif path not in should_be:
            if not is_for_good(path):
                yield f"{path} should not be there"
        elif was[path] != should_be[path]:
            yield f"{path} has other bytes"
    yield from _signposts(stepwise, should_be)
    if _found(stepwise) != _found(anew):
        yield "the search index finds something else"


def _pages(edition: Path) -> dict[str, bytes]:
    """Return the stored bytes of what answers 200, or is the house's, by path."""
    return {
        plate.path: (edition / plate_name(plate.path)).read_bytes()
        for plate in Shelf(edition).plates()
        if (plate.status == 200 or plate.path.startswith("!")) and not plate.path.startswith(NOT_PRINTED)
    }


def _signposts(edition: Path, pages: Mapping[str, bytes]) -> Iterator[str]:
    for plate in Shelf(edition).plates():
        target = dict(plate.headers).get("location")
        if plate.status == 301 and target not in pages:
            yield f"{plate.path} leads to {target}, where nothing is"
        if plate.status == 410 and not plate.path.startswith("!") and plate.path in pages:
            yield f"{plate.path} is said to be gone"


def _found(edition: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(edition / SEARCH_INDEX)) as index:
        columns = "id, path, headline, standfirst, section, byline, published, language, text"
        return index.execute(f"SELECT {columns} FROM stories ORDER BY id").fetchall()


def stamps(edition: Path) -> dict[str, tuple[int, bytes]]:
    """Return for each plate's file which one it is (inode) and its bytes, by path."""
    found: dict[str, tuple[int, bytes]] = {}
    for file in edition.glob("plates/*/*.plate"):
        stored = file.read_bytes()
        plate: StoredPlate = decode(stored, where=str(file))
        found[plate.path] = file.stat().st_ino, stored
    return found


def rewritten(before: Mapping[str, tuple[int, bytes]], after: Mapping[str, tuple[int, bytes]]) -> tuple[list[str], int]:
    """Return the paths whose file was written again with the same bytes, and how many got other bytes."""
    needlessly = [
        path
        for path, (inode, stored) in after.items()
        if path in before and before[path] != (inode, stored) and before[path][1] == stored
    ]
    return needlessly, sum(path not in before or before[path][1] != stored for path, (_, stored) in after.items())


def press_anew(home: Any, now: datetime) -> None:
    """Press everything that is stale with a press that is opened for it."""
    room = press_room(home)
    try:
        room.run_to_the_end(now=now)
    finally:
        room.ledger.close()
        room.search.close()
