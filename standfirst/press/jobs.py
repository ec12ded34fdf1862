"""Jobs: every plate a paper has, named. A job says what to print; the printer of its kind says how.

kind            key                     prints
story           12                      the story's page
live            12                      the head of a live story: which entries are its newest
entry           12/20261124T140500/…    one entry of a live story, named by its moment and its print
front           "" or world             the home front, a section front
month           world/2026-11           a section's month
topic, person   kyiv, jane-doe          their pages
corrections     ""                      /corrections/
feed            world.xml, all.atom     a feed: xml (RSS), atom, json
sitemap         2026-11                 one month's addresses
sitemap-index   ""                      /sitemap.xml
news-sitemap    ""                      /sitemap-news.xml
house           404 405 410 414 503     pages without an address of their own ("!404"), "search" the search page's shell, "search-words" its sentences
file            robots.txt, icons …     what is the same whatever is live
script          en en.older en.live     the script of pages in a language; what an old engine is told in it; what live stories need
picture         <key>-640.webp          one rendition, under /m/
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from standfirst.edition.plate import Plate
from standfirst.press.notes import Notes


@dataclass(frozen=True, slots=True, order=True)
class Job:
    kind: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


#: Prints the job with this key: the plate, or None when there is nothing to print (any more).
Printer = Callable[[str, Notes], Plate | None]
