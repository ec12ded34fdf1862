"""Whether a reader has the page already (RFC 9110, 13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_LIST = re.compile(rf"[\s,]*{_TAG}(?:\s*,[\s,]*{_TAG})*[\s,]*")
_OPAQUE = re.compile(r'"[^"]*"')


def http_date(moment: datetime) -> str:
    """Return an aware ``moment`` as headers write it: ``Tue, 24 Nov 2026 00:20:59 GMT``."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def seconds_of(field: str) -> int | None:
    """Return the HTTP date in ``field`` in seconds since 1970, None when it is none."""
    try:
        moment = parsedate_to_datetime(field)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def names_tag(if_none_match: str, etag: str) -> bool:
    """Say whether ``if_none_match`` names ``etag`` (quoted), compared weakly; a field that cannot be read names none."""
    if if_none_match.strip() == "*":
        return True
    if _LIST.fullmatch(if_none_match) is None:
        return False
    return etag in _OPAQUE.findall(if_none_match)


def unchanged(headers: Mapping[bytes, bytes], etag: str, modified: int | None) -> bool:
    """Say whether the sender of ``headers`` has this version, so that 304 will do.

    etag: quoted. modified: seconds since 1970, None where the page has no date.
    If-None-Match alone decides where it is sent, even when it cannot be read.
    """
    named = headers.get(b"if-none-match")
    if named is not None:
        return names_tag(named.decode("latin-1"), etag)
    since = headers.get(b"if-modified-since")
    if since is None or modified is None:
        return False
    seconds = seconds_of(since.decode("latin-1"))
    return seconds is not None and modified <= seconds


def same_still(if_range: str, etag: str, modified: int | None) -> bool:
    """Say whether a part asked for under ``if_range`` belongs to this very version: a strong tag, or the exact date."""
    if if_range.endswith('"'):
        return if_range.strip() == etag
    return modified is not None and seconds_of(if_range) == modified
