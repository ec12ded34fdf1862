"""Pages of stories under one heading: a topic's, a person's, a section's month or day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from standfirst.edition.plate import Plate
from standfirst.press.archive import Days, Months
from standfirst.press.composing import (
    SMALL,
    Reach,
    card_views,
    described,
    frame_of,
    newest,
    page_plate,
    shortened,
    zone_of,
)
from standfirst.press.notes import Notes
from standfirst.press.slots import slots_of
from standfirst.press.views import CardList, Link, ListView
from standfirst.press.wording import Wording, wording
from standfirst.story.addresses import day_path, month_path, person_path, section_path, topic_path
from standfirst.story.story import Card, Person, Section

#: Stories on a topic's and a person's page, newest first.
NEWEST = 60
#: A month of more stories than this is told by the day: every publish prints again what its story stands on.
WHOLE_MONTH = 300
#: Stories of one day: all of them, up to a number no section reaches, since nothing else links to the older ones.
OF_A_DAY = 3000

_CSS = ("front", "adverts")


def print_topic(key: str, notes: Notes) -> Plate | None:
    """Return the page of the topic with this slug, None when no live story is about it."""
    topic, cards = notes.topic(key), notes.cards(f"topic:{key}", NEWEST)
    if topic is None or not cards:
        return None
    paper = notes.paper()
    words = wording(paper.language)
    path = topic_path(topic.slug)
    view = ListView(
        frame=frame_of(
            notes,
            title=f"{topic.name} – {paper.name}",
            path=path,
            description=described(topic.name, cards, paper),
            css=_CSS,
            linked={"@type": "CollectionPage", "name": topic.name, "url": paper.origin + path},
            ads=slots_of("home", paper.language, (topic,)),
        ),
        heading=topic.name,
        lists=(CardList("stories", words.latest, card_views(notes, cards, Reach(SMALL, label=True))),),
    )
    return page_plate("list.html", view, path, (f"topic-{topic.slug}",), newest(card.modified for card in cards))


def print_person(key: str, notes: Notes) -> Plate | None:
    """Return the page of the person with this slug, None while no live story is theirs.

    A new byline is known before its story is live: a page for it would say that there is one to come.
    """
    person, cards = notes.person(key), notes.cards(f"person:{key}", NEWEST)
    if person is None or not cards:
        return None
    paper = notes.paper()
    words = wording(paper.language)
    path = person_path(person.slug)
    profile = {"@type": "Person", "name": person.name, "url": paper.origin + path}
    if person.role:
        profile["jobTitle"] = person.role
    view = ListView(
        frame=frame_of(
            notes,
            title=f"{person.name} – {paper.name}",
            path=path,
            description=shortened(person.about) or described(_introduced(person), cards, paper),
            css=_CSS,
            linked={"@type": "ProfilePage", "mainEntity": profile},
            ads=slots_of("home", paper.language),
        ),
        heading=person.name,
        role=person.role,
        about=person.about,
        lists=_stories_by(person.name, cards, words, notes),
    )
    return page_plate("list.html", view, path, (f"person-{person.slug}",), newest(card.modified for card in cards))


def _introduced(person: Person) -> str:
    return f"{person.name}, {person.role}" if person.role else person.name


def _stories_by(name: str, cards: Sequence[Card], words: Wording, notes: Notes) -> tuple[CardList, ...]:
    heading = words.stories_by.format(name=name)
    return (CardList("stories", heading, card_views(notes, cards, Reach(SMALL, label=True))),) if cards else ()


def days_of(section: str, month: str, notes: Notes) -> tuple[str, ...]:
    """Return the days a month is told by, newest first; none for one that is told whole. section: "" is the paper."""
    days: tuple[str, ...] = notes.ask(Days(section, month, WHOLE_MONTH))
    return days


def print_month(key: str, notes: Notes) -> Plate | None:
    """Return a section's month, by day; key: "world/2026-11". None when the section or the month has no live story.

    A month of very many stories leads to its days, and shows none of them: nothing of it changes until a new day begins.
    """
    slug, _, month = key.partition("/")
    section, days = notes.section(slug), days_of(slug, month, notes)
    cards = () if days else notes.cards(f"month:{key}", WHOLE_MONTH)
    if section is None or not (days or cards):
        return None
    notes.leads_to.update(("day", f"{slug}/{day}") for day in days)
    words = wording(notes.paper().language)
    older, newer = _neighbours(month, notes.ask(Months(slug)))
    return _period(
        section,
        words.month(month),
        month_path(slug, month),
        notes,
        cards=cards,
        label=Link(section_path(slug), section.name),
        lists=_by_day(cards, words, notes),
        days=tuple(Link(day_path(slug, day), words.weekday(date.fromisoformat(day))) for day in days),
        older=Link(month_path(slug, older), words.month(older)) if older else None,
        newer=Link(month_path(slug, newer), words.month(newer)) if newer else None,
    )


def print_day(key: str, notes: Notes) -> Plate | None:
    """Return a section's day; key: "world/2026-11-24". None when its month is told whole, or the day has no live story."""
    slug, _, day = key.partition("/")
    month = day[: len("2026-11")]
    section, days = notes.section(slug), days_of(slug, month, notes)
    cards = notes.cards(f"day:{key}", OF_A_DAY) if day in days else ()
    if section is None or not cards:
        return None
    words = wording(notes.paper().language)
    older, newer = _neighbours(day, days)
    return _period(
        section,
        words.day_of(date.fromisoformat(day)),
        day_path(slug, day),
        notes,
        cards=cards,
        label=Link(month_path(slug, month), f"{section.name}, {words.month(month)}"),
        lists=_by_day(cards, words, notes),
        older=Link(day_path(slug, older), words.weekday(date.fromisoformat(older))) if older else None,
        newer=Link(day_path(slug, newer), words.weekday(date.fromisoformat(newer))) if newer else None,
    )


def _period(section: Section, when: str, path: str, notes: Notes, *, cards: Sequence[Card], **parts: Any) -> Plate:
    """Return the page of a section's month or day. when: as its heading has it. parts: further fields of ListView."""
    paper = notes.paper()
    heading = f"{section.name}, {when}"
    view = ListView(
        frame=frame_of(
            notes,
            title=f"{heading} – {paper.name}",
            path=path,
            section=section,
            description=described(heading, cards, paper),
            css=_CSS,
            linked={"@type": "CollectionPage", "name": heading, "url": paper.origin + path},
            ads=slots_of(section.slug, paper.language),
        ),
        heading=when,
        **parts,
    )
    return page_plate("list.html", view, path, (f"section-{section.slug}",), newest(card.modified for card in cards))


def _by_day(cards: Sequence[Card], words: Wording, notes: Notes) -> tuple[CardList, ...]:
    zone = zone_of(notes.paper())

    def day(card: Card) -> date:
        return card.published.astimezone(zone).date()

    return tuple(
        CardList(f"day-{on:%d}", words.weekday(on), card_views(notes, tuple(of_day), Reach()))
        for on, of_day in groupby(sorted(cards, key=day, reverse=True), key=day)
    )


def _neighbours(period: str, periods: Sequence[str]) -> tuple[str, str]:
    """The months or days before and after ``period`` that have stories, "" for none; as ISO 8601 has them they sort as time does."""
    return max((other for other in periods if other < period), default=""), min(
        (other for other in periods if other > period), default=""
    )
