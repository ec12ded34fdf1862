"""A picture's rights as its file states them, whichever of the three places states them."""

from __future__ import annotations

from dataclasses import dataclass

#: Longest statement kept, characters: four of them must fit into one JPEG segment of 64 KB, in any script.
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Rights:
    """Who made a picture, for whom, what it shows, and the copyright notice; each plain words, "" where unstated."""

    photographer: str = ""
    agency: str = ""
    caption: str = ""
    copyright: str = ""

    def or_else(self, other: Rights) -> Rights:
        """Return these rights, with ``other``'s words where these are silent."""
        return Rights(
            self.photographer or other.photographer,
            self.agency or other.agency,
            self.caption or other.caption,
            self.copyright or other.copyright,
        )


def tidied(rights: Rights) -> Rights:
    """Return ``rights`` fit for print: one line each, no control characters, and no photographer within the agency."""
    photographer, agency = one_line(rights.photographer), one_line(rights.agency)
    return Rights(
        photographer, agency_alone(agency, photographer), one_line(rights.caption), one_line(rights.copyright)
    )


def one_line(words: str) -> str:
    """Return ``words`` on one line, without control characters, at most ``LONGEST`` characters."""
    printable = "".join(sign if _is_printable(sign) else " " for sign in words[: 4 * LONGEST])
    return " ".join(printable.split())[:LONGEST].rstrip()


def agency_alone(credit: str, photographer: str) -> str:
    """Return the agency of a credit line: "Reuters" of "Jane Doe/Reuters" when Jane Doe is the photographer."""
    if not photographer or not credit.casefold().startswith(photographer.casefold()):
        return credit
    rest = credit[len(photographer) :].strip()
    if not rest:
        return ""
    # "Jane Doe/Reuters" names two; "Jane Doepfner Pictures" is a name of its own.
    return rest[1:].strip() if rest[0] in "/—–-|,·" else credit


def _is_printable(sign: str) -> bool:
    """Say whether ``sign`` may stand in XML and on a page: no C0/C1 controls, surrogates or non-characters."""
    code = ord(sign)
    return code >= ord(" ") and not (0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE)
