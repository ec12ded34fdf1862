"""Preview: what the press would print of a page as it is being edited, byte for byte.

But for the addresses of pictures that were not printed yet, which readers cannot get: those are the newsroom's own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from standfirst.edition.layout import edition_folder
from standfirst.edition.plate import Plate
from standfirst.edition.shelf import Shelf
from standfirst.newsroom.handoff import DraftArchive, LiveArchive, StoryRefused, answers_for_front, answers_for_story
from standfirst.newsroom.models.front import PaperFront
from standfirst.newsroom.models.section import SectionPage
from standfirst.press.darkroom import Darkroom, PictureRefused, picture_printer
from standfirst.press.jobs import Job
from standfirst.press.notes import Notes, Reading
from standfirst.press.policy import still_policy
from standfirst.press.rendering import print_job


def preview_of(page: Any, now: datetime, *, pictures: str = "", still: bool = False) -> HttpResponse:
    """Return the plate of ``page`` (a story, section or the front page, saved or not) as readers would get it at ``now``.

    pictures: below which address those are that were not printed yet; "" for the one that editors have.
    still: without script, adverts and counting, for somebody who came by a link to a story: its address must go nowhere.
    """
    if still:
        # As the press leaves adverts out: a frame that its policy forbids would stand there broken.
        page.sensitive = True
    try:
        plate, shown = _printed(page, now)
    except StoryRefused as error:
        return _private(render(None, "newsroom/unprintable.html", {"reason": str(error)}, status=422))
    if plate is None:
        reason = "The press has nothing to print for this page yet."
        return _private(render(None, "newsroom/unprintable.html", {"reason": reason}, status=422))
    body, shelf = plate.body, Shelf(edition_folder(settings.STANDFIRST.edition_url))
    below = pictures or reverse("newsroom_rendition", args=["-"]).removesuffix("-")
    for address in shown:
        if shelf.stamp(address) is None:
            body = body.replace(address.encode(), address.replace("/m/", below).encode())
    answer = _private(HttpResponse(body, content_type=plate.content_type))
    if still:
        answer["Content-Security-Policy"] = still_policy(dict(plate.headers)["content-security-policy"])
    return answer


def _printed(page: Any, now: datetime) -> tuple[Plate | None, set[str]]:
    """Return the plate of ``page``, None for nothing to print, and the addresses of the pictures it shows. Raises StoryRefused."""
    answers = answers_for_front(page) if isinstance(page, PaperFront | SectionPage) else answers_for_story(page, now)
    notes = Notes(Reading(DraftArchive(LiveArchive(), answers), now))
    return print_job(_job_of(page), notes), notes.pictures


def shows(page: Any, name: str, now: datetime) -> bool:
    """Say whether the preview of ``page`` shows the rendition ``name`` ("<key>-720.avif")."""
    try:
        return f"/m/{name}" in _printed(page, now)[1]
    except StoryRefused:
        return False


def rendition(name: str, now: datetime) -> HttpResponse:
    """Return the rendition ``name`` of a picture, whether readers may have it or not. Raises Http404 where there is none."""
    print_picture = picture_printer(Darkroom(settings.STANDFIRST.darkroom))
    try:
        plate = print_picture(name, Notes(Reading(LiveArchive(), now)))
    except (PictureRefused, OSError) as error:
        raise Http404 from error
    if plate is None:
        raise Http404
    answer = _private(HttpResponse(plate.body, content_type=plate.content_type))
    # The same bytes for good, to whoever may have them.
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def no_preview() -> HttpResponse:
    """Return what a link says that is no good, or never was: which of both, it does not."""
    reason = "It was published, withdrawn or revoked, or the day of the link is over. Ask whoever sent it for another."
    said = {"heading": "This preview is no longer here", "reason": reason}
    return _private(render(None, "newsroom/unprintable.html", said, status=404))


def _job_of(page: Any) -> Job:
    if isinstance(page, PaperFront):
        return Job("front")
    return Job("front", page.slug) if isinstance(page, SectionPage) else Job("story", str(page.pk or 0))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
