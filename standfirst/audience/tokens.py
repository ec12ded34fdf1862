"""Tokens: what proves that something was shown by us, once, lately, and lets it be counted once.

``MINUTE.SERIAL.NODE.SLOT.SUBJECT.SIGNATURE``: when it was given out (hexadecimal minutes since 1970), a number no other
token of that node and hour has, the node, the slot, what was shown, and a keyed digest of all that. No reader is in it.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest
from zlib import crc32

#: How long after it was given out a token counts, minutes.
LASTS_MINUTES = 60

_SIGNATURE_BYTES = 12
_TOKEN = re.compile(
    r"(?P<minute>[0-9a-f]{1,9})\.(?P<serial>[0-9a-f]{1,7})\.(?P<node>[0-9a-f]{8})\.(?P<slot>[a-z]{1,12})\."
    r"(?P<subject>[0-9]{1,18})\.(?P<signature>[A-Za-z0-9_-]{16})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Token:
    """What was shown: ``subject`` in ``slot``. hour: since 1970, in which ``serial`` is unique."""

    hour: int
    serial: int
    slot: str
    subject: str


class TokenRefused(Exception):
    """A token that counts nothing; ``why`` is one word: "forged", "expired" or "elsewhere"."""

    def __init__(self, why: str, token: Token | None = None) -> None:
        """token: what it was for, where that is known."""
        super().__init__(why)
        self.why = why
        self.token = token


class Tokens:
    """Gives out tokens of one node and checks them."""

    def __init__(self, secret: bytes, node: str) -> None:
        """secret: the same on all nodes, 1 to 64 bytes."""
        self._secret = secret
        self._node = f"{crc32(node.encode()):08x}"

    def issued(self, slot: str, subject: str, *, serial: int, now: float) -> str:
        """Return a token. serial: unique on this node in this hour. now: seconds since 1970."""
        words = f"{int(now // 60):x}.{serial:x}.{self._node}.{slot}.{subject}"
        return f"{words}.{self._signature(words)}"

    def read(self, written: str, *, now: float) -> Token:
        """Return what the token ``written`` stands for. Raises TokenRefused."""
        found = _TOKEN.fullmatch(written)
        if found is None or not compare_digest(found["signature"], self._signature(written.rpartition(".")[0])):
            raise TokenRefused("forged")
        minute = int(found["minute"], 16)
        token = Token(minute // 60, int(found["serial"], 16), found["slot"], found["subject"])
        if not minute <= now // 60 <= minute + LASTS_MINUTES:
            raise TokenRefused("expired", token)
        if found["node"] != self._node:
            # Only the node that gave it out knows whether it was used.
            raise TokenRefused("elsewhere", token)
        return token

    def _signature(self, words: str) -> str:
        digest = blake2b(words.encode(), key=self._secret, digest_size=_SIGNATURE_BYTES).digest()
        return urlsafe_b64encode(digest).decode()
