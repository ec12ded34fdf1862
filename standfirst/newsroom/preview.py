"""Preview: what the press would print of a page as it is being edited, byte for byte."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from standfirst.newsroom.handoff import DraftArchive, LiveArchive, StoryRefused, answers_for_front, answers_for_story
from standfirst.newsroom.models.front import PaperFront
from standfirst.newsroom.models.section import SectionPage
from standfirst.press.jobs import Job
from standfirst.press.notes import Notes, Reading
from standfirst.press.policy import still_policy
from standfirst.press.rendering import print_job


def preview_of(page: Any, now: datetime, *, still: bool = False) -> HttpResponse:
    """Return the plate of ``page`` (a story, section or the front page, saved or not) as readers would get it at ``now``.

    still: without script, adverts and counting, for somebody who came by a link: its address must go nowhere.
    """
    try:
        answers = (
            answers_for_front(page) if isinstance(page, PaperFront | SectionPage) else answers_for_story(page, now)
        )
    except StoryRefused as error:
        return _private(render(None, "newsroom/unprintable.html", {"reason": str(error)}, status=422))
    plate = print_job(_job_of(page), Notes(Reading(DraftArchive(LiveArchive(), answers), now)))
    if plate is None:
        reason = "The press has nothing to print for this page yet."
        return _private(render(None, "newsroom/unprintable.html", {"reason": reason}, status=422))
    answer = _private(HttpResponse(plate.body, content_type=plate.content_type))
    if still:
        answer["Content-Security-Policy"] = still_policy(dict(plate.headers)["content-security-policy"])
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
