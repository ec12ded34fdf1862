"""What a browser must support for the scripted extras, and what to tell a reader whose browser does not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: The list that comes with the program.
SUPPORT_FILE = Path(__file__).with_name("support.toml")

#: Parts of a version, most significant first; ``(0,)`` is older than any.
Version = tuple[int, ...]


class SupportUnreadable(Exception):
    """A list of browsers that says something that cannot be; names file and entry."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something the extras need. test: a JavaScript expression that is true where it is there."""

    name: str
    why: str
    test: str


@dataclass(frozen=True, slots=True)
class System:
    """What a browser runs on. pattern: finds it in a User-Agent, its one group is the version. oldest: below it nothing is updated."""

    name: str
    pattern: str
    oldest: Version


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser readers use.

    pattern: finds it in a User-Agent, its one group is the version.
    least: the first version that has every need; None where no version ever will.
    update: its maker's https address, "" where we know none. systems: the oldest version of each system that the update runs on.
    """

    name: str
    pattern: str
    least: Version | None
    update: str
    systems: Mapping[str, Version]


@dataclass(frozen=True, slots=True)
class Support:
    needs: tuple[Need, ...]
    systems: tuple[System, ...]
    browsers: tuple[Browser, ...]

    def test(self) -> str:
        """Return one JavaScript expression, true in a browser that has every need."""
        return " && ".join(f"({need.test})" for need in self.needs)


@dataclass(frozen=True, slots=True)
class Seen:
    """A reader's browser. passes: whether ``Support.test`` was true there; the rest as it calls itself, "" if unknown."""

    passes: bool
    browser: str = ""
    version: Version = (0,)
    system: str = ""
    system_version: Version = (0,)


@dataclass(frozen=True, slots=True)
class Advice:
    """That a newer browser would be safer. address: its maker's; "" where we do not know which browser it is."""

    browser: str = ""
    address: str = ""


@cache
def support_in(file: Path = SUPPORT_FILE) -> Support:
    """Return the list kept in ``file``. Raises SupportUnreadable."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        needs = tuple(Need(**entry) for entry in raw.pop("needs"))
        systems = tuple(
            System(entry["name"], entry["pattern"], _version(entry["oldest"])) for entry in raw.pop("systems")
        )
        browsers = tuple(_browser(entry, file) for entry in raw.pop("browsers"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SupportUnreadable(f"{file} cannot be read ({error}); write it as its comments say") from error
    if raw:
        raise SupportUnreadable(
            f"{file} holds {min(raw)!r}, which nobody reads; it has [[needs]], [[systems]] and [[browsers]]"
        )
    entries: tuple[System | Browser, ...] = (*systems, *browsers)
    for entry in entries:
        _check_pattern(entry, file)
    return Support(needs, systems, browsers)


def seen_in(support: Support, agent: str, *, passes: bool) -> Seen:
    """Return the browser that calls itself ``agent`` (a User-Agent header). passes: whether the test was true in it."""
    browser, version = _first(support.browsers, agent)
    system, system_version = _first(support.systems, agent)
    return Seen(passes, browser, version, system, system_version)


def _first(known: Iterable[System | Browser], agent: str) -> tuple[str, Version]:
    for entry in known:
        if found := re.search(entry.pattern, agent):
            return entry.name, _version(found[1] or "0")
    return "", (0,)


def what_to_tell(support: Support, seen: Seen) -> Advice | None:
    """Return what to tell a reader about their browser; None for nothing, which is nearly always right.

    Nothing is said where it would not help: every need is there, the browser is new enough (somebody switched
    something off), or no update runs on the reader's system.
    """
    if seen.passes:
        return None
    browser = next((known for known in support.browsers if known.name == seen.browser), None)
    if browser is None or not browser.update:
        system = next((known for known in support.systems if known.name == seen.system), None)
        return None if system and seen.system_version < system.oldest else Advice()
    oldest = browser.systems.get(seen.system)
    if (browser.least is not None and seen.version >= browser.least) or oldest is None or seen.system_version < oldest:
        return None
    return Advice(browser.name, browser.update)


def _browser(entry: Mapping[str, Any], file: Path) -> Browser:
    name, update = str(entry["name"]), str(entry["update"])
    if update and not update.startswith("https://"):
        raise SupportUnreadable(f"{file}: {name}: update is {update!r}, expected an https:// address")
    if unknown := set(entry) - {"name", "pattern", "least", "update", "systems"}:
        raise SupportUnreadable(f"{file}: {name}: {min(unknown)!r} is nothing a browser has here")
    least = _version(entry["least"]) if "least" in entry else None
    return Browser(
        name,
        str(entry["pattern"]),
        least,
        update,
        {system: _version(oldest) for system, oldest in entry["systems"].items()},
    )


def _check_pattern(entry: System | Browser, file: Path) -> None:
    try:
        groups = re.compile(entry.pattern).groups
    except re.error as error:
        raise SupportUnreadable(f"{file}: {entry.name}: pattern {entry.pattern!r} cannot be read ({error})") from error
    if groups != 1:
        raise SupportUnreadable(
            f"{file}: {entry.name}: pattern {entry.pattern!r} has {groups} groups, expected one, the version"
        )


def _version(written: str) -> Version:
    return tuple(int(part) for part in re.split("[._]", written.strip("._")) if part)
