"""The fields of a JSON object, read strictly: each taken once and checked, what nobody took refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from standfirst.ads.errors import ScheduleUnreadable

Part = TypeVar("Part")

#: No count is larger.
MOST = 1_000_000_000

_SLUG = re.compile(r"[a-z0-9-]{1,80}")


def root_of(stored: bytes, *, where: str, largest: int, remedy: str) -> Fields:
    """Return the object kept in ``stored``. where: the file, for errors. remedy: what writes it again.

    Raises ScheduleUnreadable when it is longer than ``largest`` bytes, or no JSON object.
    """
    if len(stored) > largest:
        raise ScheduleUnreadable(f"{where} has {len(stored)} bytes, more than {largest}; end some flights")
    try:
        raw = json.loads(stored, object_pairs_hook=_once, parse_constant=_no_constant)
        # A lone surrogate would only fail later, in the middle of an answer.
        json.dumps(raw, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ScheduleUnreadable(f"{where} is not JSON ({error}); {remedy}") from error
    return Fields(raw, where)


class Fields:
    """One JSON object, each field taken once and checked; what nobody took is refused by ``done``."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, dict):
            raise ScheduleUnreadable(f"{where} is {type(raw).__name__}, expected an object")
        self._left: dict[str, Any] = dict(raw)
        self._where = where

    def take(self, name: str) -> Any:
        if name not in self._left:
            raise ScheduleUnreadable(f"{self._where}: {name} is missing")
        return self._left.pop(name)

    def refuse(self, name: str, found: object, expected: str) -> ScheduleUnreadable:
        return ScheduleUnreadable(f"{self._where}: {name} is {found!r:.80}, expected {expected}")

    def text(self, name: str, longest: int, pattern: re.Pattern[str] | None = None) -> str:
        found = self.take(name)
        if not isinstance(found, str) or not 0 < len(found) <= longest or (pattern and not pattern.fullmatch(found)):
            raise self.refuse(name, found, f"words of 1 to {longest} characters" if not pattern else pattern.pattern)
        return found

    def whole(self, name: str, least: int, most: int) -> int:
        found = self.take(name)
        # bool is an int to Python, never to us.
        if type(found) is not int or not least <= found <= most:
            raise self.refuse(name, found, f"a whole number from {least} to {most}")
        return found

    def moment(self, name: str) -> datetime:
        found = self.take(name)
        try:
            moment = datetime.fromisoformat(found)
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            pass
        raise self.refuse(name, found, "a date and time with its offset from UTC")

    def optional(self, name: str, most: int = MOST) -> int | None:
        found = self.take(name)
        if found is not None and (type(found) is not int or not 0 < found <= most):
            raise self.refuse(name, found, f"null or a whole number from 1 to {most}")
        return found

    def words(self, name: str, longest: int) -> str:
        """Return a text that may be empty."""
        found = self.take(name)
        if not isinstance(found, str) or len(found) > longest:
            raise self.refuse(name, found, f"at most {longest} characters")
        return found

    def wholes(self, name: str, count: int) -> tuple[int, ...]:
        found = self._items(name)
        if len(found) != count or not all(type(item) is int and 0 < item <= MOST for item in found):
            raise self.refuse(name, found, f"{count} whole numbers from 1 to {MOST}")
        return tuple(found)

    def each(self, name: str, read: Callable[[Fields], Part]) -> tuple[Part, ...]:
        parts = [Fields(item, f"{self._where}: {name}[{at}]") for at, item in enumerate(self._items(name))]
        return tuple(read(part) for part in parts)

    def slugs(self, name: str, pattern: re.Pattern[str] = _SLUG) -> frozenset[str]:
        found = self._items(name)
        if not all(isinstance(item, str) and pattern.fullmatch(item) for item in found):
            raise self.refuse(name, found, f"a list of {pattern.pattern}")
        return frozenset(found)

    def part(self, name: str) -> Fields:
        return Fields(self.take(name), f"{self._where}: {name}")

    def maybe(self, name: str, read: Callable[[Fields], Part]) -> Part | None:
        """Return the object read, None where null stands."""
        found = self.take(name)
        return None if found is None else read(Fields(found, f"{self._where}: {name}"))

    def done(self) -> None:
        if self._left:
            raise ScheduleUnreadable(f"{self._where}: unknown field {min(self._left)!r}; a later program wrote it")

    def _items(self, name: str) -> list[Any]:
        found = self.take(name)
        if not isinstance(found, list):
            raise self.refuse(name, found, "a list")
        return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of ``pairs``; a name given twice is refused, where json.loads would take the last."""
    distinct([name for name, _ in pairs], "field")
    return dict(pairs)


def distinct(names: list[str], what: str) -> None:
    """Raise ScheduleUnreadable when one of ``names`` is there twice."""
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ScheduleUnreadable(f"{what} {twice!r} is there twice; save any flight to write the schedule again")


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")
