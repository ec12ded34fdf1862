"""The rack: the plates readers asked for lately, in memory, each checked against the edition at every use."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from standfirst.delivery.complaints import log
from standfirst.delivery.copies import Copy, copy_of, offered
from standfirst.delivery.negotiation import Served, coding_for
from standfirst.edition.errors import PlateDamaged
from standfirst.edition.plate import StoredPlate
from standfirst.edition.shelf import Shelf, Stamp

#: What a plate costs beside its bodies: headers, dictionaries, names.
_OVERHEAD_BYTES = 4_096


class EditionMissing(Exception):
    """The edition's folder is not there: nothing is known, not even that a page does not exist."""


@dataclass(slots=True)
class Held:
    """A plate on the rack. damaged: the stamp of a newer version that could not be read."""

    plate: StoredPlate
    stamp: Stamp
    offered: tuple[Served, ...]
    bytes: int
    copies: dict[Served, Copy] = field(default_factory=dict)
    damaged: Stamp | None = None


class Rack:
    """Plates in memory, least lately used thrown out first. For one thread."""

    def __init__(self, shelf: Shelf, limit_bytes: int) -> None:
        """limit_bytes: how much is kept, about; 0 keeps nothing."""
        self.shelf = shelf
        self.limit_bytes = limit_bytes
        self.bytes = 0
        self._held: OrderedDict[str, Held] = OrderedDict()

    def find(self, path: str, accept_encoding: bytes) -> Copy | None:
        """Return the plate at ``path`` as the sender of ``accept_encoding`` gets it; None when there is none.

        Always of the version in the edition now; only when that one is damaged, of the last good one known.
        Raises PlateDamaged when no good one is known, EditionMissing when there is no edition.
        """
        stamp = self.shelf.stamp(path)
        held = self._held.get(path)
        if held is None or stamp is None or stamp not in (held.stamp, held.damaged):
            held = self._taken(path, stamp, held)
            if held is None:
                return None
        else:
            self._held.move_to_end(path)
        coding = coding_for(accept_encoding, held.offered)
        return held.copies.get(coding) or self._copied(path, held, coding)

    def _taken(self, path: str, stamp: Stamp | None, held: Held | None) -> Held | None:
        found = None
        try:
            found = self.shelf.read(path) if stamp is not None else None
        except (PlateDamaged, OSError) as error:
            if held is None:
                raise (
                    error if isinstance(error, PlateDamaged) else PlateDamaged(f"the plate of {path!r}: {error}")
                ) from error
            log.error("%s; readers get the last good copy", error)  # one line an error
            held.damaged = stamp
            return held
        if found is None:
            if not self.shelf.folder.is_dir():
                if held is None:
                    raise EditionMissing(
                        f"{self.shelf.folder} is not there; run `standfirst press --all` to print it again"
                    )
                return held
            self._drop(path)
            return None
        return self._put(path, *found)

    def _put(self, path: str, plate: StoredPlate, stamp: Stamp) -> Held:
        self._drop(path)
        size = sum(map(len, plate.bodies.values())) + _OVERHEAD_BYTES
        held = Held(plate, stamp, offered(plate), size)
        self._held[path] = held
        self.bytes += size
        self._make_room()
        return held

    def _copied(self, path: str, held: Held, coding: Served) -> Copy:
        copy = held.copies[coding] = copy_of(held.plate, coding)
        # What is stored is counted already, and shares its bytes with the copy.
        if coding not in held.plate.bodies and self._held.get(path) is held:
            held.bytes += len(copy.body)
            self.bytes += len(copy.body)
            self._make_room()
        return copy

    def _drop(self, path: str) -> None:
        held = self._held.pop(path, None)
        if held is not None:
            self.bytes -= held.bytes

    def _make_room(self) -> None:
        while self.bytes > self.limit_bytes and self._held:
            _, oldest = self._held.popitem(last=False)
            self.bytes -= oldest.bytes
