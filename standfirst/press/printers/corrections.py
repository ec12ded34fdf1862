"""The page of all corrections."""

from __future__ import annotations

from standfirst.edition.plate import Plate
from standfirst.press.archive import Corrected, CorrectedStories, Paper
from standfirst.press.composing import Reach, card_views, frame_of, newest, page_plate, zone_of
from standfirst.press.notes import Notes
from standfirst.press.typesetting import set_text
from standfirst.press.views import CorrectedView, CorrectionsView, CorrectionView
from standfirst.press.wording import wording

NEWEST = 60
_PATH = "/corrections/"


def print_corrections(_key: str, notes: Notes) -> Plate:
    """Return ``/corrections/``, which is there before anything was wrong."""
    paper = notes.paper()
    words = wording(paper.language)
    corrected: tuple[Corrected, ...] = notes.ask(CorrectedStories(NEWEST))
    view = CorrectionsView(
        frame=frame_of(
            notes,
            title=f"{words.corrections} – {paper.name}",
            path=_PATH,
            description=words.corrections_what,
            css=("plain",),
        ),
        corrected=tuple(_corrected(item, paper, notes) for item in corrected),
    )
    return page_plate(
        "corrections.html", view, _PATH, ("corrections",), newest(item.correction.at for item in corrected)
    )


def _corrected(item: Corrected, paper: Paper, notes: Notes) -> CorrectedView:
    (card,) = card_views(notes, (item.card,), Reach())
    day = wording(item.card.language).day(item.correction.at, zone_of(paper))
    return CorrectedView(card, CorrectionView(day, set_text(item.correction.text)))
