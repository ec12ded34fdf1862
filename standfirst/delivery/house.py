"""House pages: what readers see when there is nothing to read, in the paper's own look where it was printed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from standfirst.delivery.copies import Copy
from standfirst.delivery.fields import packed, without
from standfirst.delivery.policies import cache_control, security_headers
from standfirst.delivery.rack import EditionMissing, Rack
from standfirst.edition.errors import PlateDamaged

#: For an edition without the house plate: one sentence that says what is so and what to do.
SENTENCES: Mapping[int, tuple[str, str]] = {
    400: ("This request cannot be read", "Something on the way garbled it. Please go back and try again."),
    404: ("There is nothing at this address", "It may have moved. The front page has the latest."),
    405: ("This address cannot be used that way", "Pages here are for reading only."),
    408: ("That took too long", "The connection stopped in the middle. Please try again."),
    410: ("This page was withdrawn", "It is no longer published. The front page has the latest."),
    413: ("That is too large", "Please send a smaller file."),
    414: ("This address is too long", "Please check where it was cut or doubled, or start from the front page."),
    416: ("There is no such part of this page", "Please load the whole of it."),
    421: ("This is not the place for that name", "Please ask at the site's own address."),
    431: ("Your browser sent too much with its request", "Clearing this site's cookies usually helps."),
    500: ("Something went wrong here", "It was noted. Please try again in a moment."),
    503: ("This page cannot be shown for a moment", "Please try again shortly. The rest of the site is not affected."),
}

_RETRY = (b"retry-after", b"5")
_UNAVAILABLE = 503


def house_page(rack: Rack, status: int, accept_encoding: bytes, also: Mapping[str, str] | None = None) -> Copy:
    """Return the page for ``status``: the edition's own plate, or the plain sentence. It is never kept long.

    also: further header fields (``allow``); they win over the page's own.
    """
    page = _printed(rack, status, accept_encoding) or plain_page(status)
    further = packed((also or {}).items())
    headers = [*without(page.headers, *(name for name, _ in further)), *further]
    if status == _UNAVAILABLE:
        headers.append(_RETRY)
    return _with(page, headers)


def plain_page(status: int, words: tuple[str, str] | None = None) -> Copy:
    """Return the built-in page for ``status``; words: its heading and its advice, where the usual ones will not do."""
    title, advice = words or SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="robots" content="noindex">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><h1>{escape(title)}</h1>"
        f'<p>{escape(advice)}</p><p><a href="/">Front page</a></p></html>\n'
    ).encode()
    content_type = "text/html; charset=utf-8"
    fields = {
        "content-type": content_type,
        "content-length": str(len(body)),
        "cache-control": cache_control("", status),
        "x-robots-tag": "noindex",
        **security_headers(content_type),
    }
    return Copy(status, packed(fields.items()), [], body, "", None, divisible=False, content_type=content_type)


def _printed(rack: Rack, status: int, accept_encoding: bytes) -> Copy | None:
    try:
        return rack.find(f"!{status}", accept_encoding)
    except (PlateDamaged, EditionMissing):
        # Whoever asks has something to report already; this only says so more plainly.
        return None


def _with(page: Copy, headers: list[tuple[bytes, bytes]]) -> Copy:
    return Copy(page.status, headers, [], page.body, "", None, divisible=False, content_type=page.content_type)
