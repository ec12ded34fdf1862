"""The stories in a WARC file: every page in it that holds one, streamed, so that the file may be of any size."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from standfirst.wire.found import Found, Refused
from standfirst.wire.html_pages import read_html

#: Largest page that is read, bytes.
PAGE_BYTES = 10 * 1024 * 1024
#: Most pages taken from one file.
MOST_PAGES = 100_000
_NO_WARC = "it is no WARC file, or damaged from its first record on; fetch it again"
_CUT = "the file is cut off or damaged {where}; the stories before that were taken, fetch the file again for the rest"


def read_warc(path: Path, *, file: str) -> Iterator[Found | Refused]:
    """Yield the stories in the WARC file (gzipped or not) at ``path``, and at most one Refused for its damage.

    Only responses with status 200 and type text/html are pages; others are passed over. A page without a story is
    passed over too, unless no page of the file has one. Addresses in the file are only labels.
    """
    found = pages = records = 0
    where = ""
    refused: Refused | None = None
    try:
        with path.open("rb") as stream:
            for record in _records(stream):
                records += 1
                where = f"at “{_address(record)[:120]}”" if _address(record) else where or "after its first record"
                if not _is_page(record):
                    continue
                pages += 1
                item = _story(record, file)
                found += isinstance(item, Found)
                if isinstance(item, Found) or "bytes" in item.reason:
                    yield item
                refused = refused if isinstance(item, Found) else item
                if pages >= MOST_PAGES:
                    yield Refused(file, f"it holds more than {MOST_PAGES:,} pages; split it and import the rest")
                    return
    except _Cut:
        yield Refused(file, _CUT.format(where=where) if where else _NO_WARC)
        return
    if not records:
        yield Refused(file, _NO_WARC)
    elif not found:
        reason = (
            f"{refused.reason} ({pages} pages in the file)"
            if refused
            else "no web page is in it (a response with status 200 and type text/html); check what was archived"
        )
        yield Refused(file, reason)


_DAMAGE = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, OSError, IndexError, AttributeError, TypeError)


_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/2.0"])


class _Cut(Exception):
    """The file ends, or goes wrong, within a record."""


def _records(stream: BinaryIO) -> Iterator[ArcWarcRecord]:
    records = iter(ArchiveIterator(stream, no_record_parse=False, arc2warc=True))
    while True:
        try:
            record = next(records)
        except (StopIteration, EOFError):
            return
        except _DAMAGE as error:
            raise _Cut from error
        _read_headers(record)
        yield record
        _drain(record)


def _read_headers(record: ArcWarcRecord) -> None:
    """Read the response's own headers, which warcio leaves alone where the record's address is none of the web."""
    if record.rec_type == "response" and record.http_headers is None:
        try:
            record.http_headers = _HTTP.parse(record.raw_stream)
        except (StatusAndHeadersParserException, *_DAMAGE):
            return


def _drain(record: ArcWarcRecord) -> None:
    """Read what is left of a record, and raise _Cut when there is less of it than its header says."""
    try:
        while record.raw_stream.read(65536):
            pass
    except _DAMAGE as error:
        raise _Cut from error
    # warcio hands on a record that is cut off as though it were whole.
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise _Cut


def _address(record: ArcWarcRecord) -> str:
    address = record.rec_headers.get_header("WARC-Target-URI") if record.rec_headers else ""
    return (address or "").strip("<> ")


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").lower()
    return record.http_headers.get_statuscode() == "200" and ("text/html" in kind or "application/xhtml" in kind)


def _story(record: ArcWarcRecord, file: str) -> Found | Refused:
    address = _address(record)
    body = _content(record)
    if len(body) > PAGE_BYTES:
        return Refused(file, f"the page has more than {PAGE_BYTES:,} bytes; save the story's own page", address)
    if getattr(record.raw_stream, "limit", 0) > 0:
        _drain(record)
    kind = record.http_headers.get_header("Content-Type") or ""
    charset = kind.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    # The address of a record may be anything; as the story's own it counts only when it is one of the web.
    own = address if address.startswith(("http://", "https://")) else ""
    return read_html(body, file=file, item=address, address=own, charset=charset)


def _content(record: ArcWarcRecord) -> bytes:
    """Return the page's bytes, unpacked, at most one more than may be."""
    stream, pieces, size = record.content_stream(), [], 0
    try:
        while size <= PAGE_BYTES and (piece := stream.read(PAGE_BYTES + 1 - size)):
            pieces.append(piece)
            size += len(piece)
    except _DAMAGE as error:
        raise _Cut from error
    return b"".join(pieces)
