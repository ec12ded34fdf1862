"""What keeps things fails: a full disk, an edition that takes nothing, damaged plates, ledgers and search indexes."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.faults.comparing import differences, press_anew
from bench.faults.editing import edit
from bench.faults.outcome import Outcome
from standfirst.config.home import Home
from standfirst.config.press_room import press_room
from standfirst.edition.errors import EditionUnwritable, PlateDamaged
from standfirst.edition.layout import SEARCH_INDEX, edition_folder
from standfirst.edition.plate import decode

#: A small disk, bytes: a test's paper fits in well.
_DISK_BYTES = 12_000_000


class NoSmallDisk(Exception):
    """Nobody but root may mount a small disk; says what was done instead."""


def full_disk(home: Home, rounds: int, seed: int = 6) -> Outcome:
    """Return what happened when the edition's disk was full, ``rounds`` times at another place of a run."""
    outcome, dice = Outcome("disk full"), random.Random(seed)
    refusals = 0
    with _small_disk() as disk, _edition_in(home, disk) as paper:
        room = press_room(paper)
        room.run_to_the_end(now=datetime.now(UTC))
        for _ in range(rounds):
            ballast = disk / "ballast"
            with ballast.open("wb") as file:
                left = os.statvfs(disk)
                file.write(b"\0" * max(0, left.f_bavail * left.f_frsize - dice.choice((0, 4096, 20_000, 60_000))))
            edit("edit", dice.randrange(1000), dice.randrange(1000))
            edit("publish", dice.randrange(1000), dice.randrange(1000))
            try:
                room.run_to_the_end(now=datetime.now(UTC))
            except EditionUnwritable as error:
                refusals += 1
                if "room" not in str(error):
                    outcome.wrong.append(f"it does not say what to do: {error}")
            outcome.wrong += list(_torn(paper))
            ballast.unlink()
            room = _opened_again(room, paper)
            now = datetime.now(UTC)
            room.run_to_the_end(now=now)
            outcome.wrong += differences(paper, now)
        room.ledger.close()
        room.search.close()
    outcome.figures |= {"rounds": rounds, "refused, saying so": refusals, "wrong": len(outcome.wrong)}
    if rounds >= 10 and not refusals:
        outcome.wrong.append("the disk was never full: nothing was tried")
    return outcome


def file_too_large(home: Home) -> Outcome:
    """Return what a press does that may write no file beyond some bytes: what a full disk is to those who are not root."""
    outcome = Outcome("file size limit")
    with tempfile.TemporaryDirectory(prefix="small-") as folder, _edition_in(home, Path(folder)) as paper:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "standfirst.cli", "press", "--all"],
            env=dict(os.environ)
            | {
                "EDITION_URL": paper.edition_url,
                "PYTHONPATH": str(Path(__file__).parents[2]),
                # Python would keep half of a module it compiled under the limit, and fail on it ever after.
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000)),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if ended.returncode != 2 or ended.stderr.count("\n") != 1:
            outcome.wrong.append(f"exit code {ended.returncode}: {ended.stderr[-300:]}")
        outcome.wrong += list(_torn(paper))
    outcome.figures |= {"exit code": ended.returncode, "said": ended.stderr.strip()[:60], "wrong": len(outcome.wrong)}
    return outcome


def read_only(home: Home, rounds: int) -> Outcome:
    """Return what happened when the edition took nothing for a while, ``rounds`` times."""
    outcome = Outcome("edition read-only")
    with _small_disk() as disk, _edition_in(home, disk) as paper:
        press_anew(paper, datetime.now(UTC))
        for number in range(rounds):
            # Only while nobody has a file open for writing: a press that starts meets it, and says so.
            _mount("-o", "remount,ro", str(disk))
            try:
                edit("edit", number, number)
                press_anew(paper, datetime.now(UTC))
                outcome.wrong.append("a run on a read-only edition said that all was well")
            except EditionUnwritable:
                outcome.wrong += list(_torn(paper))
            finally:
                _mount("-o", "remount,rw", str(disk))
            now = datetime.now(UTC)
            press_anew(paper, now)
            outcome.wrong += differences(paper, now)
    outcome.figures |= {"rounds": rounds, "wrong": len(outcome.wrong)}
    return outcome


def damaged_plates(home: Home, rounds: int, seed: int = 7) -> Outcome:
    """Return whether the press finds and mends plates that were cut, changed, emptied or taken behind its back."""
    outcome, dice = Outcome("plates damaged"), random.Random(seed)
    room = press_room(home)
    room.run_to_the_end(now=datetime.now(UTC))
    found = 0
    for _ in range(rounds):
        files = sorted(edition_folder(home.edition_url).glob("plates/*/*.plate"))
        standing = {row[2] for row in room.ledger.standing_after(0, 100_000)}
        file = dice.choice([each for each in files if decode(each.read_bytes(), where="").path in standing])
        _DAMAGES[dice.choice(list(_DAMAGES))](file, dice)
        found += sum(room.look_over(50) for _ in range(len(files) // 50 + 2)) > 0
        now = datetime.now(UTC)
        room.run_to_the_end(now=now)
        outcome.wrong += differences(home, now)
    room.ledger.close()
    room.search.close()
    outcome.figures |= {"damaged": rounds, "found and mended": found, "wrong": len(outcome.wrong)}
    outcome.wrong += [f"{rounds - found} damaged plates were not found"] * (found != rounds)
    return outcome


def damaged_stores(home: Home, rounds: int, seed: int = 8) -> Outcome:
    """Return whether the press goes on by itself from a damaged ledger, and from a damaged search index."""
    outcome, dice = Outcome("ledger and index damaged"), random.Random(seed)
    for number in range(rounds):
        press = press_room(home)
        press.run_to_the_end(now=datetime.now(UTC))
        press.ledger.close()
        press.search.close()
        index = edition_folder(home.edition_url) / SEARCH_INDEX
        file = home.ledger if number % 2 else index
        stored = bytearray(file.read_bytes())
        for _ in range(dice.choice((1, 20, 200))):
            place = dice.randrange(len(stored))
            stored[place : place + 100] = dice.randbytes(100)
        file.write_bytes(stored[: dice.randrange(len(stored))] if number % 5 == 0 else stored)
        edit("edit", number, number)
        now = datetime.now(UTC)
        outcome.wrong += _healed(home, now)
    outcome.figures |= {"rounds": rounds, "wrong": len(outcome.wrong)}
    return outcome


def _healed(home: Home, now: datetime) -> list[str]:
    """Run the press as its loop does, opening it again after trouble, and return what is wrong then."""
    for _ in range(3):
        try:
            press = press_room(home)
            press.run_to_the_end(now=now, everything=True)
        except EditionUnwritable:
            continue
        press.ledger.close()
        press.search.close()
        return differences(home, now)
    return ["the press did not get over it in three turns"]


def _opened_again(room: Any, home: Home) -> Any:
    """Return the press opened anew, as its loop does after trouble."""
    room.ledger.close()
    room.search.close()
    return press_room(home)


def _torn(home: Home) -> Iterator[str]:
    """Yield the plates that readers could not be given."""
    for file in edition_folder(home.edition_url).glob("plates/*/*"):
        try:
            decode(file.read_bytes(), where=file.name)
        except PlateDamaged as error:
            yield str(error)


@contextmanager
def _edition_in(home: Home, folder: Path) -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="elsewhere-") as other:
        paper = replace(home, folder=Path(other), edition_url=f"file://{folder}/edition")
        paper.darkroom.symlink_to(home.darkroom)
        home.darkroom.mkdir(exist_ok=True)
        yield paper


@contextmanager
def _small_disk() -> Iterator[Path]:
    """Yield a disk of its own with little room. Raises NoSmallDisk for those who may not mount one."""
    with tempfile.TemporaryDirectory(prefix="disk-") as folder:
        _mount("-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", folder)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=False)


def _mount(*arguments: str) -> None:
    try:
        subprocess.run(["mount", *arguments], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoSmallDisk(f"a small disk cannot be mounted here ({error})") from error


def _cut(file: Path, dice: random.Random) -> None:
    file.write_bytes(file.read_bytes()[: dice.randrange(file.stat().st_size)])


def _changed(file: Path, dice: random.Random) -> None:
    stored = bytearray(file.read_bytes())
    stored[dice.randrange(len(stored))] ^= 1 << dice.randrange(8)
    file.write_bytes(stored)


def _emptied(file: Path, dice: random.Random) -> None:
    del dice
    file.write_bytes(b"")


def _taken(file: Path, dice: random.Random) -> None:
    del dice
    file.unlink()


_DAMAGES: dict[str, Callable[[Path, random.Random], None]] = {
    "cut": _cut, "changed": _changed, "emptied": _emptied, "taken": _taken,
}  # fmt: skip
