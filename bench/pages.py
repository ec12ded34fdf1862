"""`standfirst bench page`: what each kind of page weighs, on the wire and by part.

The example paper is made and run, and every page it has is asked for over HTTP as a browser asks (brotli). Counted are
all bytes of the answer, response headers included. What a part costs is what the compressed page is smaller without it;
the parts of a page share words, so that they add up to a little less than the page. The heaviest story is then read with
its three ad slots (bench/three_slots.py), in a browser too where there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

import brotlicffi

from bench.running_paper import running_paper
from bench.three_slots import SLOT_BYTES, ThreeSlots, answer, shifts, three_slots
from standfirst.config.home import home_of
from standfirst.edition.layout import edition_folder
from standfirst.edition.packing import as_brotli
from standfirst.edition.shelf import Shelf
from standfirst.story.addresses import is_story_path

#: What a new connection carries before the reader's first answer: ten segments of 1,460 bytes.
ONE_ROUND_TRIP = 14_600

_PARTS = {
    "css": re.compile(rb"<style>.*?</style>", re.DOTALL),
    "linked": re.compile(rb'<script type="application/ld\+json">.*?</script>', re.DOTALL),
}
_KINDS = (
    ("home front", re.compile(r"/")),
    ("topic", re.compile(r"/topics/.+")),
    ("person", re.compile(r"/people/.+")),
    ("corrections", re.compile(r"/corrections/")),
    ("section month", re.compile(r"/[^/]+/\d{4}/\d\d/")),
    ("section front", re.compile(r"/[^/]+/")),
    ("feed", re.compile(r"/feeds/.+")),
    ("sitemap", re.compile(r"/sitemap.*\.xml")),
    ("script", re.compile(r"/a/.+")),
)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page weighs, bytes. wire: the whole answer; css, linked: what the body is smaller without that part."""

    path: str
    wire: int
    headers: int
    body: int
    css: int
    linked: int
    plain: int


def main(argv: Sequence[str]) -> int:
    """Print the lightest, the middle and the heaviest page of each kind; return 1 when a story with its slots is too heavy or moves."""
    wanted = _arguments(argv)
    with running_paper() as paper:
        shelf = Shelf(edition_folder(home_of(paper.home, os.environ).edition_url))
        paths = sorted(plate.path for plate in shelf.plates() if plate.status == 200 and plate.path.startswith("/"))
        host = urlsplit(paper.site).netloc
        weights = _by_kind(paths, host)
        heaviest = weights["story"][-1].wire
        slots = max((three_slots(host, story.path) for story in weights["story"]), key=_most)
        slots = replace(slots, shifts=shifts(paper.site, slots.path))
    if wanted.json:
        kinds = {kind: [asdict(weight) for weight in found] for kind, found in weights.items()}
        print(
            json.dumps(
                {
                    "one_round_trip": ONE_ROUND_TRIP,
                    "heaviest_story": heaviest,
                    "three_slots": asdict(slots),
                    "kinds": kinds,
                }
            )
        )
    else:
        print(_table(weights, heaviest))
        print(_slots_said(slots))
    return int(heaviest > ONE_ROUND_TRIP or not slots.holds(ONE_ROUND_TRIP))


def _most(slots: ThreeSlots) -> tuple[int, int]:
    """Sort stories with more slots last, then heavier ones: a sensitive story has none."""
    return len(slots.slots), slots.page


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="standfirst bench page", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object with every page instead of a table")
    return parser.parse_args(argv)


def _by_kind(paths: Iterable[str], host: str) -> dict[str, list[Weight]]:
    """Return the weights of all pages by kind, lightest first; pictures are not pages."""
    weights: dict[str, list[Weight]] = defaultdict(list)
    for path in paths:
        kind = kind_of(path)
        if kind is not None:
            weights[kind].append(weigh(path, *answer(host, path)))
    return {kind: sorted(found, key=lambda weight: weight.wire) for kind, found in sorted(weights.items())}


def kind_of(path: str) -> str | None:
    """Return what a reader calls the page at ``path``; None for pictures, icons and the like."""
    if is_story_path(path):
        return "story"
    return next((kind for kind, form in _KINDS if form.fullmatch(path)), None)


def weigh(path: str, head: bytes, body: bytes) -> Weight:
    """Return what an answer weighs, and its parts."""
    page = brotlicffi.decompress(body) if b"content-encoding: br" in head.lower() else body
    whole = _compressed(page)
    without = {part: whole - _compressed(form.sub(b"", page)) for part, form in _PARTS.items()}
    return Weight(path, len(head) + len(body), len(head), len(body), without["css"], without["linked"], len(page))


def _compressed(page: bytes) -> int:
    return len(as_brotli(page))


def _table(weights: dict[str, list[Weight]], heaviest: int) -> str:
    names = ("pages", "least", "middle", "most", "headers", "body", "css", "json-ld", "plain")
    lines = [
        "bytes on the wire (brotli, response headers included); the parts are those of the heaviest page",
        f"{'':14}" + "".join(f"{name:>9}" for name in names),
    ]
    for kind, found in weights.items():
        most = found[-1]
        row = (len(found), found[0].wire, found[len(found) // 2].wire, most.wire, most.headers, most.body)
        lines.append(f"{kind:14}" + "".join(f"{number:>9,}" for number in (*row, most.css, most.linked, most.plain)))
    lines.append(f"the heaviest story takes {heaviest:,} of the {ONE_ROUND_TRIP:,} bytes of one round trip")
    return "\n".join(lines)


def _slots_said(found: ThreeSlots) -> str:
    each = ", ".join(f"{name} {size:,}" for name, size in found.slots.items())
    moved = ", ".join(f"{shift:g} at {width} px" for width, shift in found.shifts.items()) or "no browser here"
    return (
        f"{found.path} with {len(found.slots)} slots: page {found.page:,} of {ONE_ROUND_TRIP:,} bytes; slots without their "
        f"pictures, of {SLOT_BYTES:,} each: {each}; layout shift, read to its end: {moved}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
