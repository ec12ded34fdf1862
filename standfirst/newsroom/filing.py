"""Filing: the section, the people and the topics a story from outside names, found or made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from django.core.files import File
from wagtail.models import Collection

from standfirst.newsroom.models import CreditedImage, PaperFront, PaperSettings, Person, SectionPage, Topic
from standfirst.newsroom.negatives import look_into, picture_key
from standfirst.newsroom.richtext import words
from standfirst.story import story as frozen
from standfirst.story.addresses import slug_of
from standfirst.story.picture import Picture
from standfirst.wire.slugs import slug_for

Row = TypeVar("Row")


class NoPaper(Exception):
    """There is no paper yet to put stories into."""


def section_called(name: str, slug: str = "") -> SectionPage:
    """Return the section with this slug or name, a new live one where there is none; the paper's default for no name.

    Raises NoPaper before the paper was opened.
    """
    name = words(name)[:255] or PaperSettings.current().default_section
    found = SectionPage.objects.filter(slug=slug).first() if slug else None
    found = found or SectionPage.objects.filter(title__iexact=name).order_by("path").first()
    found = found or SectionPage.objects.filter(slug=slug_for(name, fallback="")).exclude(slug="").first()
    if found is not None:
        return found
    front = PaperFront.objects.select_for_update().order_by("path").first()
    if front is None:
        raise NoPaper("this paper was not opened yet; run `standfirst init` first")
    section = SectionPage(title=name, slug=slug, live=False)
    front.add_child(instance=section)
    section.save_revision().publish()
    return SectionPage.objects.get(pk=section.pk)


def person_called(name: str, known: frozen.Person | None = None) -> Person | None:
    """Return the person of this name, a new one where there is none; None for no name. known: all that is said of them."""
    name = words(name)[:120]
    if not name:
        return None
    found = Person.objects.filter(slug=known.slug).first() if known and known.slug else None
    found = found or Person.objects.filter(name__iexact=name).order_by("pk").first()
    if found is not None:
        return found
    slug = slug_of(known.slug, fallback="") if known else ""
    role, about = (words(known.role)[:120], words(known.about)) if known else ("", "")
    return Person.objects.create(name=name, slug=slug, role=role, about=about)


def topic_called(name: str, known: frozen.Topic | None = None) -> Topic | None:
    """Return the topic of this name, a new one where there is none; None for no name."""
    name = words(name)[:120]
    if not name:
        return None
    found = Topic.objects.filter(slug=known.slug).first() if known and known.slug else None
    found = found or Topic.objects.filter(name__iexact=name).order_by("pk").first()
    if found is not None:
        return found
    slug = slug_of(known.slug, fallback="") if known else ""
    return Topic.objects.create(name=name, slug=slug, kind=known.kind if known else Topic.Kind.SUBJECT)


def picture_row(picture: Picture, file: Path | None) -> int | None:
    """Return the row of ``picture``: the one with its key, or a new one of ``file``; None where there is neither.

    Raises PictureRefused for a file that cannot be printed.
    """
    row = CreditedImage.objects.filter(key=picture.key).order_by("pk").first() if picture.key else None
    if row is None and file is not None:
        row = _developed(picture, file)
    return None if row is None else row.pk


def _developed(picture: Picture, file: Path) -> CreditedImage:
    with file.open("rb") as stream:
        look_into(stream, name=file.name)
        image = CreditedImage(
            title=words(picture.caption)[:120] or file.stem[:120],
            file=File(stream, name=file.name),
            collection=Collection.get_first_root_node(),
            alt=words(picture.alt)[:300],
            caption=words(picture.caption),
            photographer=words(picture.credit.photographer)[:120],
            agency=words(picture.credit.agency)[:120],
            copyright=words(picture.copyright)[:250],
        )
        image.look_into_file()
        if picture.focus is not None:
            image.draw_focus(picture.focus)
        image.key = picture_key(image.file_hash, image.photographer, image.agency, image.copyright, image.caption)
        known = CreditedImage.objects.filter(key=image.key).order_by("pk").first()
        if known is None:
            image.save()
    return known or image


def rows_of(rows: Iterable[Row | None]) -> list[Row]:
    """Return ``rows`` without the missing and without repeats, in order."""
    found: list[Row] = []
    for row in rows:
        if row is not None and row not in found:
            found.append(row)
    return found
