"""Questions to the running site and its answers, as they went over the wire, for a linter of HTTP to look at."""

from __future__ import annotations

import codecs
import http.client
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import brotlicffi
import zstandard
from httplint.message import HttpRequestLinter, HttpResponseLinter
from httplint.note import levels

CODINGS = ("br", "zstd", "gzip", "identity")

#: What the linter says of answers that are right, and what proves it of each that it says it of.
QUIRKS: Mapping[str, Callable[[Exchange], bool]] = {
    # It guesses, from 8 KB that are ASCII but for a dash, and guesses Windows-1252.
    "CHARSET_MISMATCH": lambda it: it.says("content-type").endswith("charset=utf-8") and it.is_utf8(),
    # It knows neither AVIF nor the registered name of ICO (IANA: image/vnd.microsoft.icon).
    "CONTENT_TYPE_MISMATCH": lambda it: {
        "image/avif": it.plain()[4:12] == b"ftypavif",
        "image/vnd.microsoft.icon": it.plain()[:4] == b"\0\0\1\0",
    }.get(it.says("content-type"), False),
    # RFC 9110, 15.3.7.2: an answer of several parts must not have one; each part has its own.
    "PARTIAL_WITHOUT_RANGE": lambda it: it.says("content-type").startswith("multipart/byteranges; boundary="),
    # Told of every 414, which is what an address of 9,000 characters is there to get.
    "STATUS_URI_TOO_LONG": lambda it: len(it.path) > 8_000,
    # WhiteNoise's word, of which it has no setting; these files are everybody's.
    "STORE_PUBLIC_UNNECESSARY": lambda it: it.path.startswith("/newsroom/static/"),
}


@dataclass(frozen=True)
class Exchange:
    """A question and its answer. asked, fields: header fields by name and value; body: as sent, still coded."""

    method: str
    path: str
    asked: Mapping[str, str]
    status: int
    reason: str
    fields: list[tuple[str, str]]
    body: bytes

    def says(self, name: str) -> str:
        """Return the value of field ``name``, "" where it is not said. Said twice is an error."""
        (value,) = [value for said, value in self.fields if said == name] or [""]
        return value

    def names(self) -> set[str]:
        return {name for name, _ in self.fields}

    def plain(self) -> bytes:
        """Return the body out of its coding."""
        coding = self.says("content-encoding")
        if coding == "zstd":
            return zstandard.ZstdDecompressor().decompressobj().decompress(self.body)
        if coding == "gzip":
            return zlib.decompress(self.body, wbits=31)
        return brotlicffi.decompress(self.body) if coding == "br" else self.body

    def is_utf8(self) -> bool:
        try:
            codecs.decode(self.plain(), "utf-8", "strict")
        except UnicodeDecodeError:
            return False
        return True

    def complaints(self) -> list[str]:
        """Return what the linter has against it, a line each, but its proven quirks."""
        bad = (note for note in self._linted().notes if note.level in (levels.BAD, levels.WARN))
        return [
            f"{self.method} {self.path[:80]}: {self.status}: {type(note).__name__}: {note.summary}"
            for note in bad
            if not QUIRKS.get(type(note).__name__, _no_quirk)(self)
        ]

    def _linted(self) -> Any:
        now = time.time()
        question = HttpRequestLinter(start_time=now)
        question.process_request_topline(self.method.encode(), self.path.encode(), b"1.1")
        question.process_headers([(name.encode(), value.encode()) for name, value in self.asked.items()])
        question.finish_content(complete=True)
        answer = HttpResponseLinter(start_time=now)
        answer.base_uri = f"http://{self.asked['Host']}{self.path}"
        answer.request = question
        answer.is_head_response = self.method == "HEAD"
        answer.process_response_topline(b"1.1", str(self.status).encode(), self.reason.encode())
        answer.process_headers([(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.fields])
        answer.feed_content(self.body)
        answer.finish_content(complete=True)
        return answer


def _no_quirk(_: Exchange) -> bool:
    return False


class Asker:
    """Asks the site over one connection, so that an answer longer or shorter than it says spoils the next one."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def ask(self, path: str, method: str = "GET", **fields: str) -> Exchange:
        """Ask for ``path``. fields: of the question, "_" for "-"."""
        asked = {
            "Host": "gazette.example",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
            "Accept-Encoding": "identity",
        } | {name.replace("_", "-").title(): value for name, value in fields.items()}
        self._connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in asked.items():
            self._connection.putheader(name, value)
        self._connection.endheaders()
        answer = self._connection.getresponse()
        said = [(name.lower(), value) for name, value in answer.getheaders()]
        return Exchange(method, path, asked, answer.status, answer.reason, said, answer.read())
