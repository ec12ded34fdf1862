"""Files from outside, read into stories: the one way in, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from standfirst.wire.captures import read_capture
from standfirst.wire.decoding import Unreadable, decode
from standfirst.wire.found import Found, Refused
from standfirst.wire.html_pages import read_html
from standfirst.wire.story_json import NotAStory, from_json
from standfirst.wire.warcs import read_warc

#: What may be asked for. "auto" tells the format by what is in the file.
FORMATS = ("auto", "capture", "html", "warc", "story")
#: Largest file that holds one page, bytes. A WARC may be larger: it is streamed.
PAGE_BYTES = 10 * 1024 * 1024


def read_file(path: Path, format: str = "auto") -> Iterator[Found | Refused]:
    """Yield what is in the file at ``path``: a story, or several of a WARC, or why there is none.

    format: one of FORMATS. Never raises for what is in a file: one Refused a fault, with what to do next.
    Raises ValueError for a format nobody knows. Never asks the network for anything.
    """
    if format not in FORMATS:
        raise ValueError(f"there is no format {format!r}; choose one of {', '.join(FORMATS)}")
    file = str(path)
    try:
        kind = format if format != "auto" else _kind(_start(path))
        if kind == "warc":
            yield from read_warc(path, file=file)
        else:
            yield _read_one(path, kind, file)
    except OSError as error:
        yield Refused(file, f"the file cannot be read ({error.strerror or error}); check its name and who may read it")
    except RecursionError:
        yield Refused(file, "it is nested too deeply to be read; save the page again from a browser")
    except MemoryError:
        yield Refused(file, "it takes more memory to read than there is; save the story's own page")


def _start(path: Path) -> bytes:
    if path.is_dir():
        raise IsADirectoryError(21, "it is a folder; name the files in it")
    if not path.is_file() and path.exists():
        raise OSError(22, "it is no plain file")
    with path.open("rb") as stream:
        return stream.read(65536)


def _read_one(path: Path, kind: str, file: str) -> Found | Refused:
    _start(path)
    size = path.stat().st_size
    if size > PAGE_BYTES:
        return Refused(
            file,
            f"it has {size:,} bytes, and one page may have {PAGE_BYTES:,} ({PAGE_BYTES // 2**20} MB); save the story's own page, or make it a WARC",
        )
    data = path.read_bytes()
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        return Refused(file, "the file is empty; save the page again and import that")
    if kind == "html":
        return read_html(data, file=file)
    try:
        if kind == "story":
            return from_json(data, file=file, folder=path.parent)
        return read_capture(decode(data), file=file, original=data)
    except (NotAStory, Unreadable) as error:
        return Refused(file, str(error))


_PAGE = re.compile(
    r"^\s*(?:<!--.{0,5000}?-->\s*)*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,5000}?-->\s*)*(?:<!doctype\s+html|<(?:html|head|body|title|meta|link|script|div|p|h1|article|main|table|section|header|base)\b)",
    re.IGNORECASE | re.DOTALL,
)


def _kind(start: bytes) -> str:
    """Return the format of a file by how it begins; a name says nothing that what is in the file does not."""
    if start.startswith((b"WARC/", b"\x1f\x8b")):
        return "warc"
    try:
        text = decode(start)
    except Unreadable:
        return "capture"
    if text.lstrip().startswith("{"):
        return "story"
    tags = len(
        re.findall(r"</?(?:p|div|span|a|h[1-6]|article|li|ul|br|img|td|html|body)\b[^<>]*>", text, re.IGNORECASE)
    )
    return "html" if _PAGE.match(text) or tags >= 8 else "capture"
