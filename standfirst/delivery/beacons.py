"""Counting adverts exactly: what was served, what could be seen, what was clicked; each token once.

An answer is sent when its count is on disk: whoever is killed then loses nothing that was acknowledged. What is not
counted is taken down by its reason, under the name of the event: "served-expired", "click-again" …
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from standfirst.audience.errors import MarksUnwritable
from standfirst.audience.marks import Marks
from standfirst.audience.readers import is_reader
from standfirst.audience.tally import Tally
from standfirst.audience.tokens import Token, TokenRefused, Tokens
from standfirst.delivery.complaints import log
from standfirst.delivery.http import Request, Response

SERVED, VIEWED, CLICK = "served", "viewed", "click"
_BITS = {SERVED: 1, VIEWED: 2, CLICK: 4}
#: What a page may ask to be counted; clicks are counted on their way.
BEACONS = frozenset({SERVED, VIEWED})

# The smallest picture there is, so that counting works without script.
_PIXEL = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
_COUNTED = Response(200, (("content-type", "image/gif"), ("cache-control", "no-store")), _PIXEL)
_NOT_KEPT = Response(503, (("cache-control", "no-store"), ("retry-after", "5")))


class Beacons:
    """Gives out tokens and counts what comes back, for one process."""

    def __init__(self, tally: Tally, marks: Path, *, secret: bytes, node: str, clock: Callable[[], datetime]) -> None:
        """marks: folder of the marks of used tokens. secret: signs tokens. clock: returns aware moments."""
        self._tally = tally
        self._marks = Marks(marks)
        self._tokens = Tokens(secret, node)
        self._clock = clock

    def token(self, slot: str, creative: str) -> str:
        """Return a token for what is shown now; "" where none can be given out, and nothing will be counted."""
        now = self._clock().timestamp()
        try:
            serial = self._marks.serial(int(now // 3_600))
        except MarksUnwritable as error:
            log.error("%s; what is shown meanwhile is not counted", error)
            return ""
        return self._tokens.issued(slot, creative, serial=serial, now=now)

    async def counted(self, event: str, written: str, request: Request) -> Response:
        """Return the answer to ``/adverts/count/EVENT/TOKEN``: a picture of one pixel, once it is on disk."""
        if request.method == "GET":
            self.take(event, written, request)
        return _COUNTED if await self._tally.kept() else _NOT_KEPT

    async def kept(self) -> None:
        """Wait until what was taken so far is on disk."""
        await self._tally.kept()

    def take(self, event: str, written: str, request: Request) -> Token | None:
        """Count ``event`` of the token ``written``, or take down why not. Return what was shown, where that is known."""
        try:
            token = self._tokens.read(written, now=self._clock().timestamp())
        except TokenRefused as refused:
            told = refused.token
            self._tally.add(f"{event}-{refused.why}", f"{told.slot}/{told.subject}" if told else "/")
            return told
        subject = f"{token.slot}/{token.subject}"
        if not is_reader(request.headers):
            self._tally.add(f"{event}-robot", subject)
        elif not self._is_first(token, event):
            self._tally.add(f"{event}-again", subject)
        else:
            if event == VIEWED and self._is_first(token, SERVED):
                # What could be seen was served, whatever became of the picture that says so.
                self._tally.add(SERVED, subject)
            self._tally.add(event, subject)
        return token

    def _is_first(self, token: Token, event: str) -> bool:
        try:
            return self._marks.first(token.hour, token.serial, _BITS[event])
        except MarksUnwritable as error:
            log.error("%s; this is not counted", error)
            return False
