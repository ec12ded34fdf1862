"""What readers do on a news site, and what must be on the screen when they have done it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import httpx
from lxml import html

from bench.readings import Reading, Truth, truth_of, words_in, worth_of
from bench.surfing.surfer import PATIENCE_SECONDS, Link, NotDone, Surfer
from standfirst.press.wording import wording
from standfirst.story.story import Story
from standfirst.story.text import plain

#: The example paper's dates are of this zone.
_ZONE = ZoneInfo("Europe/London")
#: How many words of a headline a reader looks for: few enough to stand on one line.
_HEADLINE_WORDS = 4
#: What of a page's making must never be on a screen.
_MAKING = re.compile(r"function *\(|</|\{\w|&(?:amp|nbsp|#\d+);|\bundefined\b|\[object ")


@dataclass(frozen=True, slots=True)
class Errand:
    """What the tasks are about, in one paper. site: "http://127.0.0.1:PORT".

    story: the one that is read; it was corrected, as ``correction`` says. next: the one it leads to. found: what ``word`` finds.
    section: whose front is opened; headlines: what stands there. sections: what the masthead names.
    """

    site: str
    story: Truth
    correction: str
    next: Truth
    found: Truth
    word: str
    section: Link
    headlines: tuple[str, ...]
    sections: tuple[str, ...]


def errand_of(site: str, stories: Sequence[Story], word: str = "ferry") -> Errand:
    """Return what the tasks are about in the paper at ``site`` with these live ``stories``."""
    known = {story.path: story for story in stories}

    def true_of(path: str) -> Truth:
        return truth_of(known[path], httpx.get(site + path).content, _ZONE)

    story = next(each for each in stories if each.corrections)
    page = html.document_fromstring(httpx.get(site + story.path).content)
    found = html.document_fromstring(httpx.get(f"{site}/search", params={"q": word}).content)
    result = found.xpath("//ol//h2/a/@href")[0]
    section = known[result].section
    there = [each.headline for each in stories if each.section.slug == section.slug]
    return Errand(
        site=site,
        story=true_of(story.path),
        correction=plain(story.corrections[0].text),
        next=true_of(page.xpath("//*[contains(@class, 'related')]//h3/a/@href")[0]),
        found=true_of(result),
        word=word,
        section=Link(section.name, f"/{section.slug}/"),
        headlines=tuple(there),
        sections=tuple(page.xpath("//nav[@aria-label='Sections']//a/text()")),
    )


def _read(surfer: Surfer, errand: Errand, says: frozenset[str]) -> None:
    surfer.open(errand.site + errand.story.path)
    _await_story(surfer, errand.story)
    shown = surfer.shown()
    if strange := _strange(shown, errand.story) - says:
        raise NotDone(f"words within the story that are not the story's: {', '.join(sorted(strange))}")
    words = wording("en")
    for notice in (words.tap, words.newer_browser, words.newer_browser_where):
        if _has(shown, notice):
            raise NotDone(f"a notice that is not for this reader: {notice!r}")
    for section in errand.sections:
        if not _has(shown, section):
            raise NotDone(f"no {section!r} in the masthead")
    if made := _MAKING.search(shown):
        raise NotDone(f"what the page is made of: {shown[max(0, made.start() - 20) : made.end() + 20]!r}")


def _go_on(surfer: Surfer, errand: Errand, says: frozenset[str]) -> None:
    del says
    surfer.open(errand.site + errand.story.path)
    _await_story(surfer, errand.story)
    surfer.follow(_link_to(errand.next))
    _await_story(surfer, errand.next)


def _open_section(surfer: Surfer, errand: Errand, says: frozenset[str]) -> None:
    del says
    surfer.open(f"{errand.site}/")
    _await(surfer, errand.sections)
    surfer.follow(errand.section)
    _await(surfer, errand.headlines, but=_headline(errand.story))


def _search(surfer: Surfer, errand: Errand, says: frozenset[str]) -> None:
    del says
    surfer.open(f"{errand.site}/")
    _await(surfer, errand.sections)
    surfer.follow(Link("Search", "/search"))
    _await(surfer, [wording("en").search_for], but=_headline(errand.story))
    surfer.search(errand.word)
    _await(surfer, [_headline(errand.found)])
    surfer.follow(_link_to(errand.found))
    _await_story(surfer, errand.found)


def _follow_correction(surfer: Surfer, errand: Errand, says: frozenset[str]) -> None:
    del says
    surfer.open(f"{errand.site}/")
    _await(surfer, errand.sections)
    surfer.follow(Link("Corrections", "/corrections/"))
    _await(surfer, [errand.correction], but=_headline(errand.next))
    surfer.follow(_link_to(errand.story))
    _await_story(surfer, errand.story)


#: A task by name, and how it is done. It raises NotDone; what a browser ``says`` of its own is no fault of the page.
TASKS: dict[str, Callable[[Surfer, Errand, frozenset[str]], None]] = {
    "read": _read,
    "next": _go_on,
    "section": _open_section,
    "search": _search,
    "correction": _follow_correction,
}


# --- What is on the screen


def _headline(truth: Truth) -> str:
    return next(block.text for block in truth.blocks if block.name == "headline")


def _link_to(truth: Truth) -> Link:
    return Link(" ".join(_headline(truth).split()[:_HEADLINE_WORDS]), truth.path)


def _has(shown: str, words: str) -> bool:
    return f" {' '.join(words_in(words))} " in f" {' '.join(words_in(shown))} "


def _await(surfer: Surfer, lines: Sequence[str], but: str = "") -> None:
    """Return once all of ``lines`` are shown, and ``but`` is not. Raises NotDone."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while missing := [line for line in lines if not _has(shown := surfer.shown(), line)] or (
        [f"gone: {but}"] if but and _has(shown, but) else []
    ):
        if time.monotonic() > ends:
            raise NotDone(f"not there: {missing[0]!r}; seen: {' '.join(shown.split())[-300:]!r}")
        time.sleep(0.1)


def _await_story(surfer: Surfer, truth: Truth) -> None:
    """Return once all of a story is shown. Raises NotDone with the lines that are not."""
    _await(surfer, [_headline(truth)])
    ends = time.monotonic() + PATIENCE_SECONDS / 2
    while missing := _missing(surfer.shown(), truth):
        if time.monotonic() > ends:
            raise NotDone(f"of {truth.path} not there: {'; '.join(line[:60] for line in missing)}")
        time.sleep(0.2)


def _missing(shown: str, truth: Truth) -> list[str]:
    """Return the lines of a story that are not shown in their order, nor whole in another place.

    Dillo draws a table's caption under it, and copies its cells with nothing between them: both are whole to a reader.
    """
    lost = worth_of(Reading(shown), truth, whole_page=True).lost
    return [
        block.text for block in truth.blocks if block.name in lost and _squeezed(block.text) not in _squeezed(shown)
    ]


def _strange(shown: str, truth: Truth) -> set[str]:
    """Return words within a story that are not the story's; cells that were copied in one are."""
    worth = worth_of(Reading(shown), truth, whole_page=True)
    elsewhere = {word for block in truth.blocks if block.name in worth.lost for word in words_in(block.text)}
    own = _squeezed(" ".join(block.text for block in truth.blocks))
    return {word for word in worth.strange if word not in elsewhere and not (len(word) > 7 and word in own)}


def _squeezed(text: str) -> str:
    return "".join(words_in(text))
