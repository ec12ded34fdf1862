"""Shrinking: a script of ours without what only its authors need. It is parsed by a library, never guessed at."""

from __future__ import annotations

from calmjs.parse import es5
from calmjs.parse.exceptions import ECMASyntaxError
from calmjs.parse.unparsers.es5 import minify_print


class ScriptRefused(ValueError):
    """A script holds what an engine of 2011 cannot read; says where."""


def shrunk(source: str) -> str:
    """Return ``source`` without comments and needless white space; names within its functions become one or two letters.

    source: ECMAScript 5, as the oldest engines read it. Names at its outermost level stay.
    Raises ScriptRefused for anything newer: one such sign would keep an old engine from the whole script.
    """
    try:
        return str(minify_print(es5(source), obfuscate=True))
    except ECMASyntaxError as error:
        raise ScriptRefused(f"this is no ECMAScript 5: {error}; write it in words that old engines know") from error
