"""Story Markdown: a story as a text file that anybody can write in any editor, in a hurry.

A front matter of ``name: value`` lines between two lines of ``---``, then the story:

    ---
    headline: Harbour closed after fire on ferry
    standfirst: Everybody is ashore, the port says
    section: Town
    byline: Jane Doe, John Roe
    language: en
    place: Sandhavn
    ---
    The first paragraph. A line break within it is a blank.

    ## A subheading
    > A quotation. — Who said it
    - a list
    - of points

    A paragraph with **strong**, *emphasis* and [a link](https://port.example/log).

Needed are ``headline`` and ``section``; ``standfirst``, ``byline``, ``language``, ``place``, ``slug``, ``id``, ``published``,
``topics`` (by commas) and ``sensitive`` (yes or no) may be said. Whatever else Markdown knows stands as it was typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from standfirst.wire.found import Found
from standfirst.wire.story_json import NotAStory, from_json

_FENCE = "---"
_FIELD = re.compile(r"([A-Za-z]+)\s*:\s*(.*)")
_BLOCKS = re.compile(r"\n[ \t]*\n")
_SPANS = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*|(?<![\w*])\*(?P<emphasis>[^*\s](?:[^*\n]*[^*\s])?)\*(?![\w*])|\[(?P<words>[^\[\]\n]+)\]\((?P<link>[^()\s]+)\)"
)
_ITEM = re.compile(r"(?:[-*+]|(?P<number>\d{1,3})[.)])\s+(?P<text>.*)")


def from_markdown(data: bytes, *, file: str = "", folder: Path | None = None) -> Found:
    """Return the story in ``data``, complete, as ``Found.story``, read as strictly as story JSON. Raises NotAStory."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise NotAStory(f"it is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    head, body = _parted(text)
    story = dict(_fields(head)) | {"body": [block for part in _BLOCKS.split(body) for block in _blocks(part)]}
    found = from_json(json.dumps(story).encode(), file=file, folder=folder)
    return replace(found, original=data, content_type="text/markdown; charset=utf-8")


def _parted(text: str) -> tuple[str, str]:
    lines = text.lstrip("\n").split("\n")
    if lines[0].strip() != _FENCE or _FENCE not in (line.strip() for line in lines[1:]):
        raise NotAStory(
            "it does not begin with a front matter; write its headline and section between two lines of ---"
        )
    end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == _FENCE)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])


def _fields(head: str) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for number, line in enumerate(head.split("\n"), 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        written = _FIELD.fullmatch(line.strip())
        name = written[1].lower() if written else ""
        if written is None or name not in _READ:
            raise NotAStory(f"line {number}: {line.strip()[:60]!r} is none of {', '.join(_READ)}; write `name: value`")
        if name in seen:
            raise NotAStory(f"line {number}: {name} stands twice; keep one")
        seen.add(name)
        if said := _unquoted(written[2].strip()):
            yield name, _READ[name](said)


def _unquoted(said: str) -> str:
    return said[1:-1] if len(said) > 1 and said[0] == said[-1] and said[0] in "\"'" else said


def _named(said: str) -> list[str]:
    return [name for part in said.split(",") if (name := part.strip())]


def _truth(said: str) -> Any:
    return {"yes": True, "true": True, "no": False, "false": False}.get(said.lower(), said)


_READ: Mapping[str, Callable[[str], Any]] = {
    "headline": str,
    "standfirst": str,
    "section": str,
    "byline": _named,
    "language": str,
    "place": str,
    "slug": str,
    "id": str,
    "published": str,
    "topics": _named,
    "sensitive": _truth,
}


# --- The body


def _blocks(part: str) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a part of the body without empty lines: a heading ends at its line, a list where its items do."""
    lines = [line.strip() for line in part.split("\n") if line.strip()]
    while lines:
        kind = _kind(lines[0])
        count = 1
        while count < len(lines) and kind != "subheading" and _goes_on(kind, lines[count]):
            count += 1
        yield _MADE[kind](lines[:count])
        lines = lines[count:]


def _kind(line: str) -> str:
    if line.startswith("#") and line.lstrip("#").startswith(" "):
        return "subheading"
    if line.startswith(">"):
        return "quote"
    item = _ITEM.fullmatch(line)
    return "paragraph" if item is None else "steps" if item["number"] else "list"


def _goes_on(kind: str, line: str) -> bool:
    return _kind(line) in {kind, "paragraph"} if kind in {"list", "steps", "quote"} else _kind(line) == kind


def _paragraph(lines: list[str]) -> dict[str, Any]:
    return {"kind": "paragraph", "text": _text(" ".join(lines))}


def _subheading(lines: list[str]) -> dict[str, Any]:
    return {"kind": "subheading", "text": lines[0].strip("# ")}


def _quote(lines: list[str]) -> dict[str, Any]:
    said, _, source = " ".join(line.lstrip("> ") for line in lines).partition(" — ")
    return {"kind": "quote", "text": _text(said), "source": source}


def _listed(lines: list[str], *, ordered: bool) -> dict[str, Any]:
    items: list[str] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item is not None:
            items.append(item["text"])
        else:
            items[-1] += f" {line}"
    return {"kind": "list", "items": [_text(item) for item in items], "ordered": ordered}


_MADE: Mapping[str, Callable[[list[str]], dict[str, Any]]] = {
    "paragraph": _paragraph,
    "subheading": _subheading,
    "quote": _quote,
    "list": lambda lines: _listed(lines, ordered=False),
    "steps": lambda lines: _listed(lines, ordered=True),
}


def _text(written: str) -> Any:
    """Return running text with strong, emphasis and links as story JSON has them."""
    parts: list[Any] = []
    end = 0
    for found in _SPANS.finditer(written):
        parts.append(written[end : found.start()])
        if found["link"]:
            parts.append({"text": found["words"], "link": found["link"]})
        else:
            kind = "strong" if found["strong"] else "emphasis"
            parts.append({"text": found[kind], kind: True})
        end = found.end()
    parts.append(written[end:])
    kept = [part for part in parts if part != ""]
    return kept[0] if len(kept) == 1 and isinstance(kept[0], str) else kept
