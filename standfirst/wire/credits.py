"""A picture's credit and its caption, told apart where a page runs them into one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from standfirst.story.picture import Credit
from standfirst.wire.names import plain_name
from standfirst.wire.vocabulary import CAPITALS, CAPLESS, either, straight, words

_CAP = rf"[{CAPITALS}][^\W\d_]*(?:['’\-][^\W\d_]+)*"
_INITIAL = rf"(?:[{CAPITALS}]\.)+"
_DASH = r"\s*(?:—|–|―|--)\s*|\s+-\s+"
_QUOTES = "\"'“”‘’«»„"


@dataclass(frozen=True, slots=True)
class Split:
    """credit, caption: as told apart. sure: the credit is marked or names a known agency."""

    credit: Credit
    caption: str
    sure: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """A credit read from some place on. end: where it ends. known: an agency in it is known."""

    credit: Credit
    end: int
    known: bool


@cache
def _name() -> str:
    particles = either(words("bylines")["particles"])
    word = rf"(?:{_CAP}|{_INITIAL})"
    return rf"{word}(?:\s(?:(?:{particles})\s){{0,2}}{word}(?:,?\sJr\.)?){{1,3}}"


@cache
def _known() -> str:
    agencies = [*words("pictures")["agencies"]]
    shouted = [agency.upper() for agency in agencies]
    return rf"(?<![\w])(?:{either({*agencies, *shouted})})(?![\w])(?:\s(?:Photos?|PHOTOS?|Images|IMAGES|Pictures|Wire|Pool|News)(?!\w))?"


@cache
def _formed() -> str:
    """An agency nobody knows, told by its last word or its first."""
    endings = either(
        {
            word
            for suffix in (*words("pictures")["suffixes"], *words("brands")["nouns"])
            for word in (suffix.capitalize(), suffix.upper())
        }
    )
    openings = either({word for first in words("pictures")["firsts"] for word in (first.capitalize(), first.upper())})
    return rf"(?:(?:{_CAP}(?:\s(?:{_CAP}|&|of|for)){{0,3}}?\s(?:{endings})(?!\w))|(?:(?:{openings})\s(?:(?:the|of|de|du|la)\s)*{_CAP}))"


@cache
def _chain() -> re.Pattern[str]:
    agency = rf"(?:{_known()}|{_formed()})"
    more = rf"(?:\s?[/|;]\s?(?:{agency}|{_name()}|{_CAP}))*"
    tail = rf"(?:\s(?:via|for|für|pour|para|per|voor|by|through)\s(?:The\s)?(?:{agency}|{_CAP}(?:\s{_CAP}){{0,2}}))?"
    return re.compile(rf"(?P<chain>(?:(?:{_name()}|{_CAP})\s?/\s?)??{agency}{more}{tail})")


@cache
def _mark() -> re.Pattern[str]:
    marks = words("pictures")["marks"]
    plain = [
        mark
        for mark in marks
        if not mark.endswith((" by", " von", " of", " de", " di", " por", " door")) and mark not in {"©", "(c)"}
    ]
    strong = [mark for mark in marks if mark not in plain]
    # A bare word such as "Photo" marks a credit only with a colon, or between brackets, or at the start of a name.
    return re.compile(
        rf"(?<!\w)(?P<mark>(?:{either(strong)})\s*[:：]?|(?:{either(plain)})\s*[:：;]|(?:Credit|CREDIT|Photograph|PHOTOGRAPH|Image source|Image copyright|Image credit|Crédit photo|Photo credit)(?:\s?[…,]|\.{{3}})?)\s*(?=\S)",
        re.IGNORECASE,
    )


@cache
def _caption_mark() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either(words('pictures')['caption_marks'])})\s*[:：,]?\s+", re.IGNORECASE)


def split_credit(text: str) -> Split | None:
    """Return the credit in ``text`` and the caption round it, in whichever order they stand; None when there is no credit."""
    text = " ".join(text.split())
    for reading in (_bracketed_caption, _marked, _bracketed, _dashed, _slashed, _shouted, _first_words, _last_words):
        split = reading(text)
        if split:
            return split
    return None


def caption_in(text: str) -> str:
    """Return the caption in a line that calls itself one ("Image caption, …"), else ""."""
    found = _caption_mark().match(text)
    marked = found and (
        found.group().rstrip()[-1:] in ":：," or straight(found.group()).strip() in {"image caption", "photo caption"}
    )
    return text[found.end() :].strip() if found and marked and not split_credit(text) else ""


def is_credit(text: str) -> bool:
    """Say whether ``text`` is a credit and nothing else."""
    split = split_credit(text)
    return bool(split and split.sure and not split.caption)


# --- The ways a credit stands --------------------------------------------------------------------


def _marked(text: str) -> Split | None:
    """ "Photo: Jane Doe/Agency", "Photograph by Jane Doe", "© Agency", "Image source, Agency Image caption, …"."""
    for mark in _mark().finditer(text):
        before = text[: mark.start()].rstrip(" ([")
        if before and mark["mark"][0].islower() and not text[: mark.start()].endswith(("(", "[")):
            continue
        loud = (
            mark["mark"].strip()[-1:] in ":：;,…"
            or mark["mark"].strip().endswith("...")
            or mark["mark"].startswith(("©", "(c)"))
        )
        read = _read(text, mark.end(), loose=True, capless=loud)
        if not read or not (loud or read.known or not before or _ends_sentence(before)):
            continue
        if not read.credit.agency and text[read.end : read.end + 1] == ",":
            continue
        if not loud and not read.known and " " not in mark["mark"].strip():
            continue
        caption, credit = _joined(before, text[read.end :]), read.credit
        if re.fullmatch(_known(), caption):
            credit, caption = Credit(credit.photographer, "/".join(filter(None, (credit.agency, _agency(caption))))), ""
        return Split(credit, caption, sure=True)
    return None


def _bracketed_caption(text: str) -> Split | None:
    """ "PHOTO: Caption (Jane Doe / Agency)": the mark belongs to the caption."""
    split = _bracketed(text) if re.search(r"[/—][^()]*\)\.?$|[(](?:Photo|Foto|Фото)\b[^()]*\)\.?$", text) else None
    if not split or len(split.caption.split()) < 5:
        return None
    mark = _mark().match(split.caption)
    return Split(
        split.credit, split.caption[mark.end() :] if mark and ":" in mark["mark"] else split.caption, sure=True
    )


def _bracketed(text: str) -> Split | None:
    """ "Caption (Jane Doe/Agency)", "(AP Photo/Jane Doe) Caption"."""
    for bracket in re.finditer(r"[(\[]([^()\[\]]{2,100})[)\]]", text):
        at_edge = not text[: bracket.start()].strip() or not text[bracket.end() :].strip(" .")
        inner = bracket[1].strip()
        mark = _mark().match(inner)
        read = _read(inner, mark.end() if mark else 0, loose=bool(mark) or "/" in inner or "—" in inner)
        signed = re.search(rf"(?:^|[.!?|]\s+)(?P<name>{_name()})\s*$", text[: bracket.start()])
        if signed and signed["name"].isupper() and re.fullmatch(_known(), inner):
            # "JANE DOE (AGENCY)", as Spanish papers print it.
            return Split(
                Credit(plain_name(signed["name"]), _agency(inner)),
                _joined(text[: signed.start("name")], text[bracket.end() :]),
                sure=True,
            )
        if at_edge and read and (read.known or mark) and not inner[read.end :].strip(" ."):
            return Split(read.credit, _joined(text[: bracket.start()], text[bracket.end() :].lstrip(".")), sure=True)
    return None


def _dashed(text: str) -> Split | None:
    """ "Jane Doe—Agency Caption", "Caption. Jane Doe—Agency"."""
    for found in re.finditer(rf"(?P<name>{_name()})(?:{_DASH})(?=[{CAPITALS}])", text):
        start, name = _trimmed_name(text, found)
        chain = _chain().match(text, found.end())
        if chain:
            end, agency, known = chain.end(), chain["chain"], True
        elif start == 0 and not name.isupper() and text[found.end("name") :][:1] in "—–-":
            end, known = _unknown_agency(text, found.end()), False
            agency = text[found.end() : end]
        else:
            continue
        before, after = text[:start], text[end:]
        if not agency or (before.strip() and after.strip(" .") and not _ends_sentence(before)):
            continue
        if after and after[0] not in " .,;:|)":
            continue
        return Split(
            Credit(plain_name(name), _agency(agency)),
            _joined(before, after),
            sure=known or not after.strip() or len(after.split()) > 3,
        )
    return None


def _slashed(text: str) -> Split | None:
    """ "Jane Doe/Agency Caption", "Caption Agency/Jane Doe"."""
    for found in re.finditer(
        rf"(?:(?P<name>{_name()})\s?/\s?(?=[{CAPITALS}a-z])|(?P<first>{_known()})\s?/\s?(?=[{CAPITALS}]))", text
    ):
        start = (
            _trimmed_name(text, found)[0]
            if found["name"] and not re.fullmatch(_known(), found["name"])
            else found.start()
        )
        read = _read(text, start)
        if not read or not read.known:
            continue
        before, after = text[:start], text[read.end :]
        if before.strip() and after.strip(" .)") and not _ends_sentence(before):
            continue
        return Split(read.credit, _joined(before, after), sure=True)
    return None


def _shouted(text: str) -> Split | None:
    """ "Caption. JANE DOE / AGENCY", "JANE DOE, AGENCY Caption"."""
    found = re.search(rf"(?:^|(?<=[.!?{_QUOTES}]\s))(?P<credit>[{CAPITALS}][{CAPITALS}\s.,/'’&-]{{3,80}})$", text)
    if not found:
        return None
    pieces = [piece.strip() for piece in re.split(r"[,/]", found["credit"]) if piece.strip()]
    if not any(re.fullmatch(_known(), piece) for piece in pieces):
        return None
    return Split(_credit_of("/".join(pieces)), _joined(text[: found.start()], ""), sure=True)


def _first_words(text: str) -> Split | None:
    """ "Jane Doe for Paper Caption", "Jane Doe, Agency Caption", "Getty Images Caption"."""
    found = re.match(
        rf"(?P<name>{_name()})(?P<join>\sfor\s(?:The\s)?|,\s)(?P<agency>{_known()})(?=\s[{CAPITALS}]|\.?$)", text
    )
    if found and not re.fullmatch(_known(), found["name"]):
        agency = text[found.end("name") : found.end()].lstrip(", ").removeprefix("for ")
        return Split(
            Credit(plain_name(found["name"]), _agency(agency)),
            _joined("", text[found.end() :]),
            sure=" for" in found["join"],
        )
    pictures_only = re.match(
        rf"(?P<agency>Getty Images|AP Photo|Shutterstock|EPA-EFE|picture alliance)(?=\s[{CAPITALS}]\w*\s[^{CAPITALS}])",
        text,
    )
    if pictures_only:
        return Split(Credit("", _agency(pictures_only["agency"])), _joined("", text[pictures_only.end() :]), sure=True)
    return None


def _last_words(text: str) -> Split | None:
    """ "Caption. Agency", "Caption. Jane Doe, Agency"."""
    found = re.search(
        rf"(?:^|(?<=[.!?]\s)|(?<=[.!?][{_QUOTES}]\s))(?:(?P<name>{_name()})\s?[,|]\s?(?:for\s)?)?(?:The\s)?(?P<agency>{_known()})\.?$",
        text,
    )
    if not found:
        return None
    return Split(
        Credit(plain_name(found["name"] or ""), _agency(found["agency"])), _joined(text[: found.start()], ""), sure=True
    )


# --- Reading a credit ------------------------------------------------------------------------------


def _read(text: str, start: int, *, loose: bool = False, capless: bool = False) -> _Read | None:
    """Return the credit that begins at ``start``. loose: a name alone will do. capless: scripts without capitals too."""
    if capless and re.match(rf"[{CAPLESS}]", text[start : start + 1]):
        return _read_capless(text, start)
    named = re.compile(
        rf"(?P<name>{_name()})(?:{_DASH}|\s?[/|]\s?|,\s|\s(?:for|für|pour|para|per|voor|via)\s(?=(?:The\s)?))"
    ).match(text, start)
    agency_first = re.compile(rf"(?P<agency>{_known()})\s?/\s?(?P<name>{_name()})").match(text, start)
    if (
        agency_first
        and not re.fullmatch(_known(), agency_first["name"])
        and not _chain().match(text, agency_first.start("name"))
    ):
        end = _trimmed_end(text, agency_first)
        return _Read(
            Credit(plain_name(text[agency_first.start("name") : end]), _agency(agency_first["agency"])), end, known=True
        )
    if named and not re.fullmatch(rf"{_known()}|{_formed()}", named["name"]):
        article = re.compile(r"The\s").match(text, named.end())
        chain = _chain().match(text, article.end() if article else named.end())
        if chain:
            return _Read(
                Credit(plain_name(named["name"]), _agency(text[named.end() : chain.end()])), chain.end(), known=True
            )
    chain = _chain().match(text, start)
    if chain:
        return _Read(_credit_of(chain["chain"]), chain.end(), known=True)
    return _read_name(text, start, named) if loose else None


def _read_name(text: str, start: int, named: re.Match[str] | None) -> _Read | None:
    if named and re.search(r"[/—–|-]|\s(?:for|via)\s", text[named.end("name") : named.end()]):
        end = _unknown_agency(text, named.end())
        if end > named.end():
            return _Read(Credit(plain_name(named["name"]), _agency(text[named.end() : end])), end, known=False)
    alone = re.compile(_name()).match(text, start)
    if alone:
        end = _end_of_name(text, start, alone.end())
        return _Read(Credit(plain_name(text[start:end])), end, known=False)
    word = re.compile(rf"{_CAP}(?=[.)\]]?$)").match(text, start)
    return _Read(Credit("", _agency(word.group())), word.end(), known=False) if word else None


def _read_capless(text: str, start: int) -> _Read | None:
    found = re.compile(r"[^.,/|()\[\]:]{2,50}(?:\s?[/|,]\s?[^.,|()\[\]:]{2,40})?").match(text, start)
    if not found or len(found.group().split()) > 9:
        return None
    pieces = [piece.strip() for piece in re.split(r"[/|,]", found.group(), maxsplit=1)]
    if len(pieces) == 1:
        known = pieces[0] in words("pictures")["agencies"]
        return _Read(Credit("", pieces[0]) if known else Credit(pieces[0]), found.end(), known=known)
    return _Read(Credit(pieces[0], pieces[1]), found.end(), known=True)


def _end_of_name(text: str, start: int, end: int) -> int:
    """Where a name alone is followed by a caption, its last capital word may be the caption's first."""
    if not text[end:].strip(" .)]") or text[end : end + 1] in ".,)]|;":
        return end
    parts = text[start:end].split(" ")
    return end - len(parts[-1]) - 1 if len(parts) > 2 else end


def _trimmed_end(text: str, found: re.Match[str]) -> int:
    return _end_of_name(text, found.start("name"), found.end("name"))


def _trimmed_name(text: str, found: re.Match[str]) -> tuple[int, str]:
    """Return where the photographer's name starts, and the name, when a caption may run into it from before."""
    start, name = found.start("name"), found["name"]
    before = text[:start].rstrip()
    parts = name.split(" ")
    if not before or _ends_sentence(before) or len(parts) < 3:
        return start, name
    keep = 2
    while keep < len(parts) and (re.fullmatch(_INITIAL, parts[-keep]) or parts[-keep] in words("bylines")["particles"]):
        keep += 1
    kept = " ".join(parts[-keep:])
    return start + len(name) - len(kept), kept


def _unknown_agency(text: str, start: int) -> int:
    """Return where an agency nobody knows ends: before the capital word that the caption goes on from."""
    run = re.compile(rf"(?:{_CAP}\s?/\s?)*{_CAP}(?:\s{_CAP})*").match(text, start)
    if not run:
        return start
    if not text[run.end() :].strip(" .)]") or text[run.end() : run.end() + 1] in ".)]|":
        return run.end()
    last_slash = run.group().rfind("/")
    parts = list(re.finditer(r"\S+", text[start + last_slash + 1 : run.end()]))
    # "Kestrel Protesters clash": the word before the first small one opens the caption.
    keep = 1 if len(parts) != 3 else 2
    return start + last_slash + 1 + parts[min(keep, len(parts)) - 1].end() if len(parts) > 1 else run.end()


def _credit_of(chain: str) -> Credit:
    """Return "Jane Doe/AFP/Getty Images" or "AFP/Getty Images" as a credit."""
    pieces = [piece.strip() for piece in re.split(r"[/|]", chain) if piece.strip()]
    names = [piece for piece in pieces if _is_person(piece)]
    if len(pieces) > 1 and names:
        rest = "/".join(piece for piece in pieces if piece != names[0])
        return Credit(plain_name(names[0]), _agency(rest))
    by_for = re.match(rf"^(?P<name>{_name()})\s(?:for|via)\s(?P<agency>.+)$", chain)
    if by_for and not re.match(_known(), by_for["name"]):
        return Credit(plain_name(by_for["name"]), _agency(by_for["agency"]))
    return Credit("", _agency(chain))


def _is_person(piece: str) -> bool:
    return bool(re.fullmatch(_name(), piece)) and not re.fullmatch(rf"{_known()}|{_formed()}", piece)


@cache
def _printed() -> dict[str, str]:
    return {straight(agency): agency for agency in reversed(words("pictures")["agencies"])}


def _agency(chain: str) -> str:
    """Return the agencies of ``chain`` as they print themselves, joined by slashes."""
    return "/".join(_printed_agency(piece) for piece in _pieces(chain))


def _pieces(chain: str) -> Iterator[str]:
    for piece in re.split(r"\s?[/|;]\s?", chain.strip(" .,;:|)(")):
        if piece.strip():
            yield piece.strip()


def _printed_agency(agency: str) -> str:
    agency = (
        re.sub(r"\s(?:Photos?|PHOTOS?)$", "", agency)
        if re.match(r"(?:AP|REUTERS|Reuters|EPA|AFP|ANSA)\s", agency)
        else agency
    )
    # Only shouting is calmed: "GETTY IMAGES" is not what the agency calls itself, "Ansa" is how this page prints it.
    if agency in words("pictures")["agencies"] or not agency.isupper():
        return agency
    return _printed().get(straight(agency)) or plain_name(agency)


# --- What is left is the caption --------------------------------------------------------------------


def _ends_sentence(before: str) -> bool:
    return bool(re.search(rf"[.!?…|:;][{_QUOTES})\]]*\s*$", before))


def _joined(before: str, after: str) -> str:
    """Return the caption: the words before the credit and after it, without what joined them to it."""
    pieces = (before.strip().strip("|([-–—/•· ").strip(), after.strip().lstrip(".,;:|)]-–—/•· ").rstrip("|([ "))
    caption = " ".join(piece for piece in pieces if piece)
    return " ".join(_caption_mark().sub(" ", caption).split())
