"""People's names in bylines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from standfirst.wire.vocabulary import CAPITALS, CAPLESS, LETTER, either, straight, word_set, words

#: Most words a name has, counting "van der".
NAME_WORDS = 6
_HANDLE = re.compile(r"\(?(?<![\w.])@\w{2,30}\)?|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b|https?://\S+")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote a story, and from where. place: "" where the line does not say."""

    names: tuple[str, ...]
    place: str = ""


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:[-–—|•·/]\s*)?(?P<mark>{either(words('bylines')['before'])})(?P<colon>\s*[:：]\s*|\s+)", re.IGNORECASE
    )


@cache
def _between() -> re.Pattern[str]:
    joins = either(words("bylines")["between"])
    return re.compile(rf"\s*(?:[,;&•|]|\s(?:{joins})\s)\s*(?:(?:{joins})\s+)?", re.IGNORECASE)


@cache
def _place() -> re.Pattern[str]:
    places = either(words("bylines")["places"])
    return re.compile(rf"\s+(?:{places})\s+(?P<place>[{CAPITALS}{CAPLESS}].*)$")


def byline_in(line: str) -> Byline | None:
    """Return the byline that ``line`` is ("By Jane Doe and John Roe in Kyiv"), or None. Dates are taken off before."""
    line = _HANDLE.sub(" ", line).strip()
    mark = _before().match(line)
    if not mark or len(line) > 200:
        return None
    rest = line[mark.end() :]
    # "Text", "From", "Aus" begin headlines too: only a colon makes them a byline's mark.
    if (
        straight(mark["mark"])
        in {
            "text",
            "from",
            "texte",
            "texto",
            "tekst",
            "aus",
            "author",
            "autor",
            "текст",
            "كتب",
            "di",
            "e",
            "le",
            "por",
            "kat",
        }
        and ":" not in mark["colon"]
    ) and (straight(mark["mark"]) not in {"di", "por", "كتب"} or len(rest.split()) > 5):
        return None
    return names_in(rest)


def names_in(rest: str) -> Byline | None:
    """Return the names that ``rest`` lists, roles and places aside; None unless it begins with a name."""
    rest = _HANDLE.sub(" ", rest)
    rest, place = " ".join(rest.split()).strip(" .,;|-–—/·•:"), ""
    names: list[str] = []
    for piece in _between().split(rest):
        piece = piece.strip(" .,;|-–—/·•:()")
        bare, nearby = _without_place(piece)
        place = place or nearby
        if _is_role(bare) or not bare:
            continue
        if not is_name(bare):
            break
        names.append(plain_name(bare))
    return Byline(tuple(dict.fromkeys(names)), place) if names else None


def _without_place(rest: str) -> tuple[str, str]:
    slashed = re.match(r"^(?P<name>[^/]+?)\s*/\s*(?P<place>[^/]+)$", rest)
    if slashed and is_name(slashed["name"].strip()) and len(slashed["place"].split()) <= 3:
        return slashed["name"], "" if _is_role(slashed["place"]) or slashed["place"].isupper() else slashed[
            "place"
        ].strip()
    found = _place().search(rest)
    if found and len(found["place"].split()) <= 6 and not re.search(r"\d", found["place"]):
        return rest[: found.start()], re.split(r"\s*(?:,|\s(?:and|und|et|y|e|en|и|та|і)\s)", found["place"])[0].strip()
    return re.sub(r"\s+(?:for|For|für|pour|para|per|voor|для)\s+\S.*$", "", rest), ""


def _is_role(piece: str) -> bool:
    return any(re.sub(r"['’]s$|[.,]+$", "", word) in word_set("bylines", "roles") for word in straight(piece).split())


def is_name(piece: str) -> bool:
    """Say whether ``piece`` could be the name of a person or of an agency that signs stories."""
    parts = piece.split()
    if not parts or len(parts) > NAME_WORDS or re.search(r"[\d?!:;“”\"#<>=%$€]", piece):
        return False
    if len(parts) == 1:
        return piece in words("pictures")["agencies"] or (len(piece) > 2 and piece.isupper() and len(piece) < 6)
    particles = word_set("bylines", "particles")
    strong = [part for part in parts if part.casefold() not in particles]
    return len(strong) >= 1 and all(
        re.match(rf"^['’(]?(?:al-|Al-|el-|d'|d’|ibn-)?[{CAPITALS}{CAPLESS}]", part) for part in strong
    )


def plain_name(name: str) -> str:
    """Return ``name`` without shouting: "JANE DOE" becomes "Jane Doe"; agencies stay as they are printed."""
    parts = name.split()
    if not name.isupper() or len(parts) < 2 or not re.search(LETTER, name):
        return name
    return " ".join(_calm(part) for part in parts)


def _calm(part: str) -> str:
    calm = "".join(piece.capitalize() for piece in re.split(r"([-'’.])", part))
    return re.sub(r"^(Mc|Mac(?=[^aeio]))(\w)", lambda found: found[1] + found[2].upper(), calm)
