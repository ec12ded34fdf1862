"""The search page: the press's shell with what was found put in. A form and links, no script."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote_plus

from standfirst.delivery.complaints import log
from standfirst.delivery.copies import compressed_as
from standfirst.delivery.http import Request, Response
from standfirst.delivery.negotiation import coding_for
from standfirst.delivery.paths import sent
from standfirst.delivery.policies import security_headers
from standfirst.delivery.rack import Rack
from standfirst.delivery.search_words import ENGLISH, SearchWords, search_words
from standfirst.edition.layout import SEARCH_INDEX
from standfirst.edition.search_index import Hit, SearchReader, SearchTooWide, SearchUnavailable
from standfirst.edition.search_words import QUERY_LENGTH, Marked, terms_of

#: What the shell holds where the reader's words and the results go.
QUERY, RESULTS = "{{QUERY}}", "{{RESULTS}}"

HITS_ON_A_PAGE = 10
LAST_PAGE = 50
#: A reader's own page, but one they come back to from what they found.
KEPT = "private, max-age=10"

_PLAIN_SHELL = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="robots" content="noindex">'
    '<meta name="viewport" content="width=device-width"><title>Search</title><h1>Search</h1>'
    f'<form action="/search"><input type="search" name="q" aria-label="Search" value="{QUERY}"> '
    f"<button>Search</button></form>{RESULTS}</html>\n"
)
_CONTENT_TYPE = "text/html; charset=utf-8"


class Searching:
    """Answers ``/search?q=WORDS&page=N``."""

    def __init__(self, rack: Rack, edition: Path, clock: Callable[[], float]) -> None:
        """edition: the edition's folder. clock: seconds since 1970."""
        self._rack = rack
        self._clock = clock
        self._reader = SearchReader(edition / SEARCH_INDEX)
        # One thread: the connection is its own, and a slow search holds up nobody but other searches.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="search")

    async def __call__(self, request: Request) -> Response:
        if request.path != "/search":
            return Response(404)
        if request.method not in ("GET", "HEAD"):
            return Response(405, (("allow", "GET, HEAD"),))
        query = cleaned(request.asked("q"))
        page = page_asked(request.asked("page"))
        try:
            results = await self._results(query, page, self._words())
        except SearchUnavailable as error:
            log.error("search: %s", error)  # one line an error
            return Response(503)
        return self._printed(request, query, results)

    def _words(self) -> SearchWords:
        printed = self._rack.find("!search-words", b"identity;q=1")
        return search_words(printed.body) if printed else ENGLISH

    async def _results(self, query: str, page: int, words: SearchWords) -> str:
        if not terms_of(query):
            return "" if not query else results_of((), query, page, words, more=False)
        now = datetime.fromtimestamp(self._clock(), UTC)
        try:
            hits = await asyncio.get_running_loop().run_in_executor(self._thread, self._found, query, page, now)
        except SearchTooWide:
            return f'<p class="found">{escape(words.too_wide)}</p>'
        return results_of(hits[:HITS_ON_A_PAGE], query, page, words, more=len(hits) > HITS_ON_A_PAGE)

    def _found(self, query: str, page: int, now: datetime) -> tuple[Hit, ...]:
        return self._reader.find(query, now=now, limit=HITS_ON_A_PAGE + 1, offset=(page - 1) * HITS_ON_A_PAGE)

    def _printed(self, request: Request, query: str, results: str) -> Response:
        shell = self._rack.find("!search", b"identity;q=1")
        printed = shell.body.decode() if shell else _PLAIN_SHELL
        body = filled(printed, query, results).encode()
        coding = coding_for(request.headers.get("accept-encoding", "").encode("latin-1"), ("br", "zstd", "identity"))
        headers = {
            "content-type": _CONTENT_TYPE,
            "cache-control": KEPT,
            "x-robots-tag": "noindex",
            "vary": "accept-encoding",
        }
        if coding != "identity":
            headers["content-encoding"] = coding
        headers |= security_headers(_CONTENT_TYPE)
        if shell and (policy := dict(shell.headers).get(b"content-security-policy")):
            headers["content-security-policy"] = policy.decode("latin-1")
        return Response(200, tuple(headers.items()), compressed_as(coding, body))


def filled(shell: str, query: str, results: str) -> str:
    """Return ``shell`` with the reader's words (escaped here) and ``results`` (HTML) at their marks."""
    # Cut first, then joined: words that look like a mark stay words.
    return RESULTS.join(part.replace(QUERY, escape(query)) for part in shell.split(RESULTS, 1)).replace(
        RESULTS, results, 1
    )


def cleaned(query: str) -> str:
    """Return the first QUERY_LENGTH characters of ``query`` as one line without control characters."""
    visible = "".join(sign if sign.isprintable() else " " for sign in query[:QUERY_LENGTH])
    return " ".join(visible.split())


def page_asked(words: str) -> int:
    """Return the page ``words`` name, from 1 to LAST_PAGE; 1 for anything else."""
    return min(max(int(words), 1), LAST_PAGE) if words.isascii() and words.isdecimal() and len(words) < 9 else 1


def results_of(hits: tuple[Hit, ...], query: str, page: int, words: SearchWords, *, more: bool) -> str:
    """Return what was found as HTML: a list, and links to the pages before and after; a sentence when there is nothing."""
    if not hits:
        again = words.no_more if page > 1 else words.none.format(query=query)
        return f'<p class="found">{escape(again)} {escape(words.try_again)}</p>'
    items = "\n".join(_item(hit, words) for hit in hits)
    pages = _pages(query, page, words, more=more)
    return f'<ol class="found" start="{(page - 1) * HITS_ON_A_PAGE + 1}">\n{items}\n</ol>{pages}'


def _item(hit: Hit, words: SearchWords) -> str:
    day = f'<time datetime="{hit.published:%Y-%m-%d}">{escape(words.dated(hit.published))}</time>'
    said = _html(hit.snippet) if hit.snippet else _html(hit.standfirst)
    return (
        f'<li lang="{escape(hit.language)}" dir="auto"><h2><a href="{escape(sent(hit.path))}">{_html(hit.headline)}</a></h2>'
        f'<p class="note">{escape(hit.section)} · {day}</p><p>{said}</p></li>'
    )


def _html(words: Marked) -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if found else escape(text) for text, found in words)


def _pages(query: str, page: int, words: SearchWords, *, more: bool) -> str:
    before = f'<a rel="prev" href="{_address(query, page - 1)}">{escape(words.previous)}</a>' if page > 1 else ""
    after = (
        f'<a rel="next" href="{_address(query, page + 1)}">{escape(words.next)}</a>'
        if more and page < LAST_PAGE
        else ""
    )
    links = " ".join(filter(None, (before, after)))
    return f'\n<nav aria-label="{escape(words.results)}">{links}</nav>' if links else ""


def _address(query: str, page: int) -> str:
    return f"/search?q={quote_plus(query)}&amp;page={page}"
