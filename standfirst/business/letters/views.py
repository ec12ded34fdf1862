"""The report on letters: which were allowed how often, whether a comparison is over, and the days."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from standfirst.ads.letter_trial import Outcome, Standing, days_to_tell
from standfirst.ads.letters import languages
from standfirst.audience.errors import SumsDamaged
from standfirst.audience.sums import sums
from standfirst.business.export import paper_zone
from standfirst.business.letters.chart import Bar, chart_of, interval
from standfirst.business.letters.models import LANGUAGES, AskSettings, Letter, letters_out
from standfirst.business.letters.sums import LetterSums, letter_sums

#: Days in the table.
_DAYS = 60


def report(request: HttpRequest) -> HttpResponse:
    """Return the report's page."""
    if not request.user.has_perm("letters.view_letter"):
        raise PermissionDenied
    trouble = ""
    try:
        found = letter_sums(sums(settings.STANDFIRST.tallies), paper_zone())
    except (SumsDamaged, OSError) as error:
        found, trouble = LetterSums((), {}), str(error)
    page = {
        "trouble": trouble,
        "asked": AskSettings.current(),
        "languages": [_language(code, found) for code in languages() if _is_told(code, found)],
        "days": found.days[:_DAYS],
    }
    return render(request, "letters/report.html", page)


def _is_told(language: str, found: LetterSums) -> bool:
    """Say whether there is anything to tell of ``language``: own letters out, or any sums."""
    own = Letter.objects.filter(language=language, running=True).exists()
    return own or any(letter.startswith(f"{language}.") for letter in found.letters)


def _language(language: str, found: LetterSums) -> dict[str, Any]:
    out = [letter.id for letter in letters_out(language)]
    standing = found.standing(out)
    names = {letter: _name(letter) for letter in out}
    rows = [
        {
            "name": names[letter],
            "outcome": found.letters.get(letter, Outcome()),
            "share": interval(share),
            "best": letter == standing.best,
        }
        for letter, share in standing.shares.items()
    ]
    return {
        "name": dict(LANGUAGES)[language],
        "letters": rows,
        "chart": chart_of([Bar(names[letter], share) for letter, share in standing.shares.items()]),
        "verdict": _verdict(standing, names, found),
    }


def _name(letter: str) -> str:
    _, number, version = letter.split(".")
    row = Letter.objects.filter(pk=int(number)).first() if number != "0" else None
    return f"{row.name}, version {version}" if row else "Standfirst’s own"


def _verdict(standing: Standing, names: dict[str, str], found: LetterSums) -> str:
    """Say whether the comparison may be stopped, and why."""
    if len(names) < 2:
        return (
            "One letter is out, so there is nothing to compare. Run a second one in the same language to compare them."
        )
    if standing.best:
        return f"“{names[standing.best]}” is the better letter. You can stop the other."
    if standing.decided:
        return "Both are as good as each other, as far as readers can tell. Keep the one you like."
    left = days_to_tell([found.letters.get(letter, Outcome()) for letter in names], len(found.days))
    when = f" At this pace it is over in {left} days at the latest." if left is not None else ""
    return f"Nothing is decided yet; let both run, however it looks today.{when}"
