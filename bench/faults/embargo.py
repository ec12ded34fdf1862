"""Embargo: before its moment nothing of a scheduled story is obtainable from anybody, and within a second of it everything is."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from bench.faults.outcome import Outcome
from bench.faults.readers import get
from bench.faults.rooms import Rooms, until_it_answers
from standfirst.config.home import Home
from standfirst.edition.layout import edition_folder
from standfirst.edition.proving import prove_absent

#: Words that stand nowhere else, so that any of them anywhere is a leak.
HEADLINE = "Zanzibar quixotry halts vespertine ferries"
SECRETS = ("zanzibar", "quixotry", "vespertine", "Ximena Underhill", "Hush-Hush Pictures", "underhill")
_WITHIN_SECONDS = 1.0
#: A round of probes must be over when the moment comes, seconds.
_PROBING_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The story that is to come. surfaces: every address where it, or word of it, will be; at: its moment."""

    path: str
    surfaces: tuple[str, ...]
    pictures: tuple[str, ...]
    at: datetime


def probed(home: Home, *, ahead_seconds: float = 8.0) -> Outcome:
    """Return what a prober got of a story scheduled ``ahead_seconds`` from now, before its moment, and how soon after."""
    outcome, rooms = Outcome("embargo"), Rooms(home)
    try:
        for room in ("site", "press"):
            rooms.start(room)
        until_it_answers(home.port)
        _warm(home)
        scheduled = _schedule(ahead_seconds)
        for secret in SECRETS:
            proof = prove_absent(secret, edition_folder(home.edition_url))
            outcome.wrong += [f"{secret!r} is in {place.where} ({place.part})" for place in proof.found]
        timing = _timing(home.port, scheduled)
        probes = 0
        while datetime.now(UTC) < scheduled.at - timedelta(seconds=_PROBING_SECONDS):
            outcome.wrong += _leaks(home.port, scheduled)
            probes += 1
        if datetime.now(UTC) > scheduled.at or not probes:
            outcome.wrong.append("the moment came before the prober was done; give it more time ahead")
        latest, never = _shown_after(home.port, scheduled)
        outcome.wrong += [f"{path} did not show it within 15 s" for path in never]
        if not never and latest > _WITHIN_SECONDS:
            outcome.wrong.append(f"the last surface showed it {latest:.2f} s after its moment")
        outcome.figures |= {
            "rounds of probes": probes, "addresses": len(scheduled.surfaces) + len(scheduled.pictures) + 2,
            "404 of it over 404 of nothing, time": round(timing, 2), "last surface after, s": round(latest, 2), "wrong": len(outcome.wrong),
        }  # fmt: skip
    finally:
        rooms.close()
    return outcome


def _warm(home: Home) -> None:
    """Have something live, printed, so that fronts and feeds are there to be probed."""
    from bench.faults.editing import edit

    for number in range(3):
        edit("publish", number * 7, 1)
    end = time.monotonic() + 60
    while time.monotonic() < end and any(
        get(home.port, path)[0] != 200 for path in ("/", "/world/", "/feeds/all.xml", "/sitemap.xml")
    ):
        time.sleep(0.1)


def _schedule(ahead_seconds: float) -> Scheduled:
    from django.core.files.base import ContentFile
    from PIL import Image

    from standfirst.newsroom.intake import take_in
    from standfirst.newsroom.models import CreditedImage, PaperSettings, StoryPage
    from standfirst.story.blocks import Paragraph
    from standfirst.story.picture import FORMATS, Picture
    from standfirst.story.text import text_of
    from standfirst.wire.found import Found

    drawn = BytesIO()
    Image.new("RGB", (640, 400), "purple").save(drawn, "JPEG")
    image = CreditedImage(
        title="Quixotry", alt="Vespertine ferries", photographer="Ximena Underhill", agency="Hush-Hush Pictures"
    )
    image.file = ContentFile(drawn.getvalue(), name="zanzibar.jpg")
    image.save()
    found = Found(
        file="embargo.txt", original=b"embargo", content_type="text/plain", section="World", headline=HEADLINE,
        standfirst="Not a word before.", byline=("Ximena Underhill",), topics=("Zanzibar quixotry",),
        body=(Paragraph(text_of("The vespertine ferries stay in port.")),),
    )  # fmt: skip
    taken = take_in(found, publish=False)
    page = StoryPage.objects.get(pk=taken.id).get_latest_revision_as_object()
    at = datetime.now(UTC) + timedelta(seconds=ahead_seconds)
    page.lead_id, page.go_live_at = image.pk, at
    page.save_revision(approved_go_live_at=at).publish()
    day = at.astimezone(PaperSettings.current().clock)
    picture = Picture(image.key, image.upright_width, image.upright_height, alt="")
    path = f"/world/{day:%Y/%m/%d}/{page.slug}/"
    surfaces = (
        path, "/", "/world/", f"/world/{day:%Y/%m}/", "/topics/zanzibar-quixotry/", "/people/ximena-underhill/", "/feeds/all.xml",
        "/feeds/all.atom", "/feeds/all.json", "/feeds/world.xml", f"/sitemaps/{day:%Y-%m}.xml", "/sitemap-news.xml", "/search?q=quixotry",
    )  # fmt: skip
    pictures = (
        *(picture.path(width, suffix) for width in picture.widths() for suffix in FORMATS),
        *map(picture.crop_path, picture.crops()),
    )
    return Scheduled(path, surfaces, pictures, at)


def _leaks(port: int, scheduled: Scheduled) -> list[str]:
    """Return whatever a stranger can tell of the story now: its words, its address or its pictures, by any way of asking."""
    wrong: list[str] = []
    nothing = _signs(port, "/world/2026/01/01/nothing-of-the-kind/")
    for path in (scheduled.path, scheduled.path.rstrip("/"), *scheduled.pictures):
        wrong += [f"{path} differs from an address that never was: {_signs(port, path)[:2]}"] * (
            _signs(port, path) != nothing
        )
    for how in ({"if-none-match": "*"}, {"range": "bytes=0-9"}, {"if-modified-since": "Thu, 01 Jan 2099 00:00:00 GMT"}):
        wrong += [
            f"{path}: {how} is answered {status}"
            for path in (scheduled.path, *scheduled.pictures[:1])
            if (status := get(port, path, **how)[0]) != 404
        ]
    for path in (*scheduled.surfaces, "/newsroom/pages/preview/", "/sitemap.xml"):
        status, headers, body = get(port, path, **{"accept-encoding": "br"})
        said = (body + repr(headers).encode()).lower()
        # The search page repeats what was searched for; a page that lists it would lead to its address as well.
        secrets = (scheduled.path,) if path.startswith("/search") else (*SECRETS, scheduled.path)
        wrong += [f"{path} ({status}) holds {secret!r}" for secret in secrets if secret.lower().encode() in said]
    return wrong


def _signs(port: int, path: str) -> tuple[object, ...]:
    """Return all that an answer says, but for what it says of the moment."""
    status, headers, body = get(port, path)
    return status, tuple(sorted((name, said) for name, said in headers.items() if name != "date")), body


def _timing(port: int, scheduled: Scheduled) -> float:
    """Return how long a 404 of the scheduled address takes over one of an address that never was (medians; 1: the same)."""
    own, other = [], []
    for _ in range(60):
        for path, times in ((scheduled.path, own), ("/world/2026/01/01/nothing-of-the-kind-at-all/", other)):
            began = time.perf_counter()
            get(port, path)
            times.append(time.perf_counter() - began)
    return statistics.median(own) / statistics.median(other)


def _shown_after(port: int, scheduled: Scheduled) -> tuple[float, list[str]]:
    """Return how long after its moment the last surface showed the story, seconds, and those that never did."""
    waiting = [*scheduled.surfaces, *scheduled.pictures]
    latest = 0.0
    while waiting and datetime.now(UTC) < scheduled.at + timedelta(seconds=15):
        for path in list(waiting):
            status, _, body = get(port, path)
            if status == 200 and (
                path in scheduled.pictures or path == scheduled.path or scheduled.path.encode() in body
            ):
                waiting.remove(path)
                latest = (datetime.now(UTC) - scheduled.at).total_seconds()
        time.sleep(0.002)
    return latest, waiting
