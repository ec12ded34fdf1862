"""The site's answers to one reader: an address, read strictly; a plate, in the coding and parts asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from standfirst.delivery.conditions import same_still, unchanged
from standfirst.delivery.copies import Copy
from standfirst.delivery.fields import HeaderList, packed, without
from standfirst.delivery.house import house_page
from standfirst.delivery.paths import sent
from standfirst.delivery.policies import FOR_MOMENTS
from standfirst.delivery.rack import Rack
from standfirst.delivery.ranges import NoSuchPart, Part, multipart, parts_of, placed

#: Status, fields, body: an answer as it goes out.
Answer = tuple[int, HeaderList, bytes]

_NOT_MODIFIED = 304
_PARTIAL = 206
_OK = 200


def plate_answer(
    rack: Rack, path: str, headers: Mapping[bytes, bytes], method: str, clock: Callable[[], float]
) -> Answer:
    """Return the answer to a GET or HEAD of ``path``, a decoded path.

    Raises PlateDamaged and EditionMissing as ``Rack.find`` does.
    """
    accepted = headers.get(b"accept-encoding", b"")
    copy = rack.find(path, accepted)
    if copy is None:
        return _absent(rack, path, accepted)
    if copy.status in {404, 410}:
        return _withdrawn(rack, copy, accepted)
    if copy.etag and unchanged(headers, copy.etag, copy.modified):
        return _NOT_MODIFIED, copy.unchanged_at(clock()), b""
    if b"range" in headers and copy.divisible and method == "GET":
        return _parts(rack, copy, headers, clock)
    return copy.status, copy.headers_at(clock()), copy.body


def _absent(rack: Rack, path: str, accepted: bytes) -> Answer:
    """Return the way to the same path with its slash where a page stands there, else 404."""
    if not path.endswith("/"):
        page = rack.find(path + "/", accepted)
        if page is not None and page.status == _OK:
            return (
                301,
                packed([("location", sent(path + "/")), ("cache-control", FOR_MOMENTS), ("content-length", "0")]),
                b"",
            )
    return answer_of(house_page(rack, 404, accepted))


def _withdrawn(rack: Rack, copy: Copy, accepted: bytes) -> Answer:
    """Return a withdrawn plate's own words, or the house's where it has none."""
    if copy.body:
        return copy.status, [*without(copy.headers, b"x-robots-tag"), (b"x-robots-tag", b"noindex")], copy.body
    page = house_page(rack, copy.status, accepted)
    keys = [field for field in copy.headers if field[0] == b"surrogate-key"]
    return page.status, [*without(page.headers, b"surrogate-key"), *keys], page.body


def _parts(rack: Rack, copy: Copy, headers: Mapping[bytes, bytes], clock: Callable[[], float]) -> Answer:
    """Return the parts asked for; the whole where they are of another version or not worth cutting."""
    whole = copy.status, copy.headers_at(clock()), copy.body
    if b"if-range" in headers and not same_still(headers[b"if-range"].decode("latin-1"), copy.etag, copy.modified):
        return whole
    try:
        parts = parts_of(headers[b"range"].decode("latin-1"), len(copy.body))
    except NoSuchPart:
        there_are = {"content-range": f"bytes */{len(copy.body)}", "cache-control": "no-store"}
        return answer_of(house_page(rack, 416, b"", there_are))
    if parts is None:
        return whole
    return _PARTIAL, *_cut(copy, parts, whole[1])


def _cut(copy: Copy, parts: list[Part], fields: HeaderList) -> tuple[HeaderList, bytes]:
    """Return fields and body of ``parts``: bare when there is one, multipart when there are more."""
    kept = without(fields, b"content-length", b"content-type")
    if len(parts) == 1:
        body = copy.body[slice(*parts[0])]
        own = {"content-type": copy.content_type, "content-range": placed(parts[0], len(copy.body))}
    else:
        # From the content, so that the same question gets the same bytes.
        boundary = f"part-{copy.etag.strip(chr(34))}"
        body = multipart(copy.body, parts, copy.content_type, boundary)
        own = {"content-type": f"multipart/byteranges; boundary={boundary}"}
    return [*packed([*own.items(), ("content-length", str(len(body)))]), *kept], body


def answer_of(page: Copy) -> Answer:
    """Return a copy as it goes out whole."""
    return page.status, page.headers, page.body
