"""Whether a paragraph is the standfirst or the story's first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from standfirst.wire.lines import BULLET
from standfirst.wire.vocabulary import CAPITALS, is_finished, sentences, tokens

#: Longest standfirst, words.
STANDFIRST_WORDS = 55

DATELINE = re.compile(
    rf"^(?P<place>[{CAPITALS}][{CAPITALS}\s.'’/-]{{2,40}}(?:,\s[{CAPITALS}][^\W\d_]+(?:\s[{CAPITALS}][^\W\d_]+)?\.?)?)(?:\s*,?\s*\([^()]{{2,40}}\)\s*(?:[—–-]|--)|\s*(?:[—–]|--|\s-)\s|\.\s*[—–-]\s)"
    rf"|^(?P<agency_place>[{CAPITALS}][^\W\d_]+(?:[\s-][{CAPITALS}][^\W\d_]+)?(?:,\s[^()—–]{{2,30}})?)\s*\((?:AP|AFP|Reuters|REUTERS|dpa|EFE|ANSA|CNN|UPI|EPA|IPS|Xinhua|Lusa|Belga|ANP|ТАСС|Интерфакс|УНІАН)[^()]{{0,20}}\)\s*(?:[—–:-]|--)?"
)
#: Words a second paragraph leans back with: "He …", "But …".
_LEANS = re.compile(
    r"^[\"“«]?(?:he|she|they|it|his|her|their|but|and|that|this|those|these|the move|the decision|er|sie|es|doch|aber|das|il|elle|ils|mais|cette|él|ella|pero|esto|lui|lei|ma|questo|ele|ela|mas|hij|zij|maar|dat|он|она|они|но|это|він|вона|вони|але|це)\s",
    re.IGNORECASE,
)
_LEAD_WORDS = re.compile(
    r"\b(?:said|told|announced|reported|according to|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|sagte|teilte|a déclaré|a annoncé|dijo|informó|anunció|ha detto|ha dichiarato|disse|anunciou|zei|meldde|заявил|сообщил|заявив|повідомив|повідомила)\b",
    re.IGNORECASE,
)


def is_standfirst(
    first: str, following: Sequence[str], *, after_byline: bool = False, after_caption: bool = False
) -> bool:
    """Say whether ``first`` is a standfirst rather than a paragraph, judging by the paragraphs after it.

    A standfirst is short, says what the story will say again, and leaves the dateline and the day to the text.
    """
    count = len(first.split())
    if count > STANDFIRST_WORDS or count < 5 or not following or DATELINE.match(first) or BULLET.match(first):
        return False
    if not is_finished(first):
        return True
    placed = (1.0 if after_caption else 0.0) - (2.0 if after_byline else 0.0)
    return _points(first, following, count) + placed >= 1.0


def _points(first: str, following: Sequence[str], count: int) -> float:
    after = following[0]
    points = 0.5 if count <= 32 else -1.0
    points += 0.5 if len(sentences(first)) == 1 else -0.5
    points += 1.0 if len(after.split()) >= count * 1.15 else -0.5
    points += 2.0 if DATELINE.match(after) else 0.0
    points += 1.5 * _said_again(first, after)
    points -= 1.5 if _LEANS.match(after) else 0.0
    points -= 1.0 if _LEAD_WORDS.search(first) else 0.0
    points -= 1.0 if re.search(r"[\"“”«»]", first) and len(sentences(first)) > 1 else 0.0
    return points


def _said_again(first: str, after: str) -> float:
    """Return which part of the long words of ``first`` the next paragraph says again, from 0 to 1."""
    long = {word[:6] for word in tokens(first) if len(word) > 4}
    again = {word[:6] for word in tokens(after)}
    return min(1.0, 2.5 * len(long & again) / len(long)) if long else 0.0
