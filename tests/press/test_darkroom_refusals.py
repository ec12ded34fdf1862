"""Originals that are refused: bombs quickly, damage clearly, and whatever is no picture."""

from __future__ import annotations

import resource
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from standfirst.press.darkroom import Darkroom
from standfirst.press.originals import Measure, PictureRefused, credits_of, measure
from tests.press.originals_on_disk import credited, drawn, negative, png_bomb, saved, with_camera_data


def webp_bomb(file: Path) -> Path:
    """Write an extended WebP head that promises the largest canvas there is."""
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xff\x3f\0" + b"\xff\x3f\0"
    file.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return file


@pytest.mark.parametrize(
    ("bomb", "reason"),
    [
        (lambda folder: png_bomb(folder / "big.png", 12_000, 10_000), "12000 x 10000 pixels, more than 50 megapixels"),
        (lambda folder: png_bomb(folder / "huge.png", 60_000, 60_000), "more than 50 megapixels"),
        (lambda folder: webp_bomb(folder / "big.webp"), "16384 x 16384 pixels"),
    ],
)
def test_a_bomb_is_refused_before_it_unfolds(tmp_path: Path, bomb: Callable[[Path], Path], reason: str) -> None:
    file = bomb(tmp_path)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()

    with pytest.raises(PictureRefused, match=reason) as refused:
        Darkroom(tmp_path / "d").develop(negative(file), 320, "jpg")

    assert str(file) in str(refused.value)
    assert time.perf_counter() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    assert not (tmp_path / "d").exists(), "something of a refused picture was kept"


def test_the_frames_of_an_animation_count_together(tmp_path: Path) -> None:
    frames = [Image.new("P", (1000, 1000), colour) for colour in range(60)]
    file = saved(tmp_path / "a.gif", frames[0], save_all=True, append_images=frames[1:])

    with pytest.raises(PictureRefused, match="1000 x 1000 pixels in 60 frames"):
        measure(file)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "gif", "tiff"])
@pytest.mark.parametrize("kept", [0.05, 0.5, 0.9])
def test_a_cut_original_is_refused_by_name(tmp_path: Path, suffix: str, kept: float) -> None:
    noisy = Image.effect_noise((400, 300), 80).convert("RGB")
    file = saved(tmp_path / f"a.{suffix}", noisy)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(PictureRefused, match=rf"a\.{suffix} is "):
        Darkroom(tmp_path / "d").develop(negative(file), 320, "jpg")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"GIF89a<script>alert(1)</script>",
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(body)

    with pytest.raises(PictureRefused, match=r"a\.jpg is (not a picture|damaged)"):
        Darkroom(tmp_path / "d").develop(negative(file), 320, "jpg")
    with pytest.raises(PictureRefused):
        credits_of(file)


def test_a_missing_original_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureRefused, match=r"gone\.jpg is missing; upload the picture again"):
        Darkroom(tmp_path / "d").develop(negative(tmp_path / "gone.jpg"), 320, "jpg")


def test_a_polyglot_loses_its_other_half(tmp_path: Path) -> None:
    file = credited(tmp_path / "a.jpg")
    file.write_bytes(file.read_bytes() + b"<script>alert(1)</script>")

    body = Darkroom(tmp_path / "d").develop(negative(file), 320, "jpg")

    assert b"<script>" not in body


def test_an_original_is_measured_as_readers_see_it(tmp_path: Path) -> None:
    assert measure(with_camera_data(tmp_path / "a.jpg", drawn(400, 300), orientation=6)) == Measure(300, 400, "JPEG")
