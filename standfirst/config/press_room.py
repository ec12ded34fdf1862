"""The press put together: the newsroom's archive, the ledger, the edition and the printers."""

from __future__ import annotations

import os
from functools import partial

from standfirst.config.home import Home
from standfirst.config.press_bench import open_bench
from standfirst.edition.binding import Binder
from standfirst.edition.layout import SEARCH_INDEX, edition_folder
from standfirst.edition.search_index import SearchIndex
from standfirst.newsroom.handoff import HANDOFF_VERSION, LiveArchive
from standfirst.press.ahead import PicturesAhead
from standfirst.press.darkroom import Darkroom, picture_printer
from standfirst.press.emergencies import EmergencyDesk
from standfirst.press.emergency_archive import EmergencyArchive
from standfirst.press.ledger import Ledger
from standfirst.press.noting import IN_PASSING
from standfirst.press.pool import Bench, ManyHands
from standfirst.press.rendering import FILES, PRESS_VERSION, job_printer
from standfirst.press.runs import PressRoom


def press_room(home: Home) -> PressRoom:
    """Return the paper's press. Django must be set up.

    Raises EditionUnwritable, EditionUnknown.
    """
    folder = edition_folder(home.edition_url)
    archive, print_job = bench_of(home)
    ledger, search = Ledger(home.ledger), SearchIndex(folder / SEARCH_INDEX)
    if search.is_new:
        ledger.mark_stories(IN_PASSING)
    return PressRoom(
        archive=archive,
        ledger=ledger,
        binder=Binder(folder),
        search=search,
        print_job=print_job,
        version=f"{PRESS_VERSION}-{HANDOFF_VERSION}",
        files=FILES,
        pool=ManyHands(os.cpu_count() or 1, partial(open_bench, home, os.getpid())),
    )


def bench_of(home: Home) -> Bench:
    """Return the archive the paper's press reads, and how it prints. Django must be set up."""
    archive = EmergencyArchive(LiveArchive(), EmergencyDesk(home.emergency))
    return archive, job_printer(picture_printer(Darkroom(home.darkroom)))


def pictures_ahead(home: Home) -> PicturesAhead:
    """Return what develops the paper's pictures before a story shows them. Django must be set up."""
    return PicturesAhead(LiveArchive(), Darkroom(home.darkroom))
