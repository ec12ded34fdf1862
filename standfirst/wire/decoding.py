"""The text in bytes from outside, whatever they were written in."""

from __future__ import annotations

import codecs
import re

import charset_normalizer


class Unreadable(ValueError):
    """Bytes that hold no text; says what was found and what to do."""


#: How other kinds of file begin, and what they are.
_MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (sound, video or WebP)"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ", "xz-compressed"),
    (b"\x28\xb5\x2f\xfd", "zstandard-compressed"),
    (b"SQLite format 3", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Characters that say nothing: controls, zero-width marks, byte order marks, lone halves of a pair.
_SILENT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]")
_ENDLESS = re.compile(r"\S{400,}")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
#: What UTF-8 read as Windows-1252 looks like: a lead byte's letter, then the letter of a continuation byte.
_GARBLED = re.compile("[ÂÃâÐÑÅÄ×ØÙ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_AS_BYTE = {
    chr(byte) if 0x80 <= byte < 0xA0 else bytes([byte]).decode("cp1252"): byte
    for byte in range(256)
    if byte not in range(0x80, 0xA0)
}
_AS_BYTE |= {chr(byte): byte for byte in range(0x80, 0xA0)}
_AS_BYTE |= {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def decode(data: bytes, *, declared: str = "") -> str:
    r"""Return the text in ``data``: line breaks as ``\\n``, no control characters, mojibake mended.

    declared: the character set somebody named (an HTTP header), believed only where the bytes agree.
    Raises Unreadable when the bytes are no text.
    """
    check_for_text(data)
    return tidy(_mended(_decoded(data, declared)))


def check_for_text(data: bytes) -> None:
    """Raise Unreadable when ``data`` is empty or plainly something else than text."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("the file is empty; save the page again and import that")
    for magic, what in _MAGIC:
        if data.startswith(magic) and not (magic == b"MZ" and b"\x00" not in data[:400]):
            raise Unreadable(f"the file is {what}, not a captured page; import text, HTML, WARC or story JSON")
    if data.startswith(tuple(mark for mark, _ in _MARKS)) or _wide(data):
        return
    sample = data[:65536]
    odd = sum(sample.count(byte) for byte in range(32) if byte not in (9, 10, 11, 12, 13, 27))
    if odd > max(8, len(sample) // 100) or (odd and odd * 10 > len(sample)):
        raise Unreadable("the file is binary, not a captured page; import text, HTML, WARC or story JSON")


def tidy(text: str) -> str:
    """Return ``text`` with one kind of line break and without characters that say nothing."""
    return _SILENT.sub("", _BREAKS.sub("\n", text))


def shortened(text: str) -> str:
    """Return ``text`` with what is too long to be a word (packed data, a wall of signs) cut to its beginning."""
    return _ENDLESS.sub(lambda word: word.group()[:40] + "…", text)


def _wide(data: bytes) -> str:
    """Return the name of the UTF-16 that ``data`` is in without a mark, or ""."""
    sample = data[:4096]
    if len(sample) < 8 or b"\x00" not in sample:
        return ""
    even, odd = sample[0::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    likely = "utf-16-le" if odd > 0.2 and even < 0.02 else "utf-16-be" if even > 0.2 and odd < 0.02 else ""
    # Zeros stand in many binary files; text has no control characters beside them.
    return "" if likely and _SILENT.search(sample.decode(likely, "ignore").lstrip("\ufeff")) else likely


def _decoded(data: bytes, declared: str) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    named = _DECLARED.search(data[:4096])
    told = (named.group(1) or named.group(2)).decode() if named else ""
    # Bytes that are valid UTF-8 are hardly ever anything else, whatever a header says.
    for name in ("utf-8", told, declared):
        text = _strictly(data, name)
        if text is not None:
            return text
    lenient = data.decode("utf-8", "replace")
    if lenient.count("\ufffd") * 200 < sum(sign > "\x7f" for sign in lenient):
        return lenient.replace("\ufffd", "")
    return _guessed(data)


def _strictly(data: bytes, name: str) -> str | None:
    if not name or name.lower() in {"utf-16", "utf-32", "utf-7"}:
        return None
    try:
        codec = codecs.lookup(
            "cp1252" if name.lower() in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name
        )
        if not getattr(codec, "_is_text_encoding", True):
            return None
        return data.decode(codec.name)
    except (LookupError, ValueError):
        return _cut_short(data) if name == "utf-8" else None


def _cut_short(data: bytes) -> str | None:
    """Return a file cut within its last character, without that character."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8")
    return None


def _guessed(data: bytes) -> str:
    high = sum(byte > 0x7F for byte in data[:20000])
    # Few high bytes are quotes and accents of a Western page; many are a script of its own.
    if high * 12 < min(len(data), 20000):
        return data.decode("cp1252", "replace").replace("\ufffd", "")
    best = charset_normalizer.from_bytes(
        data[:20000],
        cp_isolation=["cp1251", "koi8_r", "koi8_u", "cp1255", "cp1256", "cp1252", "cp1250", "cp1253", "cp1254"],
    ).best()
    name = best.encoding if best else "cp1252"
    return data.decode(name, "replace").replace("\ufffd", "")


def _mended(text: str) -> str:
    """Return ``text`` with lines that are UTF-8 read as Windows-1252 put right."""
    if not _GARBLED.search(text):
        return text
    return "\n".join(_mended_line(line) if _GARBLED.search(line) else line for line in text.split("\n"))


def _mended_line(line: str) -> str:
    whole = _as_utf8(line)
    if whole is not None:
        return whole
    return re.sub(
        r"[\u0080-\u024f\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}",
        lambda run: _as_utf8(run.group()) or run.group(),
        line,
    )


def _as_utf8(line: str) -> str | None:
    try:
        return bytes(_AS_BYTE[sign] for sign in line).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
