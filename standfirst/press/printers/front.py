"""The home front and the sections' fronts: what editors featured, then what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from standfirst.edition.plate import Plate
from standfirst.press.archive import Emergencies, Front, Months
from standfirst.press.composing import (
    LARGE,
    MIDDLE,
    SMALL,
    Reach,
    card_views,
    described,
    frame_of,
    newest,
    page_plate,
    tone_of,
)
from standfirst.press.notes import Notes
from standfirst.press.slots import slots_of
from standfirst.press.urgent import set_urgent
from standfirst.press.views import CardList, CardView, HomeView, Link, SectionView
from standfirst.press.wording import wording
from standfirst.story.addresses import month_path, section_path
from standfirst.story.story import Card, Section

#: Stories on top, in all; the newest fill up what editors left free.
TOP = 7
LATEST = 8
#: Stories under each section on the home front that are not on top.
PER_SECTION = 4
#: Stories on a section's front, in all, and the months it links to.
SECTION = 36
MONTHS = 12


def print_front(key: str, notes: Notes) -> Plate | None:
    """Return the home front ("") or a section's front; None for a section that is not there."""
    front = notes.front(key)
    if front is None:
        return None
    return _section(front.section, front, notes) if front.section else _home(front, notes)


def _home(front: Front, notes: Notes) -> Plate:
    paper = notes.paper()
    words = wording(paper.language)
    news = notes.cards("paper", TOP + LATEST)
    top = _filled(front.featured, news, TOP)
    latest = _without(news, top)[:LATEST]
    parts = _by_section(notes, {card.id for card in top})
    urgent: tuple[Card, ...] = notes.ask(Emergencies())
    view = HomeView(
        frame=frame_of(
            notes,
            title=f"{paper.name} – {paper.tagline}" if paper.tagline else paper.name,
            path="/",
            description=paper.tagline or described(paper.name, top, paper),
            css=("front", "urgent", "adverts"),
            linked={"@type": "WebSite", "name": paper.name, "url": f"{paper.origin}/", "inLanguage": paper.language},
            ads=slots_of("home", paper.language),
        ),
        top=_top(notes, top),
        latest=CardList("latest", words.latest, card_views(notes, latest, Reach(label=True, standfirst=False))),
        sections=tuple(_part(notes, section, cards) for section, cards in parts),
        urgent=set_urgent(urgent, notes),
    )
    shown = (*urgent, *top, *latest, *(card for _, cards in parts for card in cards))
    return page_plate("home.html", view, "/", ("front", "paper"), newest(card.modified for card in shown))


def _by_section(notes: Notes, shown: set[str]) -> list[tuple[Section, tuple[Card, ...]]]:
    """Every section's newest stories that are not on top; a section without one is left out."""
    parts = []
    for section in notes.sections():
        cards = notes.cards(f"section:{section.slug}", PER_SECTION + TOP)
        rest = tuple(card for card in cards if card.id not in shown)[:PER_SECTION]
        if rest:
            parts.append((section, rest))
    return parts


def _part(notes: Notes, section: Section, cards: Sequence[Card]) -> CardList:
    return CardList(
        id=f"section-{section.slug}",
        heading=section.name,
        cards=card_views(notes, cards[:1], Reach(MIDDLE)) + card_views(notes, cards[1:], Reach(standfirst=False)),
        more=Link(section_path(section.slug), section.name),
        tone=tone_of(section.slug, notes),
    )


def _section(section: Section, front: Front, notes: Notes) -> Plate:
    paper = notes.paper()
    words = wording(paper.language)
    path = section_path(section.slug)
    news = notes.cards(f"section:{section.slug}", SECTION)
    months = notes.ask(Months(section.slug))[:MONTHS]
    notes.leads_to.update(("month", f"{section.slug}/{month}") for month in months)
    top = _filled(front.featured, news, TOP)
    latest = _without(news, top)
    view = SectionView(
        frame=frame_of(
            notes,
            title=f"{section.name} – {paper.name}",
            path=path,
            section=section,
            description=described(section.name, (*top, *latest), paper),
            css=("front", "adverts"),
            linked={"@type": "CollectionPage", "name": section.name, "url": paper.origin + path},
            ads=slots_of(section.slug, paper.language),
        ),
        heading=section.name,
        top=_top(notes, top, label=False),
        latest=CardList("latest", words.latest, card_views(notes, latest, Reach(SMALL))),
        months=tuple(Link(month_path(section.slug, month), words.month(month)) for month in months),
    )
    keys = (f"front-{section.slug}", f"section-{section.slug}")
    return page_plate("section.html", view, path, keys, newest(card.modified for card in (*top, *latest)))


# --- Cards


def _top(notes: Notes, cards: Sequence[Card], *, label: bool = True) -> tuple[CardView, ...]:
    first = card_views(notes, cards[:1], Reach(LARGE, label=label, first=True))
    return first + card_views(notes, cards[1:], Reach(MIDDLE, label=label))


def _filled(featured: Sequence[Card], news: Sequence[Card], wanted: int) -> tuple[Card, ...]:
    """What editors featured, filled up with the newest; editors' order stands."""
    return (*featured[:wanted], *_without(news, featured))[:wanted]


def _without(cards: Iterable[Card], shown: Iterable[Card]) -> tuple[Card, ...]:
    ids = {card.id for card in shown}
    return tuple(card for card in cards if card.id not in ids)
