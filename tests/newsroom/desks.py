"""What the newsroom's tests write and ask: builders that name only what matters."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from standfirst.newsroom.handoff import LiveArchive
from standfirst.newsroom.intake import take_in
from standfirst.newsroom.models import CreditedImage, StoryPage
from standfirst.press.archive import StoryOf
from standfirst.story.blocks import Paragraph
from standfirst.story.story import Story
from standfirst.story.text import text_of
from standfirst.wire.found import Found

MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def found(headline: str = "Bridge reopens", **given: Any) -> Found:
    """A story found in a file of its own."""
    written = {
        "file": "bridge.txt",
        "original": repr((headline, given)).encode(),
        "content_type": "text/plain",
        "section": "Town",
        "headline": headline,
        "standfirst": "After two winters, the river can be crossed again.",
        "published": MONDAY,
        "body": (Paragraph(text_of("The first tram crossed at nine.")),),
    }
    return Found(**(written | given))


def live_story(headline: str = "Bridge reopens", **given: Any) -> StoryPage:
    """A live story, as a page."""
    taken = take_in(found(headline, **given), publish=True)
    assert taken.status == "ok", taken.reason
    return StoryPage.objects.get(pk=taken.id)


def draft(headline: str = "Bridge reopens", **given: Any) -> StoryPage:
    """A draft, as a page."""
    taken = take_in(found(headline, **given), publish=False)
    assert taken.status == "ok", taken.reason
    return StoryPage.objects.get(pk=taken.id)


def publish(page: StoryPage, **changed: Any) -> StoryPage:
    """The page, published with other values."""
    page = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return StoryPage.objects.get(pk=page.pk)


def stream(name: str, *blocks: tuple[str, Any]) -> Any:
    """A stream field's value of raw blocks."""
    return StoryPage._meta.get_field(name).to_python([{"type": kind, "value": value} for kind, value in blocks])


def ask(question: Any) -> Any:
    """The live archive's answer."""
    return LiveArchive().ask(question).value


def story(page: StoryPage) -> Story:
    """The live story of a page."""
    answer: Story = ask(StoryOf(str(page.pk)))
    assert answer is not None
    return answer


def picture_bytes(size: tuple[int, int] = (64, 48), kind: str = "JPEG", colour: str = "navy", **options: Any) -> bytes:
    """A picture's file."""
    made = BytesIO()
    Image.new("RGB", size, colour).save(made, kind, **options)
    return made.getvalue()


def picture(name: str = "bridge.jpg", *, content: bytes | None = None, **given: Any) -> CreditedImage:
    """A picture of the photo desk."""
    image = CreditedImage(title="Bridge", **given)
    image.file = ContentFile(content or picture_bytes(), name=name)
    image.save()
    return image


def draft_with_picture() -> StoryPage:
    """A draft with a photo nobody has met yet."""
    page = draft().get_latest_revision_as_object()
    page.lead = picture()
    page.save_revision()
    return StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def pictures_in(page: bytes) -> list[str]:
    """The addresses of all pictures that ``page`` (HTML) shows, in whatever size."""
    said = " ".join(re.findall(r'\b(?:src|srcset)="([^"]+)"', page.decode()))
    return sorted(set(re.findall(r"/\S+\.(?:avif|webp|jpg)", said)))
