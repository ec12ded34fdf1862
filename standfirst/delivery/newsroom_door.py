"""The newsroom's door: ``/newsroom/…`` passed on to the newsroom's own process, and nothing else touched by it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from urllib.parse import quote, urlsplit

import httpx

from standfirst.delivery.complaints import log
from standfirst.delivery.house import plain_page
from standfirst.delivery.http import BodyTooLong, Headers, NoBody, Request, Response
from standfirst.delivery.policies import NEVER
from standfirst.delivery.settings import SiteSettings

STATIC = "/newsroom/static/"

_CONNECT_SECONDS = 0.5
_SEND_SECONDS = 20.0
_MOST_AT_ONCE = 64
_QUEUE_SECONDS = 5.0

#: Said by one hop to the next, or said by clients about themselves though only we can know (RFC 9110, 7.6.1).
_OF_THE_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
     "transfer-encoding", "upgrade", "expect"}
)  # fmt: skip
_OURS_TO_SAY = frozenset(
    {"forwarded", "host", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-prefix",
     "x-forwarded-proto", "x-forwarded-server", "x-forwarded-ssl", "x-real-ip", "x-http-method-override"}
)  # fmt: skip
#: What may stand in an address as it is; other bytes are escaped on the way.
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
_OF_THE_SERVER = frozenset({"date", "server"})


class NewsroomDoor:
    """Answers everything under ``/newsroom/`` with what the newsroom answers."""

    def __init__(self, settings: SiteSettings) -> None:
        self._settings = settings
        self._base, self._socket = _whereabouts(settings.newsroom or "")
        # Made at the first request: it belongs to the loop that runs then.
        self._client: httpx.AsyncClient | None = None

    async def __call__(self, request: Request) -> Response:
        if not self._knows(request.headers.get("host", "")):
            return Response(421)
        if _length(request) > self._settings.upload_bytes:
            raise BodyTooLong(f"{request.target[:80]!r} came with more than {self._settings.upload_bytes} bytes")
        try:
            answer = await self._open_client().send(self._passed_on(request), stream=True, follow_redirects=False)
        except (httpx.TransportError, OSError) as error:
            log.error("the newsroom does not answer: %s %s", type(error).__name__, error)  # one line an error
            return _closed()
        headers = _answered(answer, request.path)
        if request.method == "HEAD":
            await answer.aclose()
            return Response(answer.status_code, headers, NoBody())
        return Response(answer.status_code, headers, _chunks(answer))

    def _knows(self, host: str) -> bool:
        names = self._settings.hosts
        return not names or _name(host) in names

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            # No connection is kept: one the newsroom closed a moment ago would cost somebody their save.
            limits = httpx.Limits(max_connections=_MOST_AT_ONCE, max_keepalive_connections=0)
            transport = httpx.AsyncHTTPTransport(uds=self._socket, limits=limits, trust_env=False)
            wait = self._settings.newsroom_wait_seconds
            timeout = httpx.Timeout(wait, connect=_CONNECT_SECONDS, write=_SEND_SECONDS, pool=_QUEUE_SECONDS)
            self._client = httpx.AsyncClient(transport=transport, timeout=timeout, trust_env=False)
        return self._client

    def _passed_on(self, request: Request) -> httpx.Request:
        target = request.target + (f"?{request.query}" if request.query else "")
        return httpx.Request(
            request.method,
            self._base.copy_with(raw_path=quote(target.encode("latin-1"), safe=_VISIBLE).encode()),
            headers=_told(request, self._settings.scheme),
            content=_limited(request, self._settings.upload_bytes) if _has_body(request) else None,
            extensions={"timeout": self._open_client().timeout.as_dict()},
        )


def _whereabouts(newsroom: str) -> tuple[httpx.URL, str | None]:
    """Return the address requests are made to and the Unix socket they go through, if any."""
    if newsroom.startswith("unix:"):
        return httpx.URL("http://newsroom"), newsroom.removeprefix("unix:")
    if not newsroom.startswith("http://"):
        raise ValueError(f"newsroom={newsroom!r} is no address; give unix:/absolute/path.sock or http://127.0.0.1:PORT")
    return httpx.URL(newsroom), None


def _name(host: str) -> str:
    """Return the name in a Host field, without its port; "" when there is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _told(request: Request, scheme: str) -> list[tuple[bytes, bytes]]:
    """Return the fields the newsroom gets: what the client sent about its request, and from us who it is."""
    host = request.headers.get("host", "")
    told = [("host", host or "newsroom"), ("x-forwarded-host", host), ("x-forwarded-proto", scheme)]
    told.append(("x-forwarded-for", request.client))
    withheld = _OURS_TO_SAY | {"content-length"} if not _has_body(request) else _OURS_TO_SAY
    told += _from_end_to_end(request.headers.items(), request.headers.get("connection", ""), withheld)
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told]


def _answered(answer: httpx.Response, path: str) -> Headers:
    """Return the newsroom's fields, one by one as they came; none of its pages may be kept by anybody but its reader."""
    sent = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.headers.raw]
    headers = list(_from_end_to_end(sent, answer.headers.get("connection", ""), _OF_THE_SERVER))
    kept = answer.headers.get("cache-control", "").lower()
    if "no-store" not in kept and ("private" in kept or (kept and path.startswith(STATIC))):
        return tuple(headers)
    # One word says it all: what stands beside no-store says less than it does.
    return (*((name, value) for name, value in headers if name != "cache-control"), ("cache-control", NEVER))


def _from_end_to_end(
    fields: Iterable[tuple[str, str]], connection: str, withheld: frozenset[str]
) -> Iterable[tuple[str, str]]:
    """Yield ``fields`` but those of one hop, those that hop names itself, and ``withheld``."""
    named = {name.strip().lower() for name in connection.split(",")}
    return ((name, value) for name, value in fields if name not in _OF_THE_HOP | named | withheld)


def _has_body(request: Request) -> bool:
    if request.method in ("GET", "HEAD"):
        return False
    return _length(request) > 0 or "transfer-encoding" in request.headers


def _length(request: Request) -> int:
    words = request.headers.get("content-length", "")
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else 0


async def _limited(request: Request, limit_bytes: int) -> AsyncIterator[bytes]:
    length = 0
    async for chunk in request.body:
        length += len(chunk)
        if length > limit_bytes:
            raise BodyTooLong(f"{request.target[:80]!r} came with more than {limit_bytes} bytes")
        yield chunk


async def _chunks(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer.aiter_raw():
            yield chunk
    finally:
        await answer.aclose()


def _closed() -> Response:
    """Return the page editors see while the newsroom's process is away."""
    page = plain_page(
        503,
        (
            "The newsroom is not answering",
            "Readers notice nothing of it. Please keep this window open and try again in a moment: what you wrote is still in it.",
        ),
    )
    fields = ((name.decode(), value.decode()) for name, value in page.headers)
    return Response(503, (*fields, ("retry-after", "2")), page.body)
