"""A page with nothing on it but a letter, shown by the script that shows it to readers."""

from __future__ import annotations

from base64 import b64encode

from django.http import HttpResponse
from django.shortcuts import render

from standfirst.ads.letters import Counting, Letter, letters_file
from standfirst.press.asking import ask_path, letter_style
from standfirst.press.typesetting import styles
from standfirst.story.story import direction_of


def preview_of(letter: Letter, language: str) -> HttpResponse:
    """Return the page. Nothing is counted or remembered on it."""
    document = letters_file(
        language, [letter], counting=Counting.OFF, support="/", newsletter="/", style=letter_style()
    )
    page = {
        "language": language,
        "direction": direction_of(language),
        "style": styles("base", "adverts"),
        "script": ask_path(),
        "letter": f"data:application/json;base64,{b64encode(document).decode()}",
    }
    response = render(None, "letters/preview.html", page)
    response["Cache-Control"] = "private, no-store"
    return response
