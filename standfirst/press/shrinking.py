"""Shrinking: a script of ours without what only its authors need. It is parsed by a library, never guessed at.

That takes the library a quarter of a second a script, in every process of the press. What was shrunk is kept beside the program, as
Python keeps what it compiled, and known by all that it was made from.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from calmjs.parse import es5
from calmjs.parse.exceptions import ECMASyntaxError
from calmjs.parse.unparsers.es5 import minify_print

from standfirst.disk import swap

#: Where Python keeps what it compiled of this package.
_KEPT = Path(__file__).parent / "__pycache__"


class ScriptRefused(ValueError):
    """A script holds what an engine of 2011 cannot read; says where."""


def shrunk(source: str, *, kept_in: Path = _KEPT) -> str:
    """Return ``source`` without comments and needless white space; names within its functions become one or two letters.

    source: ECMAScript 5, as the oldest engines read it. Names at its outermost level stay. kept_in: a folder for what was shrunk.
    Raises ScriptRefused for anything newer: one such sign would keep an old engine from the whole script.
    """
    file = kept_in / f"script-{_digest(_library() + source)}.js"
    kept = _kept(file)
    if kept is None:
        kept = _shrunk(source)
        _keep(kept, file)
    return kept


def _shrunk(source: str) -> str:
    try:
        return str(minify_print(es5(source), obfuscate=True))
    except ECMASyntaxError as error:
        raise ScriptRefused(f"this is no ECMAScript 5: {error}; write it in words that old engines know") from error


@cache
def _library() -> str:
    return version("calmjs.parse")


def _kept(file: Path) -> str | None:
    """Return what ``file`` keeps, None where it keeps nothing whole."""
    try:
        digest, _, script = file.read_bytes().decode().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return script if digest == _digest(script) else None


def _keep(script: str, file: Path) -> None:
    """Keep ``script`` in ``file`` where that can be written."""
    with suppress(OSError):
        swap(file, f"{_digest(script)}\n{script}".encode())


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
