"""Shrinking: a script of ours without what only its authors need. It takes scripts as ours are written, semicolons and all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, product
from string import ascii_letters

_TOKEN = re.compile(
    r"""(?P<gap>\s+|//[^\n]*)"""
    r"""|(?P<literal>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:(?<=[(=|&?:]\s)|(?<=\())/(?![/*])(?:\[[^\]]*\]|[^/\\\n[]|\\.)+/\w*)"""
    r"""|(?P<word>[\w$]+)"""
    r"""|(?P<sign>.)"""
)
_DECLARED = re.compile(r"\bvar ([^;]*);|\bfunction ?(\w*) ?\(([^)]*)\)|\bcatch \((\w+)\)", re.DOTALL)
_KEYWORDS = frozenset(
    ("catch", "do", "else", "for", "function", "if", "in", "new", "return", "this", "try", "typeof", "var", "while")
)


def shrunk(source: str) -> str:
    """Return ``source`` without comments and needless white space, its own variables renamed to one or two letters.

    A name that is a property's somewhere as well keeps its name, since nothing here tells the two apart.
    """
    tokens = [(str(found.lastgroup), found[0]) for found in _TOKEN.finditer(source)]
    tokens = [token for token in tokens if token[0] != "gap"]
    names = _short_names(tokens, _declared(source))
    written: list[str] = []
    for at, (kind, text) in enumerate(tokens):
        if at and kind == "word" == tokens[at - 1][0]:
            written.append(" ")
        written.append(names.get(text, text) if kind == "word" else text)
    return "".join(written)


def _declared(source: str) -> set[str]:
    """Return the names that variables, functions and their arguments have."""
    bare = re.sub(r"//[^\n]*", "", source)
    found: set[str] = set()
    for variables, function, arguments, caught in _DECLARED.findall(bare):
        found |= {function, caught, *re.findall(r"\w+", arguments)}
        # Of a list of declarations, what stands before a "=" or a comma; what else is in it is no declaration.
        found |= set(re.findall(r"(?:^|,)\s*(\w+)(?=\s*(?:=[^=]|,|$))", variables))
    return found - {""} - _KEYWORDS


def _short_names(tokens: list[tuple[str, str]], declared: set[str]) -> dict[str, str]:
    """Return a short name for each of ``declared``, the most frequent first."""
    texts = [text for _, text in tokens]
    properties = {text for before, text in pairwise(texts) if before == "."}
    properties |= {
        text
        for before, text, after in zip(texts, texts[1:], texts[2:], strict=False)
        if before in "{," and after == ":"
    }
    counts = Counter(text for kind, text in tokens if kind == "word" and text in declared - properties)
    taken = {text for kind, text in tokens if kind == "word"} - counts.keys()
    free = (name for name in _names() if name not in taken and name not in _KEYWORDS)
    return {name: next(free) for name, _ in counts.most_common()}


def _names() -> Iterator[str]:
    yield from ascii_letters
    yield from map("".join, product(ascii_letters, repeat=2))
