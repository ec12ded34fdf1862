"""Packing: bytes as brotli, in two parts that are one stream.

What many plates begin with is packed once for all of them, as small as it gets, and what follows is joined on to it: half
the time of packing each whole, and fewer bytes. A part that does not begin its stream refers to nothing before itself, which brotli's encoder
sees to when it is told the offset ("stream offset" in brotli's encode.h). Of the bindings there are, brotlicffi lets one say so.
"""

from __future__ import annotations

from functools import lru_cache

from brotlicffi._brotlicffi import ffi, lib

#: Brotli 1-11, for what one plate alone holds; docs/benchmarks.md ("Archive") says what each step costs and saves.
QUALITY = 5
#: For what many plates begin with, and for what is packed seldom and fetched by everybody.
_THOROUGH = 11
#: Brotli's window, as a power of two: up to this one its quality 5 takes a third less time and no byte more for pages.
_SMALL_WINDOW = 16
_WIDE_WINDOW = 22
#: Parameters of brotli's encode.h that the binding has no names for.
_SIZE_HINT, _STREAM_OFFSET = 5, 9


def as_brotli(body: bytes, opening: bytes = b"", *, thoroughly: bool = False) -> bytes:
    """Return ``body`` as one brotli stream. opening: what it begins with and many others do as well.

    thoroughly: as small as it gets, in ten times the time.
    """
    window = _SMALL_WINDOW if len(body) <= 1 << _SMALL_WINDOW else _WIDE_WINDOW
    if not opening:
        return _part(body, _THOROUGH if thoroughly else QUALITY, window)
    return _opening(opening, window) + _part(body[len(opening) :], QUALITY, window, offset=len(opening))


@lru_cache(maxsize=64)
def _opening(body: bytes, window: int) -> bytes:
    return _part(body, _THOROUGH, window, is_last=False)


def _part(body: bytes, quality: int, window: int, *, offset: int = 0, is_last: bool = True) -> bytes:
    """Return ``body`` packed as the part of a stream that begins at ``offset`` of what is packed."""
    encoder = lib.BrotliEncoderCreateInstance(ffi.NULL, ffi.NULL, ffi.NULL)
    try:
        for parameter, value in (
            (lib.BROTLI_PARAM_MODE, lib.BROTLI_MODE_TEXT),
            (lib.BROTLI_PARAM_QUALITY, quality),
            (lib.BROTLI_PARAM_LGWIN, window),
            (_SIZE_HINT, len(body)),
            (_STREAM_OFFSET, offset),
        ):
            if not lib.BrotliEncoderSetParameter(encoder, parameter, value):
                raise ValueError(f"brotli does not take {value} for its parameter {parameter}")
        # More than bytes that cannot be packed need.
        room = len(body) + (len(body) >> 8) + 1024
        out = ffi.new("uint8_t[]", room)
        rest, left = ffi.new("size_t *", len(body)), ffi.new("size_t *", room)
        source, target = ffi.new("uint8_t **", ffi.from_buffer("uint8_t[]", body)), ffi.new("uint8_t **", out)
        operation = lib.BROTLI_OPERATION_FINISH if is_last else lib.BROTLI_OPERATION_FLUSH
        is_done = lib.BrotliEncoderCompressStream(encoder, operation, rest, source, left, target, ffi.NULL)
        if not is_done or rest[0] or lib.BrotliEncoderHasMoreOutput(encoder):
            raise MemoryError(f"brotli could not pack {len(body):,} bytes")
        return bytes(ffi.buffer(out, room - left[0]))
    finally:
        lib.BrotliEncoderDestroyInstance(encoder)
