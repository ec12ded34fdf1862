"""Rendering: a job to its plate. What a template asks is noted while it is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import jinja2

from standfirst.browsers.support import SUPPORT_FILE
from standfirst.edition.plate import FORMAT, Plate
from standfirst.press.jobs import Job, Printer
from standfirst.press.notes import Notes
from standfirst.press.printers.corrections import print_corrections
from standfirst.press.printers.feed import print_feed
from standfirst.press.printers.file import file_keys, print_file, print_script
from standfirst.press.printers.front import print_front
from standfirst.press.printers.house import print_house
from standfirst.press.printers.listing import print_day, print_month, print_person, print_topic
from standfirst.press.printers.live import print_entry, print_live
from standfirst.press.printers.sitemap import print_news_sitemap, print_sitemap, print_sitemap_index
from standfirst.press.printers.story import print_story

#: The printer of each kind of job; pictures are developed by press/darkroom.py, which needs a folder.
PRINTERS: Mapping[str, Printer] = {
    "story": print_story,
    "live": print_live,
    "entry": print_entry,
    "front": print_front,
    "day": print_day,
    "month": print_month,
    "topic": print_topic,
    "person": print_person,
    "corrections": print_corrections,
    "feed": print_feed,
    "sitemap": print_sitemap,
    "sitemap-index": print_sitemap_index,
    "news-sitemap": print_news_sitemap,
    "house": print_house,
    "file": print_file,
    "script": print_script,
}

#: Keys of the jobs of kind "file".
FILES: tuple[str, ...] = file_keys()


class NoPrinter(LookupError):
    """A job of a kind that nobody here prints."""


def print_job(job: Job, notes: Notes) -> Plate | None:
    """Return the plate of ``job``, None when there is nothing to print (any more).

    Raises NoPrinter for a kind without a printer.
    """
    printer = PRINTERS.get(job.kind)
    if printer is None:
        raise NoPrinter(f"{job} has no printer here; known kinds: {', '.join(PRINTERS)}; pictures: press/darkroom.py")
    return printer(job.key, notes)


def job_printer(pictures: Printer) -> Callable[[Job, Notes], Plate | None]:
    """Return ``print_job`` that prints pictures as well; ``pictures``: as darkroom.picture_printer makes it."""

    def print_any(job: Job, notes: Notes) -> Plate | None:
        return pictures(job.key, notes) if job.kind == "picture" else print_job(job, notes)

    return print_any


# --- The press's version

_HERE = Path(__file__).parent
#: Everything a page's bytes come from, besides what an archive answers.
_SOURCES = (
    "assets",
    "templates",
    "printers",
    "wording",
    "asking.py",
    "composing.py",
    "policy.py",
    "scripting.py",
    "shrinking.py",
    "slots.py",
    "typesetting.py",
    "urgent.py",
    "views.py",
)


def digest_of_files(folder: Path, names: Iterable[str], *, made_by: bytes = b"") -> str:
    """Return 16 hexadecimal digits that differ when a file of ``names`` (files and folders in ``folder``) does, or ``made_by``."""
    digest = blake2b(made_by, digest_size=8)
    for name in names:
        for file in sorted(path for path in (folder / name, *(folder / name).rglob("*")) if path.is_file()):
            if file.suffix != ".pyc":
                digest.update(f"\0{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()


#: Differs when a template, a style, a printer, what a story is or the plates' format does: every plate is then printed anew.
PRESS_VERSION: str = digest_of_files(
    _HERE,
    _SOURCES,
    made_by=b"\0".join(
        (
            f"{jinja2.__version__} {version('calmjs.parse')} {FORMAT}".encode(),
            SUPPORT_FILE.read_bytes(),
            digest_of_files(_HERE.parent, ("story",)).encode(),
        )
    ),
)
