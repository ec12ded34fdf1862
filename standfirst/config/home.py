"""A paper's home: its folder and settings. The only place that reads the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

SETTINGS_FILE = "standfirst.toml"


class HomeMisconfigured(Exception):
    """standfirst.toml or the environment says something that cannot be; names which, and what to write."""


def _setting(meaning: str, default: Any = MISSING) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Home:
    """Everything a process needs to know about where its paper lives. The settings' meanings make the reference."""

    folder: Path
    database_url: str = _setting(
        "The newsroom's database: `sqlite:///PATH`, `postgresql://USER:WORD@HOST/NAME`. Default: in the paper's folder."
    )
    edition_url: str = _setting("Where the edition is kept: `file:///PATH`. Default: in the paper's folder.")
    redis_url: str | None = _setting(
        "A Redis or Valkey for what is too much for files: `redis://HOST:PORT/N`. Default: none."
    )
    secret_key: str = _setting(
        "Signs the newsroom's sessions; made by `standfirst init`. A new one logs everybody out."
    )
    address: str = _setting("The IP address the site listens on; `0.0.0.0` for all of the machine's.", "127.0.0.1")
    port: int = _setting("The TCP port the site listens on.", 8000)
    workers: int = _setting("Processes that serve readers; one for each core is plenty.", 1)
    debug: bool = _setting(
        "`1` shows the newsroom's insides when it stumbles. Never where others can reach it.", default=False
    )
    hosts: tuple[str, ...] = _setting(
        "Names under which the newsroom may be asked for, by blanks or commas. Default: any.", ()
    )

    node: str = _setting("This machine's name among several that serve the paper; each needs one of its own.", "main")
    country_header: str = _setting(
        "The header in which the front server says a reader's country (ISO 3166), such as `X-Country`. It must set it"
        " itself on every request. Default: none, and no ad is sold by country.",
        "",
    )

    @property
    def ledger(self) -> Path:
        """The press's own record."""
        return self.folder / "ledger.sqlite3"

    @property
    def clock(self) -> Path:
        """What time the press last counted, for the next press and for `standfirst check`."""
        return self.folder / "clock.json"

    @property
    def darkroom(self) -> Path:
        """Renditions that were developed but may not be shown yet."""
        return self.folder / "darkroom"

    @property
    def media(self) -> Path:
        """Originals of pictures, and files that stories were imported from."""
        return self.folder / "media"

    @property
    def bell(self) -> Path:
        """The socket on which the newsroom rings the press."""
        return self.folder / "bell.sock"

    @property
    def emergency(self) -> Path:
        """Stories published from files while the database was away."""
        return self.folder / "emergency"

    @property
    def tallies(self) -> Path:
        """Counts of what was shown and read, until they are summed up."""
        return self.folder / "tallies"

    @property
    def reachable(self) -> str:
        """Host and port at which this machine reaches the site: "127.0.0.1:8000"."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.address, self.address)  # noqa: S104 -- to answer, not to listen
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    def at_port(self, port: int | None) -> Home:
        """Return the same paper with its site at another port; with its own where none is given."""
        return self if port is None else replace(self, port=port)

    @property
    def newsroom_socket(self) -> Path:
        """The socket on which the newsroom answers delivery."""
        return self.folder / "newsroom.sock"


def home_of(folder: Path, environment: Mapping[str, str]) -> Home:
    """Return the paper's settings: standfirst.toml in ``folder``, each overridden by ``environment``.

    Raises HomeMisconfigured when a value cannot be used.
    """
    folder = folder.expanduser().resolve()
    written = _written(folder / SETTINGS_FILE)

    def value(name: str, default: str | None = None) -> str | None:
        found = environment.get(name.upper(), written.get(name, default))
        return None if found is None or found == "" else str(found)

    return Home(
        folder=folder,
        database_url=value("database_url") or f"sqlite:///{folder / 'newsroom.sqlite3'}",
        edition_url=value("edition_url") or f"file://{folder / 'edition'}",
        redis_url=value("redis_url"),
        secret_key=value("secret_key") or "",
        address=_address(value("address") or "127.0.0.1"),
        port=_number("port", value("port", "8000"), 1, 65535),
        workers=_number("workers", value("workers", "1"), 1, 64),
        debug=value("debug", "") in {"1", "true", "True"},
        hosts=tuple(name for name in (value("hosts") or "").replace(",", " ").split() if name),
        node=value("node") or "main",
        country_header=(value("country_header") or "").lower(),
    )


def home_from_environment() -> Home:
    """Return the settings of the paper STANDFIRST_HOME names (default ``./paper``)."""
    return home_of(Path(os.environ.get("STANDFIRST_HOME") or "paper"), os.environ)


def _written(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HomeMisconfigured(f"{file} is not valid TOML ({error}); mend that line or delete the file") from error
    except OSError as error:
        raise HomeMisconfigured(f"{file} cannot be read ({error.strerror})") from error


def _address(written: str) -> str:
    try:
        return str(ip_address(written))
    except ValueError as error:
        raise HomeMisconfigured(f"ADDRESS={written!r} is no IP address; give 127.0.0.1, or 0.0.0.0 for all") from error


def _number(name: str, written: str | None, least: int, most: int) -> int:
    try:
        number = int(written or "")
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise HomeMisconfigured(f"{name.upper()}={written!r} is not a number from {least} to {most}")
    return number
