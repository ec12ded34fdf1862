"""`standfirst emergency`: publishing from files while the newsroom's database is away, and bringing it in afterwards."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standfirst.config.home import Home
from standfirst.edition.binding import Binder
from standfirst.edition.layout import SEARCH_INDEX, edition_folder
from standfirst.edition.search_index import SearchIndex
from standfirst.press.darkroom import Darkroom, picture_printer
from standfirst.press.emergencies import Emergency, EmergencyDesk, EmergencyRefused
from standfirst.press.emergency_press import EmergencyPress
from standfirst.press.rendering import job_printer


def publish_file(home: Home, file: Path, *, as_json: bool) -> int:
    """Put the story in ``file`` before readers, without the database; return 0, or 1 when it is refused."""
    try:
        emergency = _press(home).publish(file, datetime.now(UTC).replace(microsecond=0))
    except EmergencyRefused as error:
        return _refused(error)
    _say(home, emergency, as_json=as_json)
    return 0


def list_emergencies(home: Home, *, as_json: bool) -> int:
    """Say what is published and not yet in the newsroom, newest first."""
    for emergency in EmergencyDesk(home.emergency).live():
        _say(home, emergency, as_json=as_json)
    return 0


def withdraw_emergency(home: Home, name: str) -> int:
    """Take the story called ``name`` away from readers; return 0, or 1 when there is none."""
    press = _press(home)
    emergency = press.desk.named(name)
    if emergency is None:
        return _refused(
            EmergencyRefused(f"there is no story {name!r} at the emergency desk; see `standfirst emergency list`")
        )
    try:
        press.withdraw(emergency, datetime.now(UTC))
    except EmergencyRefused as error:
        return _refused(error)
    print(
        f"{emergency.path}: "
        + ("the press prints the newsroom's version when it can" if emergency.corrects else "taken off the site")
    )
    return 0


def reconcile(home: Home, *, as_json: bool) -> int:
    """Bring everything at the emergency desk into the newsroom and have the press take over; return 1 if any was refused."""
    from standfirst.config.django_setup import set_up_django

    set_up_django(home)
    from standfirst.config.commands.pressing import bring_to_readers
    from standfirst.newsroom.reconciling import bring_in

    desk = EmergencyDesk(home.emergency)
    refused, brought = False, []
    with _alone(home.emergency):
        # Oldest first, so that the newest ends on top.
        for emergency in reversed(desk.live()):
            story = replace(emergency.whole, id=emergency.id)
            found = replace(emergency.found, published=story.published, updated=story.updated, story=story)
            taken = bring_in(found, path=emergency.path, pictures=dict(emergency.found.files))
            row = {
                "name": emergency.name,
                "status": taken.status,
                "id": taken.id,
                "path": emergency.path,
                "reason": taken.reason,
            }
            print(json.dumps(row, ensure_ascii=False) if as_json else _became(row), flush=True)
            if taken.status == "ok":
                desk.retire(emergency, "reconciled")
                brought += [taken.id, emergency.id]
            refused = refused or taken.status != "ok"
    if brought:
        bring_to_readers(home, brought)
    return 1 if refused else 0


def _became(row: dict[str, Any]) -> str:
    why = f" ({row['reason']})" if row["reason"] else ""
    return f"{row['status']:8} {row['name']}: {row['path']}" + (f" is story {row['id']}" if row["id"] else "") + why


def _press(home: Home) -> EmergencyPress:
    folder = edition_folder(home.edition_url)
    return EmergencyPress(
        desk=EmergencyDesk(home.emergency),
        binder=Binder(folder),
        search=SearchIndex(folder / SEARCH_INDEX),
        print_job=job_printer(picture_printer(Darkroom(home.darkroom))),
    )


def _say(home: Home, emergency: Emergency, *, as_json: bool) -> None:
    story = emergency.story
    row = {
        "name": emergency.name, "id": emergency.id, "path": emergency.path, "headline": story.headline,
        "published": story.published.isoformat(), "corrects": emergency.corrects,
    }  # fmt: skip
    if as_json:
        print(json.dumps(row, ensure_ascii=False))
    else:
        print(
            f"{emergency.name}  {story.published:%Y-%m-%d %H:%M}  {story.headline}\n    {_origin(home)}{emergency.path}"
        )


def _origin(home: Home) -> str:
    """Return where readers find the paper, as far as can be known without its database."""
    from standfirst.config.origins import is_local

    origin = EmergencyDesk(home.emergency).kept_paper().paper.origin
    return f"http://{home.reachable}" if is_local(origin) else origin


def _refused(error: EmergencyRefused) -> int:
    print(f"standfirst: {error}", file=sys.stderr)
    return 1


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the desk's lock: two who reconcile at once wait for each other. A dead process holds nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
