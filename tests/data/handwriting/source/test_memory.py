"""Decoding a picture takes a bounded amount of memory, known before it begins."""

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from neurarium.data.handwriting import ImageTooLarge, Limits, read_image
from neurarium.data.handwriting.source import bands
from neurarium.data.handwriting.source.bands import shrink_in_bands
from neurarium.data.handwriting.source.memory import decoding_bytes

MB = 2**20


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png(width: int, height: int, depth: int, colour: int, *extra: tuple[bytes, bytes]) -> bytes:
    """Return a black PNG of any size, written by hand so that it takes no memory here."""
    bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row, packer = bytes(1 + (width * bits + 7) // 8), zlib.compressobj(1)
    packed = b"".join([packer.compress(row) for _ in range(height)]) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = [(b"IHDR", header), *extra, (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def webp(width: int, height: int) -> bytes:
    """Return a WebP of one colour: its pixels take no bits, so one header fits all sizes."""
    data = bytearray(encoded(Image.new("RGB", (8, 8), "white"), "WEBP", lossless=True))
    at = data.index(b"VP8L") + 9  # behind the name, the length and the signature
    version = int.from_bytes(data[at : at + 4], "little") >> 28 << 28
    data[at : at + 4] = (version | height - 1 << 14 | width - 1).to_bytes(4, "little")
    return bytes(data)


def jpeg(width: int, height: int, mode: str = "RGB", **options: object) -> bytes:
    """Return a JPEG whose header says another size: good for all that is known before decoding."""
    data = bytearray(encoded(Image.new(mode, (16, 16)), "JPEG", **options))
    frame = data.index(b"\xff\xc2" if options.get("progressive") else b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def animated(kind: str, width: int, height: int, mode: str) -> bytes:
    frames = [Image.new(mode, (width, height), value) for value in (0, 255)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


PALETTE = (b"PLTE", bytes(6)), (b"tRNS", b"\0\xff")
MEASURE = """
import sys
import numpy
from PIL import BmpImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin
from neurarium.data.handwriting import HandwritingError, read_image

def peak():
    [line] = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024

read_image(numpy.zeros((30, 30)))
before = peak()
try:
    shape = read_image(sys.argv[1]).pixels.shape
except HandwritingError as error:
    shape = type(error).__name__
print(before, peak(), shape)
"""


def measured(data: bytes, folder: Path) -> tuple[int, int, str]:
    """Return the peak memory in MB before and after a fresh process reads a picture, and what came out."""
    path = folder / "picture"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True
    ).stdout.split(maxsplit=2)
    return int(done[0]), int(done[1]), done[2].strip()


LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak of a process")


@LINUX
@pytest.mark.parametrize(
    "make",
    [
        lambda: png(7000, 7100, 8, 6),
        lambda: png(7000, 7100, 16, 6),
        lambda: png(7000, 7100, 16, 0),
        lambda: png(7000, 7100, 1, 3, *PALETTE),
        lambda: webp(4032, 3100),
        lambda: animated("WEBP", 4000, 3000, "RGB"),
        lambda: animated("GIF", 4000, 3000, "L"),
        lambda: encoded(Image.new("CMYK", (4400, 4400)), "JPEG", progressive=True),
        lambda: encoded(Image.new("L", (5000, 5000)), "BMP"),
    ],
    ids=[
        "RGBA",
        "RGBA-16",
        "grey-16",
        "palette",
        "webp",
        "webp-animated",
        "gif",
        "cmyk",
        "bmp",
    ],
)
def test_no_picture_takes_more_than_300_mb(make: Callable[[], bytes], tmp_path: Path) -> None:
    """Large pictures of every kind are read, and take no more memory than was estimated, or 100 MB."""
    data = make()
    image = Image.open(io.BytesIO(data))
    before, peak, shape = measured(data, tmp_path)
    assert shape.startswith("("), shape
    assert peak < 300
    image.draft(None, (1200, 1200))
    assert peak - before <= max(100, decoding_bytes(image, data) / MB + 30)


@LINUX
def test_a_bomb_is_not_decoded(tmp_path: Path) -> None:
    """A WebP of 34 bytes and 49 million pixels costs nothing."""
    data = webp(16383, 3000)
    assert len(data) < 50
    before, peak, shape = measured(data, tmp_path)
    assert shape == "ImageTooLarge"
    assert peak - before < 20


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (webp(16383, 3000), "16383 x 3000 pixels: to decode this WEBP file takes 750 MB"),
        (jpeg(7000, 7000, progressive=True, subsampling=0), "JPEG file takes 29[0-9] MB"),
        (jpeg(7000, 7000, "CMYK", progressive=True), "JPEG file takes 38[0-9] MB"),
    ],
    ids=["webp", "progressive", "progressive-cmyk"],
)
def test_too_much_memory_is_refused_in_words(data: bytes, words: str) -> None:
    """The error says what it would take, what is given, and how to mend it."""
    with pytest.raises(ImageTooLarge, match=words) as caught:
        read_image(data)
    assert "at most 200 MB" in str(caught.value)
    assert "save it as JPEG" in str(caught.value)


def test_what_pillow_itself_refuses_is_said_in_our_words() -> None:
    """A picture beyond Pillow's own bound is refused before its memory is estimated, without its English."""
    with pytest.raises(ImageTooLarge, match="needs too much memory to be decoded") as caught:
        read_image(webp(16383, 16383))
    assert "attack" not in str(caught.value)


def test_the_callers_limit_counts() -> None:
    """Less memory refuses what the usual limit takes."""
    data = encoded(Image.new("RGB", (300, 200), "white"), "PNG")
    read_image(data)
    with pytest.raises(ImageTooLarge, match="PNG"):
        read_image(data, Limits(max_memory=200_000))


@pytest.mark.parametrize(
    ("mode", "options", "samples"),
    [
        ("L", {}, 0),
        ("RGB", {"subsampling": 0}, 0),
        ("L", {"progressive": True}, 1),
        ("RGB", {"progressive": True, "subsampling": 0}, 3),
        ("RGB", {"progressive": True, "subsampling": 1}, 2),
        ("RGB", {"progressive": True, "subsampling": 2}, 1.5),
        ("CMYK", {"progressive": True}, 4),
    ],
)
def test_the_coefficients_of_a_jpeg_are_counted(mode: str, options: dict[str, int], samples: float) -> None:
    """A progressive file keeps two bytes a sample at the full size, at whatever size it is decoded."""
    data = jpeg(4000, 3000, mode, **options)
    image = Image.open(io.BytesIO(data))
    image.draft(None, (500, 375))
    stored = 500 * 375 * (1 if mode == "L" else 4)
    assert decoding_bytes(image, data) - 2 * len(data) == stored + 2 * samples * 4000 * 3000


def test_one_scan_for_each_component_keeps_all_coefficients() -> None:
    """A file that is not progressive, but brings its components one after another, is as expensive."""
    data = bytearray(jpeg(4000, 3000, subsampling=0))
    image = Image.open(io.BytesIO(data))
    whole = decoding_bytes(image, bytes(data))
    data[data.index(b"\xff\xda") + 4] = 1  # components in the first scan
    assert decoding_bytes(image, bytes(data)) - whole == 2 * 3 * 4000 * 3000


def test_what_was_decoded_before_costs_nothing() -> None:
    """An image that the caller has decoded is read whatever its file would cost, also in parts."""
    image = Image.open(io.BytesIO(encoded(Image.new("RGB", (90, 60), "white"), "JPEG", progressive=True)))
    assert decoding_bytes(image) == 90 * 60 * 12
    image.load()
    assert decoding_bytes(image) == 0
    assert decoding_bytes(Image.new("RGB", (90, 60))) == 0


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 40), st.integers(0, 2**32 - 1))
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBa", "F"])
def test_bands_make_no_difference(mode: str, width: int, height: int, longest: int, seed: int) -> None:
    """Averaged down band by band a picture is what Pillow makes of the whole."""
    channels = {"L": (), "F": (), "RGB": (3,), "RGBa": (4,)}[mode]
    values = np.random.default_rng(seed).integers(0, 256, (height, width, *channels)).astype(np.uint8)
    image = Image.fromarray(values, mode) if mode == "RGBa" else Image.fromarray(values).convert(mode)
    scale = min(1.0, longest / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bands, "BAND", 300)
        small = shrink_in_bands(lambda top, end: image.crop((0, top, width, end)), image.size, longest)
    assert small.size == size
    assert small.mode == mode
    whole = image.resize(size, Image.Resampling.BOX)
    # A pixel may lie exactly between two of the result, (2 j + 1) m = 2 k n: rounding decides which gets it.
    parts = [Fraction(m, n) for n, m in zip(image.size, size, strict=True)]
    if not any(part.numerator % 2 == 0 and part.denominator % 2 for part in parts):
        np.testing.assert_allclose(np.asarray(small, float), np.asarray(whole, float), atol=1.01)
