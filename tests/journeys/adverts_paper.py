"""A page with slots and what is shown in them, served as it is in life, for tests in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image

from standfirst.ads.flight import AdPicture, Advertiser, Bundle, Creative, Flight, Priority, Remember
from standfirst.ads.schedule import Schedule, schedule_file, written
from standfirst.ads.sizes import BOX, SIZES
from standfirst.audience.sums import sums, totals
from standfirst.business.bundles import TYPES
from standfirst.edition.binding import Binder
from standfirst.edition.plate import Plate
from standfirst.press.archive import Paper as PaperNamed
from standfirst.press.policy import page_policy
from standfirst.press.scripting import early_script, own_body, own_script_path, script_body
from tests.delivery.conftest import free_port

ROOT = Path(__file__).parents[2]
_NAMED = PaperNamed("Gazette", "", "https://gazette.example", "UTC")
_EARLY = early_script(_NAMED, ads=True)
FOLDER = "/adverts/bundle/" + "0" * 32 + "/"
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


_CSS = "body{margin:0}.tall{height:4000px}" + (ROOT / "standfirst/press/assets/adverts.css").read_text()


def slot(name: str) -> str:
    return (
        f'<div class="sf-well sf-{name}"><div class="ad-slot"><noscript><iframe src="/adverts/{name}/world?lang=en" title="Advertisement" loading="lazy" '
        f'sandbox="{_SANDBOX}"></iframe></noscript></div></div>'
    )


def page(body: str, consent: str = "") -> bytes:
    said = f' data-consent="{consent}"' if consent else ""
    return (
        f'<!DOCTYPE html><html lang="en"{said}><head><meta charset="utf-8"><title>The page</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<script data-then="/a/page.js">{_EARLY}</script>'
        f"<style>{_CSS}</style></head><body>{body}</body></html>"
    ).encode()


def picture(colour: str, width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def sold(number: str, creative: Creative, **more: object) -> Flight:
    now = datetime.now(UTC)
    day = timedelta(days=1)
    return Flight(
        number, Advertiser(number, "Ferry Line"), Priority.STANDARD, now - day, now + day, (creative,), **more
    )  # type: ignore[arg-type]


def poster(number: str) -> Creative:
    pictures = tuple(AdPicture(size, f"/adverts/picture/{size.width:016x}{size.height:016x}.png") for size in SIZES)
    return Creative(number, "Sail on Sundays", "/landing/", pictures)


def bundle(number: str = "7") -> Creative:
    return Creative(number, "A moving advert", "/landing/", bundle=Bundle(BOX, FOLDER + "index.html"))


class Paper:
    """A site with ads. site: its address, without a slash at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.site = f"http://127.0.0.1:{self.port}"

    def counted(self, event: str) -> Counter[str]:
        return totals(sums(self.folder / "tallies"), event)


@contextmanager
def served(
    folder: Path,
    body: str,
    *flights: Flight,
    files: Mapping[str, str | bytes] | None = None,
    remember: Remember = Remember.ON,
) -> Iterator[Paper]:
    """Serve a page of ``body``, with ``flights`` sold and a bundle of ``files``; and at /given/ and /refused/ what says so."""
    edition = folder / "edition"
    policy = (("content-security-policy", page_policy(_CSS, _EARLY)),)
    plates = [
        *(
            Plate(path, page(body, consent), "text/html; charset=utf-8", headers=policy)
            for path, consent in (("/", ""), ("/given/", "given"), ("/refused/", "refused"))
        ),
        Plate("/landing/", b"<title>Landed</title>", "text/html"),
    ]
    plates.append(
        Plate(
            "/a/page.js",
            script_body(_NAMED, "en"),
            "text/javascript",
        )
    )
    plates.append(Plate(own_script_path("adverts", "en"), own_body("adverts", "en"), "text/javascript"))
    plates += [
        Plate(made.path, picture("navy", made.size.width, made.size.height), "image/png", compress=False)
        for made in poster("1").pictures
    ]
    plates += [
        Plate(FOLDER + name, words.encode() if isinstance(words, str) else words, TYPES[name.rpartition(".")[2]])
        for name, words in (files or {}).items()
    ]
    Binder(edition).bind(plates)
    schedule_file(edition).parent.mkdir(parents=True, exist_ok=True)
    schedule_file(edition).write_bytes(written(Schedule(flights, remember=remember)))
    paper = Paper(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.delivery.adverts_served", str(folder), str(paper.port)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                httpx.get(paper.site, timeout=2)
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield paper
    finally:
        process.terminate()
        process.wait(20)
