"""Loading the example paper: all of it, once, and never over what editors did since."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import django
import pytest

os.environ.setdefault("STANDFIRST_HOME", tempfile.mkdtemp(prefix="standfirst-tests-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "standfirst.config.settings")
django.setup()

from standfirst.business.models import Advertiser, Creative  # noqa: E402 - models want Django set up
from standfirst.config import demo  # noqa: E402
from standfirst.config.example_paper import read_example  # noqa: E402
from standfirst.newsroom.handoff import LiveArchive  # noqa: E402
from standfirst.newsroom.intake import live_stories  # noqa: E402
from standfirst.newsroom.models import PaperFront, PaperSettings, SectionPage, StoryPage  # noqa: E402
from standfirst.press.archive import StoryOf  # noqa: E402
from standfirst.story.story import Story  # noqa: E402
from tests.planting import open_for_a_test  # noqa: E402

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Any:
    settings.STANDFIRST = replace(settings.STANDFIRST, folder=tmp_path, edition_url=f"file://{tmp_path / 'edition'}")
    settings.MEDIA_ROOT = str(tmp_path / "media")
    open_for_a_test(settings.STANDFIRST)
    return settings.STANDFIRST


def story(slug: str) -> StoryPage:
    return StoryPage.objects.get(slug=slug)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The example with three stories only: what holds for them holds for all, and is loaded sooner."""
    folder = Path(shutil.copytree(demo.EXAMPLE, tmp_path / "small", ignore=shutil.ignore_patterns("drawing", "*.py")))
    kept = {"swing-bridge-vote.md", "thursday-eight.md", "quay-street-third-step.md"}
    for file in (folder / "stories").iterdir():
        if file.name not in kept:
            file.unlink()
    return folder


def test_the_whole_example_is_live_set_and_as_it_was_written(home):
    example = read_example(demo.EXAMPLE)

    assert demo.load_demo(home) == len(example.stories)

    assert {one.url for one in live_stories()} == {one.story.path for one in example.stories}
    assert PaperSettings.current().name == example.name
    for front in example.fronts:
        page = SectionPage.objects.get(slug=front.section.slug) if front.section else PaperFront.objects.get()
        assert [f"gazette:{row.story.slug}" for row in page.featured.all()] == list(front.featured)
    sections = [front.section.slug for front in example.fronts if front.section]
    assert list(SectionPage.objects.order_by("path").values_list("slug", flat=True)) == sections
    assert [creative.is_approved() for creative in Creative.objects.all()] == [True, True, True]
    for one in example.stories:
        assert_as_written(LiveArchive().ask(StoryOf(str(story(one.file.stem).pk))).value, one.story)


def assert_as_written(printed: Story, written: Story) -> None:
    for name in ("path", "headline", "standfirst", "published", "updated", "sensitive", "language", "attributions"):
        assert getattr(printed, name) == getattr(written, name), f"{written.id}: {name}"
    assert printed.corrections == written.corrections
    assert printed.words() == written.words()
    assert [person.slug for person in printed.byline] == [person.slug for person in written.byline]
    assert [topic.slug for topic in printed.topics] == [topic.slug for topic in written.topics]
    assert len(printed.related) == len(written.related)
    assert [type(block) for block in printed.body] == [type(block) for block in written.body]
    assert printed.lead.picture.credit == written.lead.picture.credit
    assert printed.lead.picture.alt == written.lead.picture.alt


def test_a_second_time_brings_nothing_and_keeps_what_editors_did(home, small):
    demo.load_demo(home, small)
    changed = story("swing-bridge-vote")
    changed.title = "An editor's headline"
    changed.save_revision().publish()
    story("thursday-eight").unpublish()
    SectionPage.objects.get(slug="sport").delete()
    front = PaperFront.objects.get()
    front.featured = front.featured.all()[:1]
    front.save_revision().publish()
    Advertiser.objects.filter(name="The Estuary Line").update(contact="other@estuary-line.example")
    live = {one.url for one in live_stories()}

    demo.load_demo(home, small)

    assert story("swing-bridge-vote").title == "An editor's headline"
    assert PaperFront.objects.get().featured.count() == 1
    assert Advertiser.objects.get(name="The Estuary Line").contact == "other@estuary-line.example"
    assert live <= {one.url for one in live_stories()}
    assert Creative.objects.count() == 3


def test_a_withdrawn_story_stays_withdrawn(home, small):
    demo.load_demo(home, small)
    story("thursday-eight").unpublish()

    assert demo.load_demo(home, small) == 0

    assert not story("thursday-eight").live


def test_a_loading_that_was_cut_short_is_finished_by_the_next(home, small, monkeypatch: pytest.MonkeyPatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo, "_publish", killed)
        with pytest.raises(KeyboardInterrupt):
            demo.load_demo(home, small)
    assert not list(live_stories())

    demo.load_demo(home, small)

    assert len(list(live_stories())) == 3


def test_a_paper_with_a_name_of_its_own_keeps_it(home, small):
    settings = PaperSettings.current()
    settings.name = "The Other Paper"
    settings.save()

    demo.load_demo(home, small)

    assert PaperSettings.current().name == "The Other Paper"
