"""A new paper's folder: made once, with a key of its own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from standfirst.config.home import SETTINGS_FILE, Home, HomeMisconfigured, home_of
from standfirst.edition.layout import edition_folder

_SETTINGS = """\
# This paper's settings. Each can be overridden by an environment variable of the same name in capitals;
# docs/reference/settings.md lists them all.

# Signs the newsroom's sessions. Keep it to yourself; a new one logs everybody out.
secret_key = "{key}"
"""

#: Longest path of a Unix socket, bytes (the kernel's sun_path, less its closing NUL).
_SOCKET_BYTES = 107


class HomeUnwritable(Exception):
    """A paper's folder that cannot be made or written; says why, and what to do."""


class NoPaper(Exception):
    """There is no paper in the folder that was named."""


def make_home(folder: Path, environment: Mapping[str, str]) -> Home:
    """Return the paper in ``folder``, made with a secret key of its own where there is none.

    Raises HomeUnwritable, and HomeMisconfigured as ``home_of`` does.
    """
    folder = folder.expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_settings(folder / SETTINGS_FILE)
        check_writable(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    home = _keyed(home_of(folder, environment))
    check_sockets(home)
    make_edition(home)
    return home


def existing_home(folder: Path, environment: Mapping[str, str]) -> Home:
    """Return the paper in ``folder``. Raises NoPaper when there is none, HomeUnwritable when we may not
    write to it, and HomeMisconfigured as ``home_of`` does.
    """
    home = _keyed(home_of(folder, environment))
    try:
        check_writable(home.folder)
    except OSError as error:
        raise _unwritable(home.folder, error) from error
    check_sockets(home)
    make_edition(home)
    return home


def make_edition(home: Home) -> None:
    """Make the edition's folder where it is missing: an empty edition answers 404, a missing one 503.

    Raises EditionUnknown, HomeUnwritable.
    """
    folder = edition_folder(home.edition_url)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def check_writable(folder: Path) -> None:
    """Raise OSError when no file can be made in ``folder``."""
    probe = folder / f".probe-{secrets.token_hex(4)}"
    probe.touch(exist_ok=False)
    probe.unlink()


def check_sockets(home: Home) -> None:
    """Raise HomeUnwritable when the folder's path is too long to hold a socket."""
    longest = max(len(os.fsencode(path)) for path in (home.bell, home.newsroom_socket))
    if longest > _SOCKET_BYTES:
        raise HomeUnwritable(
            f"{home.folder} is too long a path: sockets in it would need {longest} bytes, {_SOCKET_BYTES} are possible; "
            "give STANDFIRST_HOME a shorter one"
        )


def _keyed(home: Home) -> Home:
    """Return ``home`` if it can sign sessions. Raises NoPaper when nothing is there, HomeMisconfigured when only the key is missing."""
    file = home.folder / SETTINGS_FILE
    if home.secret_key:
        return home
    if file.exists():
        raise HomeMisconfigured(f'{file} has no secret_key; add this line: secret_key = "{secrets.token_urlsafe(48)}"')
    raise NoPaper(f"there is no paper in {home.folder}; make one: standfirst init --home {home.folder}")


def _write_settings(file: Path) -> None:
    if file.exists():
        return
    # Written beside and linked into place: never half a file, never over what somebody else just made.
    beside = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            written.write(_SETTINGS.format(key=secrets.token_urlsafe(48)))
        with suppress(FileExistsError):
            os.link(beside, file)
    finally:
        beside.unlink()


def _unwritable(folder: Path, error: OSError) -> HomeUnwritable:
    return HomeUnwritable(f"{folder} cannot be written ({error.strerror}); give STANDFIRST_HOME a folder you own")
