"""Which paper a page is from and which section it stands in, as its first lines and its title say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from standfirst.wire.vocabulary import CAPITALS, bare, either, straight, word_set, words

_SEPARATOR = re.compile(r"\s*[|>»›→]+\s*|\s+[·•–—:/-]\s+|\s*::\s*")
_HOME = frozenset(
    {
        "home",
        "homepage",
        "startseite",
        "accueil",
        "portada",
        "inicio",
        "início",
        "главная",
        "головна",
        "الرئيسية",
        "דף הבית",
        "voorpagina",
    }
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a line at the top says: brand, section, and a headline run together with them; each "" where it does not."""

    brand: str = ""
    section: str = ""
    headline: str = ""


def label_in(line: str, *, first: bool) -> Label | None:
    """Return the brand, the section and the headline in ``line``; None when it is no such line.

    first: the line is among the first of the page, where a brand nobody knows may stand.
    """
    line = _apart(line) if first else line
    parts = [part for part in _SEPARATOR.split(line) if part.strip()]
    if len(parts) > 1:
        return _of_parts([part.strip() for part in parts], first)
    if is_section(line):
        return Label(section=line)
    label = _run_together(line.strip(), first)
    return label or (Label(brand=line) if is_brand(line) and line.strip() not in _AMBIGUOUS else None)


_RUN_INTO = re.compile(rf"(?P<brand>[{CAPITALS}]{{2,}})(?P<section>[{CAPITALS}][^\W\d_{CAPITALS}]+\b.*)")


def _apart(line: str) -> str:
    """Return "TIME Ukraine" for "TIMEUkraine": a brand in capitals that a section's name runs on from."""
    found = _RUN_INTO.match(line.strip())
    if found and (straight(found["brand"]) in _brands() or _section_start().match(found["section"])):
        return f"{found['brand']} {found['section']}"
    return line


_AMBIGUOUS = frozenset(
    {"Time", "Nature", "Bild", "The Week", "Folha", "Fortune", "Reforma", "Milenio", "Observador", "Expresso", "Focus"}
)


def is_section(words_: str) -> bool:
    """Say whether ``words_`` is a section's usual name."""
    return bare(words_) in word_set("sections", "known")


@cache
def _brands() -> frozenset[str]:
    return frozenset(straight(brand) for brand in words("brands")["known"])


def is_brand(name: str) -> bool:
    """Say whether ``name`` is a paper's: a known one, an address, or one that ends as papers' names do."""
    plain = bare(name)
    if plain in _brands() or re.fullmatch(
        r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co\.uk|de|fr|es|it|pt|nl|ru|ua|info|news|eu|ch|at|be|br|tv)", plain
    ):
        return True
    parts = plain.split()
    return (
        2 <= len(parts) <= 6
        and (parts[-1] in word_set("brands", "nouns") or bool(_fronted().match(plain)))
        and _is_titled(name)
    )


@cache
def _fronted() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(words('brands')['fronts'])})\b", re.IGNORECASE)


def is_menu(line: str) -> bool:
    """Say whether ``line`` is a menu run into one line: "News Sports Opinion Obituaries"."""
    if 2 <= len(_SEPARATOR.split(line)) <= 4:
        return False
    parts = line.replace("|", " ").split()
    known = sum(bare(part) in word_set("sections", "known") for part in parts)
    return len(parts) >= 4 and known * 2 >= len(parts) and known >= 3 and not line.rstrip().endswith((".", "?", "!"))


def _is_titled(name: str) -> bool:
    return all(
        not part[:1].islower() or part in word_set("bylines", "particles") or part in {"and", "of", "des"}
        for part in name.split()
    )


def _of_parts(parts: list[str], first: bool) -> Label | None:
    """Read "Brand | Section", "Headline - Section - Brand", "Home > News > World"."""
    parts = [part for part in parts if bare(part) not in _HOME] or parts
    brands = [part for part in parts if is_brand(part) and not is_section(part)]
    sections = [part for part in parts if is_section(part)]
    others = [part for part in parts if part not in brands and part not in sections]
    if len(others) == 1 and len(others[0].split()) >= 4 and (brands or sections):
        return Label(brands[0] if brands else "", sections[-1] if sections else "", others[0])
    long = [part for part in others if len(part.split()) >= 4]
    if len(others) == 2 and len(long) == 1 and sections and first:
        return Label(next(part for part in others if part not in long), sections[-1], long[0])
    if not others and (brands or sections):
        return Label(brands[0] if brands else "", sections[-1] if sections else "")
    if len(others) == 1 and len(others[0].split()) <= 4 and _is_titled(others[0]):
        if brands:
            return Label(brands[0], sections[-1] if sections else others[0])
        if sections and first:
            return Label(others[0], sections[-1]) if parts[0] == others[0] else Label("", parts[-1])
    if (
        first
        and len(parts) == 2
        and not brands
        and not sections
        and all(len(part.split()) <= 4 and _is_titled(part) for part in parts)
        and parts[0].isupper()
    ):
        return Label(parts[0], parts[1])
    return None


@cache
def _known_start() -> re.Pattern[str]:
    return re.compile(rf"(?P<brand>{either(words('brands')['known'])})(?=[\s:,]|$)")


@cache
def _section_start() -> re.Pattern[str]:
    return re.compile(rf"(?P<section>{either(word_set('sections', 'known'))})(?=\s|$)", re.IGNORECASE)


def _run_together(line: str, first: bool) -> Label | None:
    """Read "TIME Ukraine", "TIME Ukraine Headline of the Story", "Springfield Gazette World"."""
    known = _known_start().match(line)
    if known:
        return _after_brand(known["brand"], line[known.end() :].strip(" :,"))
    if not first:
        return None
    parts = line.split()
    if _fronted().match(line) and len(parts) <= 8 and _is_titled(line):
        for cut in range(len(parts) - 1, 1, -1):
            if is_section(" ".join(parts[cut:])):
                return Label(" ".join(parts[:cut]), " ".join(parts[cut:]))
        return Label(line) if len(parts) <= 5 else None
    if is_brand(line) and not is_section(" ".join(parts[-1:])):
        return Label(line) if line not in _AMBIGUOUS else None
    for cut in range(2, min(7, len(parts) + 1)):
        brand, rest = " ".join(parts[:cut]), " ".join(parts[cut:])
        if is_brand(brand) and not is_section(" ".join(parts[1:cut])):
            label = _after_brand(brand, rest)
            if label and not (is_section(brand) and not rest):
                return label
    return _unknown_brand(parts)


def _after_brand(brand: str, rest: str) -> Label | None:
    if not rest:
        return Label(brand)
    if is_section(rest):
        return Label(brand, rest)
    section = _section_start().match(rest)
    if section:
        headline = rest[section.end() :].strip(" :|-–—")
        # "TIME Ukraine Ukraine Leader Flees": what follows must be able to be a headline by itself.
        named = rest[:1].isupper() or (brand.isupper() and len(headline.split()) >= 5)
        if len(headline.split()) >= 3 and named and not headline[:1].islower():
            return Label(brand, section["section"].strip(), headline)
    if (
        len(rest.split()) <= 3
        and not rest[:1].islower()
        and _is_titled(rest)
        and (brand.isupper() or len(rest.split()) <= 2)
        and brand not in _AMBIGUOUS
    ):
        return Label(brand, rest)
    return None


def _unknown_brand(parts: list[str]) -> Label | None:
    """Read "ORBIT Ukraine", "Harbour Lantern World": a brand by its capitals, a section by its place at the end."""
    if len(parts) == 1 and len(parts[0]) > 2 and re.fullmatch(rf"[{CAPITALS}]+(?:\.[{CAPITALS}]+)*", parts[0]):
        return Label(parts[0])
    if 2 <= len(parts) <= 3 and parts[0] == "THE" and " ".join(parts).isupper():
        return Label(" ".join(parts))
    if not 2 <= len(parts) <= 6 or not _is_titled(" ".join(parts)):
        return None
    if len(parts[0]) > 1 and re.fullmatch(rf"[{CAPITALS}.]+", parts[0]) and not parts[1].isupper() and len(parts) <= 4:
        return Label(parts[0], " ".join(parts[1:]))
    for cut in range(1, len(parts)):
        if is_section(" ".join(parts[cut:])) and cut <= 4:
            return Label(" ".join(parts[:cut]), " ".join(parts[cut:]))
    return None


def without_brand(title: str, brand: str = "") -> str:
    """Return a page's title without the paper's name, and the section, that pages put at its end or its beginning."""
    label = label_in(title, first=False)
    if label and label.headline and (label.brand or label.section):
        return label.headline
    if brand:
        stripped = re.sub(rf"\s*(?:[|»›·•–—:-]+)\s*{re.escape(brand)}\s*$", "", title, flags=re.IGNORECASE)
        return re.sub(rf"^\s*{re.escape(brand)}\s*[|»›·•–—:-]+\s*", "", stripped, flags=re.IGNORECASE) or title
    return title
