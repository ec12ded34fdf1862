"""The shelf: reading plates. Delivery asks here and nowhere else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from standfirst.edition.errors import PlateDamaged
from standfirst.edition.layout import plate_name
from standfirst.edition.plate import StoredPlate, decode

#: What tells one version of a file from the next: inode, nanoseconds of change, bytes.
Stamp = tuple[int, int, int]

# Not through a link, and no waiting for the other end of a pipe somebody put there.
_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC


class Shelf:
    """Reads an edition kept in a folder. Safe from any number of threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._prefix = f"{folder}{os.sep}"

    def stamp(self, path: str) -> Stamp | None:
        """Return what tells the current version of the plate at ``path``, or None when there is none. One system call."""
        try:
            found = os.lstat(self._prefix + plate_name(path))
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def read(self, path: str) -> tuple[StoredPlate, Stamp] | None:
        """Return the plate at ``path`` with its stamp, or None when there is none.

        Raises PlateDamaged when the file is not a whole plate of this very path.
        """
        name = self._prefix + plate_name(path)
        try:
            descriptor = os.open(name, _OPEN)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PlateDamaged(f"{name} cannot be opened ({error.strerror})") from error
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise PlateDamaged(f"{name} is not a regular file")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                stored = file.read()
        finally:
            os.close(descriptor)
        plate = decode(stored, where=name)
        if plate.path != path:
            raise PlateDamaged(f"{name} holds the plate of {plate.path!r}, not of {path!r}")
        return plate, (found.st_ino, found.st_mtime_ns, found.st_size)

    def plates(self) -> Iterator[StoredPlate]:
        """Yield every whole plate there is, in no order; what is damaged is passed over. For checks, not for readers."""
        for file in self.folder.glob("plates/*/*.plate"):
            try:
                yield decode(file.read_bytes(), where=str(file))
            except (PlateDamaged, OSError):
                continue
