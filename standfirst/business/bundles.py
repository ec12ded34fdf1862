"""HTML5 adverts: zips that advertisers send, looked into before anybody unpacks them.

What they may do is held by the frame they run in (``ads/frame.py``); what is refused here is what has no place in an
advert whatever the frame: other people's addresses, code that is made at run time, workers, forms, downloads.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import blake2b
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image

#: Largest zip, largest advert unpacked (bytes), most files.
LARGEST_ZIP = 300_000
LARGEST = 600_000
MOST_FILES = 40
#: Most pixels of one picture in it.
_PIXELS = 2_000_000

FIRST = "index.html"
TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "woff2": "font/woff2",
}
_PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}
_TEXTS = frozenset({"html", "css", "js", "json"})
_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/){0,4}[A-Za-z0-9_-][A-Za-z0-9_.-]*")

#: Addresses that name a dialect and lead nowhere; and where a bundle says its own clickTag.
_DIALECTS = re.compile(r"https?://www\.w3\.org/[A-Za-z0-9/.#_-]*")
_CLICK_TAG = re.compile(r"""clickTAG\s*=\s*(["'])(?:(?!\1).)*\1""", re.IGNORECASE)
_REFUSED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), why)
    for pattern, why in (
        (r"(?:https?|wss?|ftp|file):", "an address elsewhere; an advert brings its own files"),
        (r"""["'(=\s]//[a-z0-9-]+\.[a-z]""", "an address elsewhere; an advert brings its own files"),
        (r"javascript:|vbscript:|data:text/html", "a target that runs script"),
        (r"<\s*(?:form|input|textarea|select|iframe|frame|object|embed|applet|base|portal)\b", "a form or a frame"),
        (r"http-equiv", "a meta refresh or header"),
        (r"\bdownload\b\s*=", "a download"),
        (r"\beval\s*\(|new\s+Function\b|\bsetTimeout\s*\(\s*[\"']", "code made while it runs"),
        (r"\bWebAssembly\b|new\s+(?:Shared)?Worker\b|serviceWorker|importScripts", "a worker or WebAssembly"),
        (r"document\s*\.\s*cookie|localStorage|sessionStorage|indexedDB", "storage on the reader's device"),
        (
            r"\b(?:top|parent)\s*(?:\.|\[)\s*[\"']?(?:location|document|frames|postMessage)",
            "a reach for the page around it",
        ),
        (r"requestFullscreen|requestPointerLock|getUserMedia|geolocation|Notification\b", "a power over the device"),
        (r"XMLHttpRequest|\bfetch\s*\(|sendBeacon|EventSource|RTCPeerConnection|WebSocket", "a connection of its own"),
        (r"while\s*\(\s*(?:true|1|!0)\s*\)|for\s*\(\s*;\s*;\s*\)", "a loop without end"),
        (r"<\s*(?:audio|video)\b|new\s+Audio\b|AudioContext", "sound or film"),
    )
)


def bundle_name(file: Any) -> str:
    """Return the name a zip is kept under: 32 hexadecimal digits of its bytes."""
    return f"{blake2b(_stored(file), digest_size=16).hexdigest()}.zip"


def address_of_bundle(name: str) -> str:
    """Return the address of the first document of the bundle kept under ``name``."""
    return f"/adverts/bundle/{PurePosixPath(name).stem[:32]}/{FIRST}"


def files_of(file: Any) -> Mapping[str, bytes]:
    """Return the files in an uploaded zip by their names in it.

    Raises ValidationError, saying which file is refused and why.
    """
    if file.size > LARGEST_ZIP:
        raise ValidationError(f"{file.size:,} bytes; at most {LARGEST_ZIP:,}.")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            found = _unpacked(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise ValidationError(f"This is no zip we can open ({error}).") from error
    finally:
        file.seek(0)
    if FIRST not in found:
        raise ValidationError(f"There is no {FIRST} at the top of the zip.")
    for name, stored in found.items():
        _check(name, stored)
    return found


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise ValidationError(f"{len(entries)} files; at most {MOST_FILES}.")
    found: dict[str, bytes] = {}
    left = LARGEST
    for entry in entries:
        name = entry.filename
        if not _NAME.fullmatch(name) or ".." in name:
            raise ValidationError(f"“{name[:80]}” is no name for a file here: letters, digits, - and _, in folders.")
        if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
            raise ValidationError(f"“{name[:80]}” is a link or a device, not a file.")
        if name in found:
            raise ValidationError(f"“{name[:80]}” is in it twice.")
        # What the zip says of its own sizes is not believed.
        with archive.open(entry) as packed:
            stored = packed.read(left + 1)
        left -= len(stored)
        if left < 0:
            raise ValidationError(f"More than {LARGEST:,} bytes unpacked.")
        found[name] = stored
    return found


def _check(name: str, stored: bytes) -> None:
    suffix = name.rpartition(".")[2].lower()
    if suffix not in TYPES:
        raise ValidationError(f"“{name[:80]}” is of a kind adverts have no use for; there may be {', '.join(TYPES)}.")
    if suffix in _TEXTS:
        _check_text(name, stored)
    elif suffix in _PICTURES:
        _check_picture(name, stored, _PICTURES[suffix])
    elif not stored.startswith(b"wOF2"):
        raise ValidationError(f"“{name[:80]}” is no WOFF2 font.")


def _check_text(name: str, stored: bytes) -> None:
    try:
        words = stored.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(f"“{name[:80]}” is not UTF-8.") from error
    words = _CLICK_TAG.sub("clickTag", _DIALECTS.sub("", words))
    for pattern, why in _REFUSED:
        if found := pattern.search(words):
            line = words.count("\n", 0, found.start()) + 1
            raise ValidationError(f"{name[:80]}, line {line}: “{found[0].strip()[:40]}” is {why}.")


def _check_picture(name: str, stored: bytes, kind: str) -> None:
    try:
        with Image.open(BytesIO(stored), formats=(kind,)) as image:
            if image.width * image.height > _PIXELS or getattr(image, "n_frames", 1) > 60:
                raise ValidationError(f"“{name[:80]}” has more pixels or frames than an advert needs.")
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(f"“{name[:80]}” is no {kind} picture.") from error


def _stored(file: Any) -> bytes:
    file.seek(0)
    stored: bytes = file.read()
    file.seek(0)
    return stored
