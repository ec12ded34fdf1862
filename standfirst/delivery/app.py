"""The site: one application that answers every address a reader may ask for."""

from __future__ import annotations

import time
from collections.abc import AsyncIterable, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from standfirst.delivery.bodies import ReaderGone, ReceivedBody
from standfirst.delivery.complaints import log
from standfirst.delivery.conditions import unchanged
from standfirst.delivery.copies import OF_THE_BODY, Copy
from standfirst.delivery.fields import HeaderList, packed, received, without
from standfirst.delivery.house import house_page
from standfirst.delivery.http import BodyTooLong, BodyTooSlow, Handler, Request, Response
from standfirst.delivery.newsroom_door import NewsroomDoor
from standfirst.delivery.paths import TARGET_LIMIT, NoSuchAddress, path_of
from standfirst.delivery.policies import NEVER
from standfirst.delivery.rack import EditionMissing, Rack
from standfirst.delivery.searching import Searching
from standfirst.delivery.settings import SiteSettings
from standfirst.delivery.site import Answer, answer_of, plate_answer
from standfirst.edition.errors import PlateDamaged
from standfirst.edition.shelf import Shelf

__all__ = ["Site", "SiteSettings", "build_site"]

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

#: A request's headers, bytes: cookies of other people's making included.
HEADERS_LIMIT = 16_384
#: Forms have longer addresses than pages.
FORM_TARGET_LIMIT = 16_384

#: What a handler's error without words hands on to the house page shown for it.
_KEPT = frozenset({"allow", "cache-control", "retry-after", "surrogate-key"})
_WITHOUT_BODY = frozenset({204, 304})
_OK = 200
_NOT_MODIFIED = 304
_FIRST_ERROR = 400
_FIRST_FAULT = 500


def build_site(
    settings: SiteSettings, handlers: Mapping[str, Handler] | None = None, *, clock: Callable[[], float] = time.time
) -> Site:
    """Return the application to serve with ``granian.Granian(target, **granian_options())``.

    handlers: by first path part ("adverts", "seen", "go"), beside those delivery brings ("search", "newsroom").
    clock: seconds since 1970.
    """
    rack = Rack(Shelf(settings.edition), settings.cache_bytes)
    routes: dict[str, Handler] = {"search": Searching(rack, settings.edition, clock)}
    if settings.newsroom:
        routes["newsroom"] = NewsroomDoor(settings)
    return Site(rack, routes | dict(handlers or {}), clock)


class Site:
    """An ASGI application: plates from the rack, everything else from the handler of its first path part."""

    def __init__(self, rack: Rack, handlers: Mapping[str, Handler], clock: Callable[[], float]) -> None:
        self._rack = rack
        self._handlers = handlers
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = received(scope["headers"])
        try:
            answer = await self._answer(scope, headers, receive)
        except ReaderGone:
            return
        except Exception as error:  # noqa: BLE001  # the last net: whatever broke, the reader gets an answer, the log a line
            answer = self._failed(error, scope, headers)
        if isinstance(answer, _Stream):
            await answer.send(send)
            return
        status, fields, body = answer
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _answer(self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive) -> Answer | _Stream:
        path = _address(scope, headers, self._handlers)
        handler = self._handlers.get(path.split("/", 2)[1])
        if handler is None:
            return self._plate(path, scope["method"], headers)
        response = handler(_request(scope, path, headers, receive))
        if not isinstance(response, Response):
            response = await response
        if isinstance(response.body, bytes):
            return self._finished(response, response.body, headers)
        return _Stream(response.status, _completed(response), response.body)

    def _plate(self, path: str, method: str, headers: Mapping[bytes, bytes]) -> Answer:
        if method not in ("GET", "HEAD"):
            return self._house(405, headers, {"allow": "GET, HEAD"})
        return plate_answer(self._rack, path, headers, method, self._clock)

    def _finished(self, response: Response, body: bytes, headers: Mapping[bytes, bytes]) -> Answer:
        """Return a handler's answer with what every answer has; an error without words gets the house's."""
        if response.status >= _FIRST_ERROR and not body:
            return self._house(
                response.status, headers, {name: words for name, words in response.headers if name in _KEPT}
            )
        fields = _completed(response)
        if response.status == _OK and _is_unchanged(response, headers):
            return _NOT_MODIFIED, without(fields, *OF_THE_BODY), b""
        return response.status, fields, body

    def _failed(self, error: Exception, scope: Scope, headers: Mapping[bytes, bytes]) -> Answer:
        status = _status_of(error)
        if status >= _FIRST_FAULT:
            log.error("%s %.200r: %d, %s: %s", scope["method"], scope["path"], status, type(error).__name__, error)
        return self._house(status, headers)

    def _house(self, status: int, headers: Mapping[bytes, bytes], also: Mapping[str, str] | None = None) -> Answer:
        page: Copy = house_page(self._rack, status, headers.get(b"accept-encoding", b""), also)
        return answer_of(page)


class _Refused(Exception):
    """A request that is answered with a house page before anybody looks at its address."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class _Stream:
    """An answer whose body comes in chunks; one that breaks in the middle ends in a closed connection, never a short page."""

    status: int
    fields: HeaderList
    body: AsyncIterable[bytes]

    async def send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.fields})
        async for chunk in self.body:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _address(scope: Scope, headers: Mapping[bytes, bytes], handlers: Mapping[str, Handler]) -> str:
    """Return the decoded path asked for. Raises _Refused (405, 414, 431) and NoSuchAddress."""
    raw: bytes = scope["raw_path"]
    length = len(raw) + len(scope["query_string"])
    if length > TARGET_LIMIT and (
        length > FORM_TARGET_LIMIT or raw[1:].split(b"/", 1)[0].decode("latin-1") not in handlers
    ):
        raise _Refused(414)
    size = 0
    for name, value in headers.items():
        size += len(name) + len(value)
    if size > HEADERS_LIMIT:
        raise _Refused(431)
    return path_of(raw)


def _request(scope: Scope, path: str, headers: Mapping[bytes, bytes], receive: Receive) -> Request:
    client = scope.get("client")
    return Request(
        method=scope["method"],
        path=path,
        query=scope["query_string"].decode("latin-1"),
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()},
        body=ReceivedBody(receive),
        client=str(client[0]) if client else "",
        target=scope["raw_path"].decode("latin-1"),
    )


_STATUS_OF: Mapping[type[Exception], int] = {
    NoSuchAddress: 404,
    BodyTooLong: 413,
    BodyTooSlow: 408,
    PlateDamaged: 503,
    EditionMissing: 503,
}


def _status_of(error: Exception) -> int:
    if isinstance(error, _Refused):
        return error.status
    return next((status for kind, status in _STATUS_OF.items() if isinstance(error, kind)), 500)


def _is_unchanged(response: Response, headers: Mapping[bytes, bytes]) -> bool:
    """Say whether the sender of ``headers`` has what a handler answers, which its ETag tells."""
    etag = dict(response.headers).get("etag", "")
    return bool(etag) and unchanged(headers, etag, None)


def _completed(response: Response) -> HeaderList:
    """Return a handler's fields with length, caching and security where it did not say them itself."""
    said = dict(response.headers)
    ours = {"cache-control": NEVER, "x-content-type-options": "nosniff"}
    if isinstance(response.body, bytes) and response.status not in _WITHOUT_BODY:
        ours["content-length"] = str(len(response.body))
    return packed([*response.headers, *((name, value) for name, value in ours.items() if name not in said)])
