"""`standfirst check`: what is wrong with a paper's set-up and how to mend it; and whether a text is anywhere in it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from standfirst.config.home import Home, HomeMisconfigured
from standfirst.config.new_home import HomeUnwritable, NoPaper, check_writable, existing_home
from standfirst.config.occupancy import occupant
from standfirst.config.press_clock import count_in, this_machine, trouble_of
from standfirst.config.processes import PortTaken, check_port
from standfirst.config.trouble import one_line
from standfirst.edition.binding import Binder
from standfirst.edition.errors import EditionError
from standfirst.edition.layout import edition_folder
from standfirst.edition.proving import EmptyNeedle, Proof, prove_absent

#: Less room than this on a disk and the next pictures may not fit, bytes.
_ROOM_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. trouble: "" when all is well; otherwise what is wrong and how to mend it."""

    what: str
    trouble: str = ""


def check_paper(folder: Path, environment: Mapping[str, str]) -> int:
    """Say of everything looked at whether it is well; return 1 if anything is not, else 0."""
    wrong = 0
    for finding in findings(folder, environment):
        print(
            f"{'wrong' if finding.trouble else 'well '}  {finding.what}"
            + (f": {finding.trouble}" if finding.trouble else "")
        )
        wrong += bool(finding.trouble)
    return 1 if wrong else 0


def look_for(home: Home, needle: str, *, as_json: bool) -> int:
    """Say whether ``needle`` stands anywhere readers can get at; return 0 when it is proved absent, else 1."""
    try:
        proof = prove_absent(needle, edition_folder(home.edition_url))
    except EmptyNeedle as error:
        print(f"standfirst: {error}", file=sys.stderr)
        return 2
    if as_json:
        print(json.dumps({"needle": needle, "absent": proof.is_absent} | asdict(proof), ensure_ascii=False))
    else:
        print("\n".join(_proved(needle, proof)))
    return 0 if proof.is_absent else 1


def _proved(needle: str, proof: Proof) -> Iterator[str]:
    parts: dict[tuple[str, int | None], list[str]] = {}
    for place in proof.found:
        parts.setdefault((place.where, place.status), []).append(place.part)
    for (where, status), names in parts.items():
        yield f"found   {where}" + (f" ({status})" if status else "") + f": {', '.join(names)}"
    yield from (f"unread  {reason}" for reason in proof.unread)
    looked = (
        f"{proof.plates} plates in {proof.forms} stored forms, {proof.stories} stories of the search index "
        f"and {proof.files} files of the schedule of ads"
    )
    if proof.is_absent:
        yield f"absent  {needle!r} stands nowhere in {looked}"
    else:
        yield f"{len(parts)} places hold {needle!r} and {len(proof.unread)} files cannot be read, of {looked}"


def findings(folder: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what was looked at, in order; nothing more when there is no paper to look at."""
    try:
        home = existing_home(folder, environment)
    except (HomeMisconfigured, HomeUnwritable, NoPaper, EditionError) as error:
        yield Finding("folder and settings", str(error))
        return
    yield Finding(f"folder and settings: {home.folder}")
    looks: Mapping[str, Callable[[Home], str]] = {
        "search engine (SQLite with FTS5)": _search,
        "edition": _edition,
        "room on the disk": _room,
        "the site's port": _port,
        "the machine's clock": lambda home: trouble_of(this_machine(), count_in(home.clock)),
        "safety": _safety,
        "the newsroom's database": _database,
    }
    for what, look in looks.items():
        yield Finding(what, look(home))


def _search(home: Home) -> str:
    del home
    with sqlite3.connect(":memory:") as db:
        try:
            db.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        except sqlite3.OperationalError:
            return f"this Python's SQLite {sqlite3.sqlite_version} has no full-text search; use the system's python3"
    return ""


def _edition(home: Home) -> str:
    try:
        binder = Binder(edition_folder(home.edition_url))
        check_writable(binder.folder)
    except EditionError as error:
        return str(error)
    except OSError as error:
        return f"{home.edition_url} cannot be written ({error.strerror}); give EDITION_URL a folder you own"
    return ""


def _room(home: Home) -> str:
    free = shutil.disk_usage(home.folder).free
    return "" if free >= _ROOM_BYTES else f"{free // 1_000_000} MB are left for {home.folder}; make some room"


def _port(home: Home) -> str:
    if occupant(home.folder, "site") is not None:
        return ""
    try:
        check_port(home.address, home.port)
    except PortTaken as error:
        return str(error)
    return ""


def _safety(home: Home) -> str:
    if home.debug and home.address != "127.0.0.1":
        return "DEBUG shows the newsroom's insides to everybody; leave it off where others can reach the site"
    mode = (home.folder / "standfirst.toml").stat().st_mode & 0o077 if (home.folder / "standfirst.toml").exists() else 0
    return f"others can read the secret key; type: chmod 600 {home.folder / 'standfirst.toml'}" if mode else ""


def _database(home: Home) -> str:
    from standfirst.config.django_setup import set_up_django

    set_up_django(home)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is what is wrong with the database
        return one_line(error) or f"{type(error).__name__}: {error}"
    return f"{len(due)} changes of its tables are due; type `standfirst init --home {home.folder}`" if due else ""
