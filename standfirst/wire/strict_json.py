"""JSON read strictly: what Python's reader lets through in silence is refused, with the place of the fault."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

#: Deepest nesting of lists and objects.
DEEPEST = 64
#: Longest whole number, digits.
_DIGITS = 15
_UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class BadJson(ValueError):
    """JSON that is not taken. Its message begins with the path of the fault, "$.body[2].text"."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True, slots=True)
class _Pairs:
    """An object as it was written, keys that come twice included."""

    items: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _Odd:
    """Something that is no JSON, or no number anybody means."""

    written: str


def read_json(data: bytes) -> Any:
    """Return the value in ``data``: UTF-8, one value, no key twice, no NaN, no control characters, 64 levels at most.

    Raises BadJson, naming the place.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadJson("$", f"the file is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=lambda items: _Pairs(tuple(items)),
            parse_constant=_Odd,
            parse_int=_whole,
            parse_float=_part,
        )
    except json.JSONDecodeError as error:
        raise BadJson(
            "$", f"it is no JSON: {error.msg} in line {error.lineno}, column {error.colno}; mend that place"
        ) from error
    return _checked(value, "$")


def _check_depth(text: str) -> None:
    """Raise BadJson for nesting beyond DEEPEST before anything is built; one look at each character."""
    depth = 0
    for found in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{\]}]', text, re.DOTALL):
        sign = found.group()
        depth += (sign in "[{") - (sign in "]}") if len(sign) == 1 else 0
        if depth > DEEPEST:
            line = text.count("\n", 0, found.start()) + 1
            raise BadJson(
                "$", f"it is nested more than {DEEPEST} levels deep in line {line}; a story needs no more than ten"
            )


def _whole(written: str) -> int | _Odd:
    return int(written) if len(written) <= _DIGITS else _Odd(written)


def _part(written: str) -> float | _Odd:
    return float(written) if len(written) <= 40 and abs(float(written)) < 1e15 else _Odd(written)


def _checked(value: Any, path: str) -> Any:
    if isinstance(value, _Odd):
        raise BadJson(path, f"{value.written[:20]} is no number that JSON has, or too large; write a plain number")
    if isinstance(value, str):
        return _checked_text(value, path)
    if isinstance(value, list):
        return [_checked(each, f"{path}[{at}]") for at, each in enumerate(value)]
    if not isinstance(value, _Pairs):
        return value
    read: dict[str, Any] = {}
    for key, each in value.items:
        _checked_text(key, f"{path}, a key")
        inner = f"{path}.{key}" if re.fullmatch(r"\w{1,60}", key) else f"{path}[{json.dumps(key[:60])}]"
        if key in read:
            raise BadJson(inner, "the key stands there twice; leave one")
        read[key] = _checked(each, inner)
    return read


def _checked_text(text: str, path: str) -> str:
    if half := _HALF_PAIR.search(text):
        raise BadJson(path, f"half a character (\\u{ord(half.group()):04x}) stands in it; write the whole character")
    if control := _UNPRINTED.search(text):
        raise BadJson(
            path, f"a control character (\\u{ord(control.group()):04x}) stands in it; a new line is a new paragraph"
        )
    return text
