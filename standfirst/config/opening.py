"""Opening a paper: its database made or brought up to date, its first login, and the example where it is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from standfirst.config.django_setup import set_up_django
from standfirst.config.home import Home


class DatabaseAway(Exception):
    """The newsroom's database does not answer; says which, and what it said."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a paper did.

    username: the first login's. password: what was made up for it just now, None when it was made before.
    stories: how many the example brought.
    """

    username: str
    password: str | None = None
    stories: int = 0


def open_home(home: Home, *, example: bool = False) -> Opened:
    """Return what opening the paper did. example: fill it with the example paper if it is new.

    Raises DatabaseAway; nothing is lost, come again.
    """
    set_up_django(home)
    from django.db import DatabaseError, InterfaceError

    from standfirst.newsroom.opening import open_paper

    try:
        username, password = open_paper(home)
        return Opened(username, password, _fill(home, is_new=password is not None) if example else 0)
    except (DatabaseError, InterfaceError) as error:
        raise DatabaseAway(f"the newsroom's database does not work ({_first_line(error)}); see DATABASE_URL") from error


def _fill(home: Home, *, is_new: bool) -> int:
    """Return how many stories the example brought. A paper that somebody else began is left alone."""
    from standfirst.config.demo import load_demo

    # Killed half-way, the next start goes on; once done, what editors throw away stays away.
    unfinished = home.folder / "example.unfinished"
    if is_new:
        unfinished.touch()
    if not unfinished.exists():
        return 0
    stories = load_demo(home)
    unfinished.unlink()
    return stories


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
