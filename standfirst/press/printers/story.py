"""A story's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count, groupby
from typing import Any

from standfirst.edition.plate import Plate
from standfirst.press.archive import Paper
from standfirst.press.composing import (
    ACROSS,
    SMALL,
    Reach,
    card_views,
    cropped_pictures,
    frame_of,
    moment_of,
    newest,
    page_plate,
    picture_view,
    shortened,
    zone_of,
)
from standfirst.press.notes import Notes
from standfirst.press.printers.live import entries_of
from standfirst.press.slots import slots_of
from standfirst.press.typesetting import set_paragraphs, set_text
from standfirst.press.views import Byline, CorrectionView, Link, Piece, Statement, StoryView
from standfirst.press.wording import Wording, wording
from standfirst.story.addresses import person_path, section_path, topic_path
from standfirst.story.blocks import (
    Block,
    Embed,
    FactBox,
    Figure,
    Listing,
    LiveEntry,
    Paragraph,
    PullQuote,
    Quote,
    Table,
)
from standfirst.story.story import Attribution, Person, Story
from standfirst.story.text import Text, is_safe_link, plain

#: Related stories printed, at most: a page must not hang on many others.
RELATED = 6

_LEAD_SIZES = f"(min-width: 60em) 820px, {ACROSS}"
_WITHIN_SIZES = f"(min-width: 48em) 640px, {ACROSS}"


def print_story(key: str, notes: Notes) -> Plate | None:
    """Return the page of the live story with this id, None when it is not live."""
    story = notes.story(key)
    if story is None:
        return None
    paper = notes.paper()
    is_live = paper.extras.live and any(isinstance(block, LiveEntry) for block in story.body)
    if is_live:
        notes.leads_to.add(("live", story.id))
    words = wording(story.language)
    related = tuple(card for card in map(notes.card, story.related[:RELATED]) if card)
    view = StoryView(
        frame=frame_of(
            notes,
            title=f"{story.headline} – {paper.name}",
            path=story.path,
            section=story.section,
            language=story.language,
            description=_description(story),
            css=tuple(_styles(story)),
            social=tuple(_social(story, paper, notes)),
            linked=(_linked(story, paper, notes), _trail(story, paper)),
            ads="" if story.sensitive else slots_of(story.section.slug, story.language, story.topics, story.place),
        ),
        section=Link(section_path(story.section.slug), story.section.name),
        headline=story.headline,
        byline=_byline(story.byline, words),
        place=story.place,
        published=moment_of(story.published, words, paper),
        updated=moment_of(story.updated, words, paper) if story.updated else None,
        standfirst=story.standfirst,
        lead=_figure(story.lead, 0, story.language, notes) if story.lead else None,
        body=tuple(_pieces(story, notes)),
        corrections=tuple(
            CorrectionView(words.day(fix.at, zone_of(paper)), set_text(fix.text)) for fix in story.corrections
        ),
        statements=tuple(_statement(said, words) for said in story.attributions),
        topics=tuple(Link(topic_path(topic.slug), topic.name) for topic in story.topics),
        related=card_views(notes, related, Reach(SMALL, standfirst=False), story.language),
    )
    keys = (f"story-{story.id}", f"section-{story.section.slug}")
    modified = newest([_modified(story), *(card.modified for card in related)])
    return page_plate("story.html", view, story.path, keys, modified)


def _styles(story: Story) -> Iterator[str]:
    """The style sheets a story needs, besides the common ones."""
    yield "story"
    kinds = {type(block) for block in story.body}
    if kinds & {Quote, PullQuote}:
        yield "quotes"
    if kinds & {Table, FactBox}:
        yield "tables"
    if story.attributions or story.topics or story.related:
        yield "beside"
    if not story.sensitive:
        yield "adverts"


# --- The story's parts


def _byline(people: tuple[Person, ...], words: Wording) -> tuple[Byline, ...]:
    befores = ("", *(words.comma for _ in people[2:]), words.last_and)
    return tuple(
        Byline(before, person.name, person_path(person.slug) if person.slug else "")
        for before, person in zip(befores, people, strict=False)
    )


def _pieces(story: Story, notes: Notes) -> Iterator[Piece]:
    numbers, entries = count(1), entries_of(story, notes.paper())
    for of, blocks in groupby(story.body, type):
        if of is Paragraph:
            # Those that follow one another are one piece: most of a story are, and each piece takes its time.
            yield Piece("paragraphs", html=set_paragraphs(_texts(blocks)))
            continue
        kind = of.__name__.lower()
        for block in blocks:
            match block:
                case Quote(text):
                    if text:
                        yield Piece(kind, block, html=set_text(text))
                case Listing(items) | FactBox(_, items):
                    yield Piece(kind, block, items=tuple(map(set_text, items)))
                case Figure():
                    yield _figure(block, next(numbers), story.language, notes)
                case LiveEntry():
                    _, entry, digest = next(entries)
                    yield Piece(kind, block, entry=entry, digest=digest if notes.paper().extras.live else "")
                case Table():
                    yield Piece(kind, block, number=next(numbers))
                case Embed(url) if not is_safe_link(url):
                    continue
                case _:
                    yield Piece(kind, block)


def _texts(paragraphs: Iterable[Block]) -> list[Text]:
    return [block.text for block in paragraphs if isinstance(block, Paragraph) and block.text]


def _figure(figure: Figure, number: int, language: str, notes: Notes) -> Piece:
    lead = number == 0
    sizes = _LEAD_SIZES if lead else _WITHIN_SIZES
    picture = picture_view(notes, figure.picture, language=language, sizes=sizes, first=lead)
    return Piece("figure", figure, number=number, picture=picture)


def _statement(said: Attribution, words: Wording) -> Statement:
    via = words.via.format(name=said.via) if said.via else ""
    says = words.denies if said.stance == "denies" else words.asserts
    return Statement(
        said.source, said.claim, said.stance, says, words.comma.join(part for part in (via, said.when) if part)
    )


# --- What machines read


def _description(story: Story) -> str:
    """What search results say of a story: its standfirst, or how it begins; never nothing."""
    begins = (plain(block.text) for block in story.body if isinstance(block, Paragraph) and plain(block.text))
    return story.standfirst or shortened(next(begins, story.headline))


def _social(story: Story, paper: Paper, notes: Notes) -> Iterator[tuple[str, str]]:
    yield "og:type", "article"
    yield "og:site_name", paper.name
    yield "og:title", story.headline
    yield "og:description", story.standfirst
    yield "og:url", paper.origin + story.path
    yield "article:published_time", story.published.isoformat(timespec="seconds")
    yield "article:modified_time", _modified(story).isoformat(timespec="seconds")
    yield "article:section", story.section.name
    yield "twitter:card", "summary_large_image" if story.lead else "summary"
    if story.lead:
        path, width, height = cropped_pictures(notes, story.lead.picture)[0]
        yield "og:image", paper.origin + path
        yield "og:image:width", str(width)
        yield "og:image:height", str(height)
        yield "og:image:alt", story.lead.picture.alt


def _modified(story: Story) -> datetime:
    """When readers last got something new of the story's own, corrections included."""
    return max([story.modified, *(fix.at for fix in story.corrections)])


def _trail(story: Story, paper: Paper) -> dict[str, Any]:
    """The way to the story as search results show it: its section, and the story."""
    steps = [(story.section.name, section_path(story.section.slug)), (story.headline, story.path)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": paper.origin + path}
            for place, (name, path) in enumerate(steps, 1)
        ],
    }


def _linked(story: Story, paper: Paper, notes: Notes) -> dict[str, Any]:
    """The story for search engines, in schema.org's words; never its body, which some readers would take instead of the page."""
    address = paper.origin + story.path
    linked: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": _description(story),
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": story.published.isoformat(timespec="seconds"),
        "dateModified": _modified(story).isoformat(timespec="seconds"),
        "inLanguage": story.language,
        "articleSection": story.section.name,
        "isAccessibleForFree": True,
        "author": [_linked_paper(paper)],
        "publisher": _linked_paper(paper),
    }
    if story.byline:
        linked["author"] = [
            {"@type": "Person", "name": person.name}
            | ({"url": paper.origin + person_path(person.slug)} if person.slug else {})
            for person in story.byline
        ]
    if story.lead:
        linked["image"] = list(_linked_pictures(story.lead, paper, notes))
    if story.topics:
        linked["keywords"] = [topic.name for topic in story.topics]
    if story.corrections:
        linked["correction"] = [
            {
                "@type": "CorrectionComment",
                "datePublished": fix.at.isoformat(timespec="seconds"),
                "text": plain(fix.text),
            }
            for fix in story.corrections
        ]
    return linked


def _linked_paper(paper: Paper) -> dict[str, Any]:
    logo = {"@type": "ImageObject", "url": f"{paper.origin}/apple-touch-icon.png", "width": 180, "height": 180}
    return {"@type": "NewsMediaOrganization", "name": paper.name, "url": f"{paper.origin}/", "logo": logo}


def _linked_pictures(figure: Figure, paper: Paper, notes: Notes) -> Iterator[dict[str, Any]]:
    rights = {
        "caption": figure.legend,
        "creditText": str(figure.picture.credit),
        "copyrightNotice": figure.picture.copyright,
    }
    stated = {name: words for name, words in rights.items() if words}
    for path, width, height in cropped_pictures(notes, figure.picture):
        picture = {"@type": "ImageObject", "url": paper.origin + path, "width": width, "height": height}
        yield picture | stated
