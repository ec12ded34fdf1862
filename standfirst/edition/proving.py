"""Proving a text absent: every plate in every form readers can get, the search index and the schedule of ads.

Read so that no way of writing hides it: upper case, markup between words, soft hyphens and other white space, entities,
JSON's and addresses' escapes make no difference. Files that are no plates are looked into as they are.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import brotlicffi

from standfirst.edition.errors import PlateDamaged
from standfirst.edition.layout import SEARCH_INDEX
from standfirst.edition.plate import StoredPlate, decode
from standfirst.edition.search_index import SearchReader, SearchUnavailable

_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SPACE = re.compile(r"\s+")
#: Signs that are in a text and on no page: soft hyphen, joiners, marks of direction.
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x200C, 0x2010), *range(0x202A, 0x202F)])


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text stands. where: an address, or a file's name. part: which part of it. status: of a plate, else None."""

    where: str
    part: str
    status: int | None = None


@dataclass(slots=True)
class Proof:
    """What was looked into, and what was found. unread: files nobody can vouch for, with why."""

    plates: int = 0
    forms: int = 0
    stories: int = 0
    files: int = 0
    found: list[Place] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def is_absent(self) -> bool:
        """Whether the text is proved to be nowhere."""
        return not self.found and not self.unread


class EmptyNeedle(ValueError):
    """Nothing to look for: every text holds it."""


def prove_absent(needle: str, edition: Path) -> Proof:
    """Return where ``needle`` stands in the edition in the folder ``edition``. Raises EmptyNeedle."""
    wanted = _Wanted(needle)
    proof = Proof()
    for file in sorted(edition.glob("plates/*/*")):
        _look_into_plate(file, wanted, proof)
    _look_into_index(edition / SEARCH_INDEX, wanted, proof)
    # The schedule of ads, and whatever else lies there.
    for file in sorted(path for path in (edition / "adverts").rglob("*") if path.is_file()):
        proof.files += 1
        if wanted.is_in(file.read_bytes()):
            proof.found.append(Place(f"adverts/{file.name}", "the schedule of ads"))
    return proof


class _Wanted:
    """A text that is looked for, in all the ways it may be written."""

    def __init__(self, needle: str) -> None:
        self._plain = _folded(needle)
        if not self._plain:
            raise EmptyNeedle("there is nothing to look for; give --needle some words")
        #: As pictures carry words: their metadata are bytes in one of these.
        self._bytes = tuple(needle.strip().encode(coding, "ignore") for coding in ("utf-8", "utf-16-le", "utf-16-be"))

    def is_in(self, body: bytes) -> bool:
        """Say whether the text is in ``body``, as it is or behind markup and escapes."""
        if any(written and written in body for written in self._bytes):
            return True
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return self.is_said_in(text)

    def is_said_in(self, text: str) -> bool:
        """Say whether the text is in ``text``."""
        unescaped = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), html.unescape(text)).replace('\\"', '"')
        readings = (text, unescaped, _TAG.sub("", unescaped), _TAG.sub(" ", unescaped), unquote(unescaped))
        return any(self._plain in _folded(reading) for reading in readings)


def _folded(text: str) -> str:
    seen = unicodedata.normalize("NFKC", text.translate(_UNSEEN))
    return _SPACE.sub(" ", seen).strip().casefold()


def _look_into_plate(file: Path, wanted: _Wanted, proof: Proof) -> None:
    try:
        plate = decode(file.read_bytes(), where=str(file))
        forms = dict(_forms(plate))
    except (PlateDamaged, OSError, brotlicffi.error, EOFError, gzip.BadGzipFile) as error:
        proof.unread.append(f"{file.name}: {error}")
        return
    proof.plates += 1
    proof.forms += len(forms)
    head = json.dumps([plate.headers, plate.content_type], ensure_ascii=False)
    parts = {"address": wanted.is_said_in(plate.path), "headers": wanted.is_said_in(head)}
    # One reading where forms agree, as they must; a form that says something else is read by itself.
    seen: dict[bytes, bool] = {}
    for coding, body in forms.items():
        parts[coding] = seen[body] if body in seen else seen.setdefault(body, wanted.is_in(body))
    proof.found += [Place(plate.path, part, plate.status) for part, is_there in parts.items() if is_there]


def _forms(plate: StoredPlate) -> Iterator[tuple[str, bytes]]:
    """Yield every stored form of a plate by its coding, decoded."""
    for coding, body in plate.bodies.items():
        match coding:
            case "br":
                yield "br", brotlicffi.decompress(body)
            case "gzip":
                yield "gzip", gzip.decompress(body)
            case _:
                yield "identity", body


def _look_into_index(file: Path, wanted: _Wanted, proof: Proof) -> None:
    reader = SearchReader(file)
    try:
        for path, text in reader.everything():
            proof.stories += 1
            if wanted.is_said_in(text):
                proof.found.append(Place(path, "the search index"))
    except SearchUnavailable as error:
        if file.exists():
            proof.unread.append(str(error))
    finally:
        reader.close()
