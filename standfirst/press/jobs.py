"""Jobs: every plate a paper has, named. A job says what to print; the printer of its kind says how.

kind            key                     prints
story           12                      the story's page
live            12                      the head of a live story: which entries are its newest
entry           12/20261124T140500/…    one entry of a live story, named by its moment and its print
front           "" or world             the home front, a section front
month           world/2026-11           a section's month: its stories, or its days
day             world/2026-11-24        a section's day, in a month of too many stories for one page
topic, person   kyiv, jane-doe          their pages
corrections     ""                      /corrections/
feed            world.xml, all.atom     a feed: xml (RSS), atom, json
sitemap         2026-11, 2026-11-24     the addresses of one month, or of one day of it
sitemap-index   ""                      /sitemap.xml
news-sitemap    ""                      /sitemap-news.xml
house           404 405 410 414 503     pages without an address of their own ("!404"), "search" the search page's shell, "search-words" its sentences
file            robots.txt, icons …     what is the same whatever is live
script          en en.live en.listen …  the script of pages in a language; those of their own in it, by name
picture         <key>-640.webp          one rendition, under /m/
                <key>-1280by720-4-96.jpg  a crop: its size, and where in the original it begins
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from standfirst.edition.plate import Plate
from standfirst.press.notes import Notes


class Job(NamedTuple):
    kind: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


#: Prints the job with this key: the plate, or None when there is nothing to print (any more).
Printer = Callable[[str, Notes], Plate | None]
