"""What a process of the press's pool is given when it starts: a way to read the newsroom, and to print.

Apart from press_room.py because it is imported before Django is set up, in a process that begins with nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from standfirst.config.django_setup import set_up_django
from standfirst.config.home import Home
from standfirst.config.lifeline import follow_parent

if TYPE_CHECKING:
    from standfirst.press.pool import Bench


def open_bench(home: Home, parent: int) -> Bench:
    """Return what to read from and print with, in a process that ends when ``parent`` (its parent's id) is gone."""
    follow_parent(parent)
    set_up_django(home)
    from standfirst.config.press_room import bench_of

    return bench_of(home)
