"""Random editing of a real newsroom: everything an editor can do that changes what readers get.

Django must be set up and the paper opened. Every edit is named by its verb and two numbers, so that a run of them can
be written down, shrunk and repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from standfirst.newsroom.intake import take_in
from standfirst.newsroom.markup import stored_corrections
from standfirst.newsroom.models import (
    CreditedImage,
    PaperFront,
    PaperSettings,
    Person,
    SectionPage,
    StoryPage,
    StoryRelated,
    Topic,
)
from standfirst.newsroom.models.front import FeaturedOnPaper
from standfirst.newsroom.models.section import FeaturedInSection
from standfirst.newsroom.schedule import publish_due
from standfirst.story.blocks import Paragraph
from standfirst.story.story import Correction
from standfirst.story.text import text_of
from standfirst.wire.found import Found

WORDS = ("Calm", "Storm", "Vote", "Truce", "Ferry", "Bridge", "Strike")
SECTIONS = ("World", "Town", "Science")
PEOPLE = ("Jane Doe", "John Roe", "Mara Linde")
ZONES = ("UTC", "Pacific/Auckland", "America/New_York")
LANGUAGES = ("en", "de", "ar")
#: Stories are of these days before now, so that months come and go.
DAYS = (0, 1, 3, 20, 45, 400)


def _publish(a: int, b: int) -> None:
    """A story comes in and goes live."""
    words = f"{_of(WORDS, a)} number {b}"
    published = datetime.now(UTC) - timedelta(days=_of(DAYS, b), seconds=a % 1000)
    found = Found(
        file="editing.txt",
        original=f"{a} {b} {datetime.now(UTC).isoformat()}".encode(),
        content_type="text/plain",
        section=_of(SECTIONS, a // 7),
        headline=words,
        standfirst=f"Why to read about the {_of(WORDS, b).lower()}.",
        byline=(_of(PEOPLE, b),) if b % 4 else (),
        topics=(_of(WORDS, a + b),) if a % 3 else (),
        published=published,
        body=(Paragraph(text_of(f"What happened: {words}, and {a}.")),),
    )
    taken = take_in(found, publish=True)
    if taken.status != "ok":
        raise AssertionError(taken.reason)


def _edit(a: int, b: int) -> None:
    """A live story's words change; every other time only a comma."""
    _republish(_live(a), title=f"{_of(WORDS, b)} edited {b}", minor_change=bool(b % 2))


def _illustrate(a: int, b: int) -> None:
    """A live story gets a picture, or loses it."""
    page = _live(a)
    if page is not None:
        _republish(page, lead_id=None if page.lead_id and b % 3 == 0 else _picture(b).pk)


def _credit(a: int, b: int) -> None:
    """A picture's maker or caption is put right."""
    picture = _nth(CreditedImage.objects.order_by("pk"), a)
    if picture is not None:
        picture.photographer = f"{_of(PEOPLE, b)} {b}"
        picture.caption = f"{_of(WORDS, b)} at dusk" if b % 2 else picture.caption
        picture.save()


def _rename_person(a: int, b: int) -> None:
    """Somebody with a byline gets another name, and every third time another address."""
    person = _nth(Person.objects.order_by("pk"), a)
    if person is not None:
        person.name = f"{_of(PEOPLE, b)} {b}"
        person.slug = f"person-{b}-{person.pk}" if b % 3 == 0 else person.slug
        person.save()


def _rename_topic(a: int, b: int) -> None:
    """A topic gets another name, and every third time another address; or goes."""
    topic = _nth(Topic.objects.order_by("pk"), a)
    if topic is None:
        return
    if b % 7 == 0:
        topic.delete()
        return
    topic.name = f"{_of(WORDS, b)} {b}"
    topic.slug = f"topic-{b}-{topic.pk}" if b % 3 == 0 else topic.slug
    topic.save()


def _rename_section(a: int, b: int) -> None:
    """A section gets another name, and every third time another address."""
    section = _nth(SectionPage.objects.order_by("pk"), a)
    if section is not None:
        changed = {"title": f"{_of(SECTIONS, b)} {b}"}
        _republish(section, **(changed | ({"slug": f"section-{b}-{section.pk}"} if b % 3 == 0 else {})))


def _move(a: int, b: int) -> None:
    """A story moves to another section."""
    page, section = _nth(StoryPage.objects.order_by("pk"), a), _nth(SectionPage.objects.order_by("pk"), b)
    if page is not None and section is not None and page.get_parent().pk != section.pk:
        page.move(section, pos="last-child")


def _readdress(a: int, b: int) -> None:
    """A live story gets another slug."""
    page = _live(a)
    if page is not None:
        _republish(page, slug=f"moved-{b}-{page.pk}")


def _unpublish(a: int, b: int) -> None:
    """A live story is taken off; every fourth time it is thrown away for good."""
    page = _live(a)
    if page is not None and b % 4 == 0:
        page.delete()
    elif page is not None:
        page.unpublish()


def _bring_back(a: int, b: int) -> None:
    """A story that was taken off goes live again."""
    del b
    page = _nth(StoryPage.objects.filter(live=False).order_by("pk"), a)
    if page is not None:
        page.get_latest_revision().publish()


def _schedule(a: int, b: int) -> None:
    """A story is scheduled, and its moment comes; every other time it is a live story's next version."""
    page = _live(a) if b % 2 else _nth(StoryPage.objects.filter(live=False).order_by("pk"), a)
    if page is None:
        return
    page = page.get_latest_revision_as_object()
    page.title = f"{_of(WORDS, b)} at its hour {b}"
    now = datetime.now(UTC)
    page.go_live_at = now + timedelta(hours=1)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    revision.publish()
    revision.refresh_from_db()
    # As if the hour had passed: what is stored is what the schedule looks at.
    revision.content["go_live_at"] = now.isoformat()
    revision.approved_go_live_at = now
    revision.save()
    publish_due(datetime.now(UTC))


def _feature(a: int, b: int) -> None:
    """Editors set stories on top of the home front, or of a section's."""
    front = PaperFront.objects.order_by("pk").first() if a % 2 else _nth(SectionPage.objects.order_by("pk"), a)
    if front is None:
        return
    row = FeaturedOnPaper if isinstance(front, PaperFront) else FeaturedInSection
    pks = list(StoryPage.objects.order_by("pk").values_list("pk", flat=True))
    chosen = dict.fromkeys(pks[(b + step) % len(pks)] for step in range(b % 4)) if pks else {}
    _republish(front, featured=[row(story_id=pk, sort_order=place) for place, pk in enumerate(chosen)])


def _relate(a: int, b: int) -> None:
    """A live story points to another."""
    page, other = _live(a), _nth(StoryPage.objects.order_by("pk"), b)
    if page is not None and other is not None and page.pk != other.pk:
        _republish(page, related_stories=[StoryRelated(other=other, sort_order=0)])


def _correct(a: int, b: int) -> None:
    """A live story is corrected."""
    page = _live(a)
    if page is not None:
        fix = Correction(datetime.now(UTC) - timedelta(minutes=b % 50), text_of(f"It was {b}, not {a}."))
        _republish(page, corrections=StoryPage._meta.get_field("corrections").to_python(stored_corrections([fix])))  # noqa: SLF001


def _settings(a: int, b: int) -> None:
    """The paper gets another name, line, clock or language."""
    paper = PaperSettings.current()
    field, value = (
        ("tagline", f"News of {b}"),
        ("name", f"The {_of(WORDS, b)}"),
        ("zone", _of(ZONES, b)),
        ("language", _of(LANGUAGES, b)),
    )[a % 4]
    setattr(paper, field, value)
    paper.save()


VERBS: dict[str, Callable[[int, int], None]] = {
    "publish": _publish,
    "edit": _edit,
    "illustrate": _illustrate,
    "credit": _credit,
    "rename person": _rename_person,
    "rename topic": _rename_topic,
    "rename section": _rename_section,
    "move": _move,
    "readdress": _readdress,
    "unpublish": _unpublish,
    "bring back": _bring_back,
    "schedule": _schedule,
    "feature": _feature,
    "relate": _relate,
    "correct": _correct,
    "settings": _settings,
}


def edit(verb: str, a: int, b: int) -> None:
    """Do what ``verb`` of VERBS names to rows that ``a`` and ``b`` choose (counts, >= 0); nothing where there is none."""
    VERBS[verb](a, b)


def _of(choices: tuple[Any, ...], number: int) -> Any:
    return choices[number % len(choices)]


def _nth(rows: Any, number: int) -> Any:
    count = rows.count()
    return rows[number % count] if count else None


def _live(number: int) -> Any:
    return _nth(StoryPage.objects.filter(live=True).order_by("pk"), number)


def _republish(page: Any, **changed: Any) -> None:
    if page is None:
        return
    # As its editor opens it: from the newest revision, where there is one.
    page = page.get_latest_revision_as_object() if page.latest_revision_id else page
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()


def _picture(number: int) -> Any:
    """Return one of three small pictures, made where it is missing."""
    title = f"Picture {number % 3}"
    found = CreditedImage.objects.filter(title=title).first()
    if found is None:
        file = BytesIO()
        Image.new("RGB", (320, 200), ("navy", "olive", "maroon")[number % 3]).save(file, "JPEG")
        found = CreditedImage(title=title, alt=title, photographer="Ada Venn", agency="Northern Pictures")
        found.file = ContentFile(file.getvalue(), name=f"{number % 3}.jpg")
        found.save()
    return found


def steps(numbers: Iterable[tuple[int, int, int]]) -> list[tuple[str, int, int]]:
    """Return edits by any three numbers each: verb, and which rows."""
    verbs = tuple(VERBS)
    return [(_of(verbs, verb), a, b) for verb, a, b in numbers]
