"""Pages of stories under one heading: a topic's, a person's, a section's month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from standfirst.edition.plate import Plate
from standfirst.press.archive import Months, Paper
from standfirst.press.composing import SMALL, Reach, card_views, frame_of, newest, page_plate, zone_of
from standfirst.press.notes import Notes
from standfirst.press.slots import slots_of
from standfirst.press.views import CardList, Link, ListView
from standfirst.press.wording import Wording, wording
from standfirst.story.addresses import month_path, person_path, section_path, topic_path
from standfirst.story.story import Card

#: Stories on a topic's and a person's page, newest first.
NEWEST = 60
#: Stories of one month: all of them, up to a number no section reaches, since nothing else links to the older ones.
OF_A_MONTH = 3000

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
            description=person.about,
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


def _stories_by(name: str, cards: Sequence[Card], words: Wording, notes: Notes) -> tuple[CardList, ...]:
    heading = words.stories_by.format(name=name)
    return (CardList("stories", heading, card_views(notes, cards, Reach(SMALL, label=True))),) if cards else ()


def print_month(key: str, notes: Notes) -> Plate | None:
    """Return a section's month, by day; key: "world/2026-11". None when the section or the month has no live story."""
    slug, _, month = key.partition("/")
    section = notes.section(slug)
    cards = notes.cards(f"month:{key}", OF_A_MONTH)
    if section is None or not cards:
        return None
    paper = notes.paper()
    words = wording(paper.language)
    path = month_path(slug, month)
    heading = words.month(month)
    older, newer = _neighbours(month, notes.ask(Months(slug)))
    view = ListView(
        frame=frame_of(
            notes,
            title=f"{section.name}, {heading} – {paper.name}",
            path=path,
            section=section,
            css=_CSS,
            linked={"@type": "CollectionPage", "name": f"{section.name}, {heading}", "url": paper.origin + path},
            ads=slots_of(slug, paper.language),
        ),
        heading=heading,
        label=Link(section_path(slug), section.name),
        lists=_by_day(cards, words, paper, notes),
        older=Link(month_path(slug, older), words.month(older)) if older else None,
        newer=Link(month_path(slug, newer), words.month(newer)) if newer else None,
    )
    return page_plate("list.html", view, path, (f"section-{slug}",), newest(card.modified for card in cards))


def _by_day(cards: Sequence[Card], words: Wording, paper: Paper, notes: Notes) -> tuple[CardList, ...]:
    def day(card: Card) -> date:
        return card.published.astimezone(zone_of(paper)).date()

    return tuple(
        CardList(f"day-{on:%d}", words.weekday(on), card_views(notes, tuple(of_day), Reach()))
        for on, of_day in groupby(sorted(cards, key=day, reverse=True), key=day)
    )


def _neighbours(month: str, months: Sequence[str]) -> tuple[str, str]:
    """The months before and after ``month`` that have stories, "" for none; months: "YYYY-MM", which sort as time does."""
    return max((other for other in months if other < month), default=""), min(
        (other for other in months if other > month), default=""
    )
