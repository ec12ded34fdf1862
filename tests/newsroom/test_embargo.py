"""Before its moment an embargoed story is nowhere: what readers can get is, byte for byte, what it would be without the story."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from standfirst.config.press_room import press_room
from standfirst.edition.layout import edition_folder
from standfirst.edition.proving import prove_absent
from standfirst.edition.shelf import Shelf
from standfirst.newsroom.models import PaperFront, StoryPage
from standfirst.newsroom.models.front import FeaturedOnPaper
from standfirst.newsroom.schedule import publish_due
from tests.newsroom.desks import draft, live_story, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]

#: Words that stand nowhere else.
SECRETS = ("zanzibar", "quixotry", "vespertine", "underhill", "hush-hush")
NOW = datetime.now(UTC)


def embargoed() -> StoryPage:
    """A story for tomorrow whose headline, slug, byline, topic, picture and the picture's own file all tell."""
    page = draft(
        "Zanzibar quixotry halts ferries",
        published=None,
        standfirst="Vespertine.",
        byline=("Ximena Underhill",),
        topics=("Vespertine ferries",),
    ).get_latest_revision_as_object()
    shown = picture("zanzibar-quixotry.jpg", content=a_file(b"Zanzibar quixotry"), caption="Vespertine ferries",
                    photographer="Ximena Underhill", agency="Hush-Hush Pictures")  # fmt: skip
    page.lead = shown
    page.go_live_at = NOW + timedelta(days=1)
    page.save_revision(approved_go_live_at=page.go_live_at).publish()
    return StoryPage.objects.get(pk=page.pk)


def a_file(said: bytes) -> bytes:
    """A picture whose file says ``said`` in its own data."""
    exif = Image.Exif()
    exif[0x010E] = said.decode()
    file = io.BytesIO()
    Image.new("RGB", (640, 400), "purple").save(file, "JPEG", exif=exif)
    return file.getvalue()


def lead_to(page: StoryPage, story: StoryPage) -> None:
    """Have a live story and the front name ``story``, as desks prepare them beforehand."""
    page.related_stories.create(other=story)
    front = PaperFront.objects.get()
    front.featured = [FeaturedOnPaper(story=story), FeaturedOnPaper(story=page)]
    front.save_revision().publish()


def pressed(paper: Any, folder: Path) -> dict[str, tuple[Any, ...]]:
    """Everything readers can get by its address, of an edition pressed from nothing: status, headers, every encoding's bytes."""
    home = replace(paper, folder=folder, edition_url=f"file://{folder}/edition")
    room = press_room(home)
    room.run_to_the_end(now=NOW)
    room.ledger.close()
    plates = Shelf(folder / "edition").plates()
    return {plate.path: (plate.status, plate.headers, plate.bodies) for plate in plates}


def moved(page: StoryPage, slug: str) -> StoryPage:
    """The page, its address changed in a draft that is not published."""
    page = page.get_latest_revision_as_object()
    page.slug = slug
    page.save_revision()
    return page


def test_an_embargoed_story_changes_no_byte_of_what_readers_can_get(paper: Any, tmp_path: Path) -> None:
    live = live_story()
    without = pressed(paper, tmp_path / "without")

    story = embargoed()
    moved(live, "zanzibar-quixotry")
    with_it = pressed(paper, tmp_path / "with")

    assert not story.live
    assert {path for path in with_it if with_it[path] != without.get(path)} == set()
    assert without.keys() == with_it.keys()


def test_what_already_leads_to_it_says_no_word_of_it(paper: Any, tmp_path: Path) -> None:
    live = live_story()
    lead_to(live, embargoed())

    plates = pressed(paper, tmp_path / "paper")

    edition = edition_folder(f"file://{tmp_path}/paper/edition")
    said = {secret: prove_absent(secret, edition) for secret in SECRETS}
    assert {secret: proof.found or proof.unread for secret, proof in said.items() if not proof.is_absent} == {}
    assert not [path for path in plates if path.startswith("/m/")]


def test_after_its_moment_it_is_told_and_of_the_pictures_file_only_what_the_desk_wrote(
    paper: Any, tmp_path: Path
) -> None:
    story = embargoed()
    revision = story.scheduled_revision
    revision.approved_go_live_at = NOW - timedelta(seconds=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()

    assert publish_due(datetime.now(UTC)) == [f"story:{story.pk}"]
    plates = pressed(paper, tmp_path / "paper")

    renditions = [bodies["identity"] for path, (_, _, bodies) in plates.items() if path.startswith("/m/")]
    assert renditions
    assert all(b"Vespertine ferries" in body and b"quixotry" not in body for body in renditions)
