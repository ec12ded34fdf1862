"""Binding: plates into the edition, each swapped in whole, durable when the call returns."""

from __future__ import annotations

import ctypes
import os
import secrets
import stat
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from standfirst.disk import settle
from standfirst.edition.errors import EditionUnwritable
from standfirst.edition.layout import plate_name
from standfirst.edition.plate import Encoded, Plate, encoded

#: From so many files on, one call for the whole file system costs less than one for each (syncfs(2), Linux).
_MANY = 32
#: Files settled at a time: the disk writes down what is asked together at once, in a third of the time.
_TOGETHER = 16


class Binder:
    """Writes an edition kept in a folder. Several may write at once: each plate is swapped by rename."""

    def __init__(self, folder: Path) -> None:
        """folder: made where it is missing. Raises EditionUnwritable when it cannot be."""
        self.folder = folder
        self._tmp = folder / "tmp"
        # Joined as words: a Path made for each plate costs as much as finding out that it is new.
        self._prefix = f"{folder}{os.sep}"
        # Nobody else's, in this process or another.
        self._aside = f"{self._prefix}tmp{os.sep}{secrets.token_hex(8)}-"
        self._numbers = count(1)
        self._known_folders: set[str] = set()
        self._settlers = ThreadPoolExecutor(_TOGETHER, thread_name_prefix="settling")
        try:
            self._tmp.mkdir(parents=True, exist_ok=True)
            if not os.access(self._tmp, os.W_OK):
                raise PermissionError(13, "permission denied")
        except OSError as error:
            raise _unwritable(folder, error) from error

    def bind(self, plates: Iterable[Plate | Encoded]) -> int:
        """Swap ``plates`` in, in their order, and return how many were written; what is there already is left alone.

        All are on the disk before the first is swapped in. Raises EditionUnwritable when the disk will not take them.
        """
        waiting: list[tuple[str, str]] = []
        try:
            for plate in plates:
                ready = plate if isinstance(plate, Encoded) else encoded(plate)
                name = plate_name(ready.path)
                if not self._holds(name, ready.stored):
                    waiting.append((self._set_aside(name, ready.stored), name))
            self._settle(temporary for temporary, _ in waiting)
            for temporary, name in waiting:
                # Rename, not copy: a reader must never meet half a page.
                self._swap(temporary, name)
            self._settle_folders(name for _, name in waiting)
        except BaseException:
            for temporary, _ in waiting:
                Path(temporary).unlink(missing_ok=True)
            # Somebody may have taken the edition away beneath us: the next call makes its folders anew.
            self._known_folders.clear()
            raise
        return len(waiting)

    def remove(self, paths: Iterable[str]) -> int:
        """Take the plates at ``paths`` out and return how many were there."""
        removed = 0
        touched: set[str] = set()
        for path in paths:
            name = plate_name(path)
            try:
                os.unlink(self.folder / name)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise _unwritable(self.folder / name, error) from error
            touched.add(name)
            removed += 1
        self._settle_folders(touched)
        return removed

    def sweep(self) -> None:
        """Throw away what a killed writer left half-written. Only while no other binder writes."""
        for leftover in self._tmp.iterdir():
            leftover.unlink(missing_ok=True)

    def _holds(self, name: str, stored: bytes) -> bool:
        target = self._prefix + name
        try:
            found = os.lstat(target)
            # What is no file of our own (a link, a pipe) no reader gets, whatever it leads to.
            is_as_long = stat.S_ISREG(found.st_mode) and found.st_size == len(stored)
            return is_as_long and Path(target).read_bytes() == stored
        except OSError:
            return False

    def _set_aside(self, name: str, stored: bytes) -> str:
        """Write ``stored`` beside the edition, its folder made, and return where."""
        temporary = f"{self._aside}{next(self._numbers)}"
        try:
            parent = os.path.dirname(name)
            if parent not in self._known_folders:
                self._tmp.mkdir(parents=True, exist_ok=True)
                (self.folder / parent).mkdir(parents=True, exist_ok=True)
                self._known_folders.add(parent)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
            try:
                remaining = memoryview(stored)
                while remaining:
                    remaining = remaining[os.write(descriptor, remaining) :]
            finally:
                os.close(descriptor)
        except BaseException as error:
            Path(temporary).unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise _unwritable(self.folder / name, error) from error
            raise
        return temporary

    def _swap(self, temporary: str, name: str) -> None:
        try:
            os.rename(temporary, self._prefix + name)
        except OSError as error:
            raise _unwritable(self.folder / name, error) from error

    def _settle_folders(self, names: Iterable[str]) -> None:
        """Make renames and removals of ``names`` survive a power cut."""
        self._settle(self._prefix + parent for parent in sorted({os.path.dirname(name) for name in names}))

    def _settle(self, places: Iterable[str]) -> None:
        """Have the disk hold the files or folders at ``places``: each by itself, or when they are many, all there is."""
        places = list(places)
        try:
            if len(places) >= _MANY and _sync_disk_of(self.folder):
                return
            for _ in map(settle, places) if len(places) < 2 else self._settlers.map(settle, places):
                pass
        except OSError as error:
            raise _unwritable(self.folder, error) from error


def _sync_disk_of(folder: Path) -> bool:
    """Have the disk hold everything written to the file system of ``folder``; False where that cannot be asked for.

    Raises OSError when the disk would not take it.
    """
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    finally:
        os.close(descriptor)
    return True


def _unwritable(path: Path, error: OSError) -> EditionUnwritable:
    reason = error.strerror or str(error)
    return EditionUnwritable(
        f"{path} cannot be written ({reason}); give EDITION_URL or STANDFIRST_HOME a folder you own, with room"
    )
