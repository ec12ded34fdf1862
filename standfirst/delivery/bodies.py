"""What readers send: taken chunk by chunk, never waited for without end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from standfirst.delivery.http import BodyTooLong, BodyTooSlow

Receive = Callable[[], Awaitable[Mapping[str, Any]]]

#: How long a reader may pause within what it sends.
CHUNK_SECONDS = 20.0


class ReaderGone(Exception):
    """The reader closed the connection in the middle; there is nobody to answer."""


class ReceivedBody:
    """A request's body as the server hands it over. To be read once."""

    def __init__(self, receive: Receive, chunk_seconds: float = CHUNK_SECONDS) -> None:
        self._receive = receive
        self._chunk_seconds = chunk_seconds

    async def __aiter__(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            try:
                message = await asyncio.wait_for(self._receive(), self._chunk_seconds)
            except TimeoutError as error:
                raise BodyTooSlow(f"nothing came for {self._chunk_seconds:g} s") from error
            if message["type"] == "http.disconnect":
                raise ReaderGone
            more = message.get("more_body", False)
            if chunk := message.get("body", b""):
                yield chunk

    async def read(self, limit_bytes: int) -> bytes:
        """Return the whole body. Raises BodyTooLong as soon as it is longer than ``limit_bytes``."""
        chunks: list[bytes] = []
        length = 0
        async for chunk in self:
            length += len(chunk)
            if length > limit_bytes:
                raise BodyTooLong(f"more than {limit_bytes} bytes were sent")
            chunks.append(chunk)
        return b"".join(chunks)
