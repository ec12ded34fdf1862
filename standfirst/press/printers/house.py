"""Pages of the house: what readers see when something went wrong, and the search page's shell."""

from __future__ import annotations

import json

from markupsafe import Markup

from standfirst.edition.plate import Plate
from standfirst.press.composing import frame_of, page_plate
from standfirst.press.notes import Notes
from standfirst.press.typesetting import printable
from standfirst.press.views import HouseView
from standfirst.press.wording import Wording, wording

#: What delivery replaces, escaped, in the shell of the search page.
QUERY_MARK = Markup("{{QUERY}}")
RESULTS_MARK = Markup("{{RESULTS}}")


def print_house(key: str, notes: Notes) -> Plate | None:
    """Return the house page for an HTTP status ("404"), the search page's shell ("search") or its sentences ("search-words").

    None for another key.
    """
    paper = notes.paper()
    words = wording(paper.language)
    if key == "search":
        return _search(words, notes)
    if key == "search-words":
        return _search_words(words)
    said = _said(words).get(key)
    if said is None:
        return None
    heading, what = said
    frame = frame_of(notes, title=f"{heading} – {paper.name}", css=("plain",), robots="noindex")
    view = HouseView(frame=frame, heading=heading, what=what, code=key)
    return page_plate("house.html", view, f"!{key}", ("house",), None, status=int(key))


def _said(words: Wording) -> dict[str, tuple[str, str]]:
    """What each status says: heading, and what the reader can do."""
    return {
        "404": (words.not_found, words.not_found_what),
        "405": (words.not_allowed, words.not_allowed_what),
        "410": (words.gone, words.gone_what),
        "414": (words.too_long, words.too_long_what),
        "431": (words.too_much, words.too_much_what),
        "503": (words.unavailable, words.unavailable_what),
    }


def _search(words: Wording, notes: Notes) -> Plate:
    frame = frame_of(notes, title=f"{words.search} – {notes.paper().name}", css=("plain",), robots="noindex")
    view = HouseView(frame=frame, heading=words.search, what=words.search_what, query=QUERY_MARK, results=RESULTS_MARK)
    return page_plate("search.html", view, "!search", ("house",), None)


def _search_words(words: Wording) -> Plate:
    """What delivery says of a search, and how it writes a day, as JSON."""
    said = {**words.found, "months": words.dates.months, "day": words.dates.day}
    body = printable(json.dumps(said, ensure_ascii=False, sort_keys=True))
    return Plate("!search-words", body, "application/json")
