"""Filling a paper with the example, through the newsroom's own doors: what editors changed since stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from standfirst.config.example_paper import ExamplePaper, ExampleStory, Front, Insertion, read_example
from standfirst.config.home import Home
from standfirst.story.story import Story
from standfirst.wire.found import Found

#: Where the example lies beside the program.
EXAMPLE = Path(__file__).parents[2] / "examples" / "gazette"


class DemoRefused(Exception):
    """The newsroom would not take a story of the example; says which, and why."""


def load_demo(home: Home, folder: Path = EXAMPLE) -> int:
    """Fill the opened paper ``home`` with the example in ``folder`` and return how many stories that brought.

    What is there already, the example's or not, is left alone: a second time brings 0. Django must be set up.
    Raises ExampleUnreadable, DemoRefused, and what a database that is away raises.
    """
    example = read_example(folder)
    del home  # the newsroom knows its home by Django's settings
    _name_paper(example)
    _make_sections_and_names(example)
    brought = _bring_stories(example)
    for front in example.fronts:
        _set_front(front)
    for order in example.orders:
        _book(order)
    return brought


def _name_paper(example: ExamplePaper) -> None:
    """Give a paper that nobody named yet the example's name."""
    from standfirst.newsroom.models import PaperSettings

    settings = PaperSettings.current()
    if settings.name != PaperSettings().name or settings.tagline:
        return
    settings.name, settings.tagline = example.name, example.tagline
    settings.zone, settings.language = example.zone, example.language
    settings.save()


def _make_sections_and_names(example: ExamplePaper) -> None:
    from django.db import transaction

    from standfirst.newsroom.filing import person_called, section_called, topic_called

    with transaction.atomic():
        for front in example.fronts:
            if front.section is not None:
                section_called(front.section.name, front.section.slug)
        for person in example.people:
            person_called(person.name, person)
        for topic in example.topics:
            topic_called(topic.name, topic)


# --- Stories


def _bring_stories(example: ExamplePaper) -> int:
    """Bring in what is not there, and return how many stories that were."""
    new = [one for one in example.stories if _page_of(one.story.id) is None]
    for one in new:
        _take_in(one, example.pictures)
    # Stories name each other back and forth, so they are published when all of them are there; and with them those
    # that a loading which was cut short has left behind.
    for one in example.stories:
        page = _page_of(one.story.id)
        if page is not None and _awaits_publication(page):
            _publish(page, one.story)
    return len(new)


def _take_in(one: ExampleStory, pictures: Mapping[str, Path]) -> None:
    from standfirst.newsroom.intake import take_in

    found = Found(one.file.name, one.file.read_bytes(), "text/markdown; charset=utf-8", story=one.story)
    taken = take_in(found, publish=False, pictures=pictures)
    if taken.status == "refused":
        raise DemoRefused(f"{one.file} was refused: {taken.reason}")


def _page_of(story_id: str) -> Any:
    """Return the page an example's story became, or None."""
    from standfirst.newsroom.models import Capture

    capture = Capture.objects.filter(known_as=story_id).select_related("story").order_by("-pk").first()
    return None if capture is None else capture.story


def _pages_of(story_ids: Iterable[str]) -> list[Any]:
    return [page for page in map(_page_of, story_ids) if page is not None]


def _awaits_publication(page: Any) -> bool:
    """Say whether nobody, neither we nor an editor, has published ``page`` or worked on it."""
    return not page.live and page.last_published_at is None and not page.revisions.filter(user__isnull=False).exists()


def _publish(page: Any, story: Story) -> None:
    """Publish the draft of ``story`` with its related stories."""
    from django.db import transaction

    from standfirst.newsroom.models import StoryRelated
    from standfirst.newsroom.standings import backdate_update

    with transaction.atomic():
        draft = page.get_latest_revision_as_object()
        others = _pages_of(story.related)
        draft.related_stories = [StoryRelated(other=other, sort_order=place) for place, other in enumerate(others)]
        draft.save_revision().publish()
        if story.updated is not None:
            backdate_update(page, story.updated)


# --- Fronts


def _set_front(front: Front) -> None:
    """Set the front's stories where no editor set any."""
    from standfirst.newsroom.models import FeaturedInSection, FeaturedOnPaper, PaperFront, SectionPage

    if front.section is None:
        page, featured = PaperFront.objects.order_by("path").first(), FeaturedOnPaper
    else:
        page, featured = SectionPage.objects.filter(slug=front.section.slug).first(), FeaturedInSection
    if page is None or page.featured.exists() or page.revisions.filter(user__isnull=False).exists():
        return
    page = page.get_latest_revision_as_object()
    page.featured = [featured(story=story, sort_order=place) for place, story in enumerate(_pages_of(front.featured))]
    page.save_revision().publish()


# --- Advertisements


def _book(order: Insertion) -> None:
    """Enter ``order`` as ad sales would, approved; an advertiser who is known has orders of their own."""
    from django.db import transaction

    from standfirst.ads.flight import Priority
    from standfirst.business.models import Advertiser, Flight, Order, PriceModel

    if Advertiser.objects.filter(name=order.advertiser).exists():
        return
    with transaction.atomic():
        advertiser = Advertiser.objects.create(name=order.advertiser, contact=order.contact)
        ordered = Order.objects.create(
            advertiser=advertiser,
            name=order.campaign,
            order_number=order.order_number,
            price_model=PriceModel.FLAT,
        )
        flight = Flight(
            order=ordered,
            name=order.flight,
            first_day=order.first_day,
            last_day=order.last_day,
            priority=Priority[order.priority.upper()].value,
            weight=order.weight,
        )
        flight.full_clean()
        flight.save()
        _show(flight, order)


def _show(flight: Any, order: Insertion) -> None:
    from django.core.files.base import ContentFile

    from standfirst.business.models import Creative

    creative = Creative(flight=flight, name=order.campaign, alt=order.headline, target=order.target, approved=True)
    for size, file in order.pictures.items():
        setattr(creative, size, ContentFile(file.read_bytes(), name=file.name))
    creative.full_clean()
    creative.save()
