"""Every kind of picture is read, or refused in clear words; nothing else can happen."""

import io
import struct
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image, ImageDraw, features

from neurarium.data.handwriting import (
    Drawing,
    EmptyImage,
    HandwritingError,
    ImageTooLarge,
    ImageTooSmall,
    UnreadableImage,
    prepare,
)
from neurarium.data.handwriting.source.drawing import render
from neurarium.data.handwriting.source.picture import Limits
from neurarium.engine import NeurariumError

AVIF = ["AVIF"] if features.check("avif") else []
"""Where Pillow was built with it."""


def seven(mode: str = "L", ground: object = 255, ink: object = 0) -> Image.Image:
    """Draw a 7 on a canvas of 100 x 140."""
    image = Image.new(mode, (100, 140), ground)
    ImageDraw.Draw(image).line([(20, 20), (80, 20), (45, 120)], fill=ink, width=12)
    return image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


EXPECTED = prepare(seven())[0].image


def alike(image: np.ndarray) -> bool:
    return bool(np.corrcoef(image.ravel(), EXPECTED.ravel())[0, 1] > 0.97)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", *AVIF])
def test_every_format_is_read_from_bytes_and_from_a_file(tmp_path: Path, kind: str) -> None:
    """The five formats give the same digit, however the file is named."""
    data = encoded(seven(), kind)
    path = tmp_path / "picture.of.something"
    path.write_bytes(data)
    assert alike(prepare(data)[0].image)
    assert alike(prepare(path)[0].image)


@pytest.mark.parametrize(
    ("mode", "ground", "ink"),
    [
        ("1", 1, 0),
        ("RGB", (250, 240, 230), (30, 20, 90)),
        ("RGBA", (255, 255, 255, 255), (0, 0, 0, 255)),
        ("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)),  # black ink on nothing
        ("RGBA", (0, 0, 0, 0), (255, 255, 255, 255)),  # white ink on nothing
        ("LA", (255, 255), (0, 255)),
        ("CMYK", (0, 0, 0, 0), (0, 0, 0, 255)),
        ("I;16", 65535, 0),
        ("F", 1.0, 0.0),
    ],
)
def test_every_mode_of_pixels_is_read(mode: str, ground: object, ink: object) -> None:
    """Grey, colour, transparent, printed and deep pictures give the same digit."""
    assert alike(prepare(seven(mode, ground, ink))[0].image)


@pytest.mark.parametrize(
    ("mode", "ground", "ink"),
    [
        ("L", 255, 0),
        ("1", 1, 0),  # an array of booleans
        ("RGB", (250, 240, 230), (30, 20, 90)),
        ("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)),
        ("LA", (0, 0), (255, 255)),
        ("I;16", 65535, 0),
        ("F", 1.0, 0.0),
    ],
)
def test_every_kind_of_array_is_read(mode: str, ground: object, ink: object) -> None:
    """Pixels as an array, with one to four numbers each, give the digit that the picture gives."""
    assert alike(prepare(np.asarray(seven(mode, ground, ink)))[0].image)


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, np.float64])
def test_black_and_white_arrays_are_read(dtype: type) -> None:
    """Zeros and ones of any type are ground and ink."""
    array = (np.asarray(seven("L", 255, 0)) < 128).astype(dtype)
    assert alike(prepare(array)[0].image)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_held_sideways_is_turned_upright(orientation: int) -> None:
    """All eight EXIF orientations give the upright digit."""
    ways = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = seven()
    stored = image.transpose(ways[orientation]) if orientation > 1 else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert alike(prepare(encoded(stored, "JPEG", exif=exif, quality=95))[0].image)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (b"", UnreadableImage),
        (b"hello", UnreadableImage),
        (b"%PDF-1.7 and so on", UnreadableImage),
        ("/no/such/file.png", UnreadableImage),
        (encoded(seven(), "PNG")[:60], UnreadableImage),
        (encoded(seven(), "JPEG")[:100], UnreadableImage),
        (np.zeros((2, 2)), ImageTooSmall),
        (np.full((100, 100), 255, np.uint8), EmptyImage),
        (np.full((100, 100), np.nan), UnreadableImage),
        (np.zeros((3, 4, 5, 6)), UnreadableImage),
        ([], EmptyImage),
        ([[(1.0, 1.0)]], EmptyImage),
        ([[(1.0, 2.0, 3.0)]], UnreadableImage),
        ([[(float("nan"), 0.0), (1.0, 1.0)]], UnreadableImage),
        (Drawing([[(0.0, 0.0), (5.0, 9.0)]], brush=-1.0), UnreadableImage),
    ],
    ids=lambda value: None if isinstance(value, type) else f"{value!r:.20}",
)
def test_what_cannot_be_read_is_refused_in_words(source: object, kind: type[HandwritingError]) -> None:
    """Each kind of trouble has its own error, with a sentence, and all are the project's own."""
    with pytest.raises(kind) as caught:
        prepare(source)
    assert len(str(caught.value)) > 20
    assert isinstance(caught.value, NeurariumError)


def test_a_decompression_bomb_is_refused_before_it_is_unpacked() -> None:
    """A small file that says it is 30,000 x 30,000 pixels is not decoded."""
    small = bytearray(encoded(Image.new("1", (30, 30)), "PNG"))
    small[16:24] = struct.pack(">II", 30_000, 30_000)  # width and height in the header
    small[29:33] = struct.pack(">I", zlib.crc32(small[12:29]))  # and its checksum
    bomb = bytes(small)
    with pytest.raises(ImageTooLarge):
        prepare(bomb)


def test_an_empty_picture_keeps_the_steps_so_far() -> None:
    """What was done before nothing was found can be shown."""
    with pytest.raises(EmptyImage) as caught:
        prepare(np.full((60, 60), 200, np.uint8), steps=True)
    assert caught.value.steps


@given(st.binary(max_size=200))
def test_random_bytes_never_do_anything_else(data: bytes) -> None:
    """Any bytes give digits or a HandwritingError."""
    with suppress(HandwritingError):
        assert prepare(data).images.shape[1:] == (28, 28)


@given(st.data())
def test_damaged_files_never_do_anything_else(data: st.DataObject) -> None:
    """A file with bytes cut or changed gives digits or a HandwritingError."""
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", *AVIF]))
    damaged = bytearray(encoded(seven(), kind))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    del damaged[data.draw(st.integers(1, len(damaged))) :]
    with suppress(HandwritingError):
        assert prepare(bytes(damaged)).images.shape[1:] == (28, 28)


SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=40)
DTYPES = st.sampled_from([np.uint8, np.int16, np.float32, np.float64, np.bool_, np.complex64, "U1", object])


@given(SHAPES, DTYPES, st.integers(0, 2**32 - 1))
def test_odd_arrays_never_do_anything_else(shape: tuple[int, ...], dtype: object, seed: int) -> None:
    """Arrays of any shape and type, NaN and infinity among them, give digits or a HandwritingError."""
    rng = np.random.default_rng(seed)
    values = rng.normal(100, 100, shape).clip(0, 255)
    if rng.random() < 0.3:
        values = np.where(rng.random(shape) < 0.1, rng.choice([np.nan, np.inf, -np.inf]), values)
    with np.errstate(invalid="ignore"):
        array = values.astype(str).astype("U1") if dtype == "U1" else values.astype(dtype)
    with suppress(HandwritingError):
        assert prepare(array).images.shape[1:] == (28, 28)


POINTS = st.tuples(st.floats(-1e10, 1e10), st.floats(-1e10, 1e10))


@given(st.lists(st.lists(POINTS, max_size=8), max_size=4), st.floats(allow_nan=True))
def test_odd_strokes_never_do_anything_else(strokes: list[list[tuple[float, float]]], brush: float) -> None:
    """Any strokes and brush give digits or a HandwritingError."""
    with suppress(HandwritingError):
        assert prepare(Drawing(strokes, brush=brush)).images.shape[1:] == (28, 28)


STROKES = {
    7: [[(120, 60), (270, 60), (180, 260)]],
    4: [[(170, 40), (110, 160), (250, 160)], [(215, 100), (205, 260)]],
    0: [[(200 + 60 * np.cos(t), 150 + 100 * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 40)]],
}


@pytest.mark.parametrize("digit", STROKES)
@pytest.mark.parametrize("scale", [1.0, 0.3])
def test_what_is_known_of_a_drawing_is_what_would_be_measured(digit: int, scale: float) -> None:
    """The same pixels, with and without the word that they were drawn here, become nearly the same digit."""
    strokes = [[(x * scale, y * scale) for x, y in stroke] for stroke in STROKES[digit]]
    drawn = render(Drawing(strokes, brush=22 * scale, size=(400, 300)), Limits())
    assert drawn.pen is not None
    [known], [measured] = prepare(drawn), prepare(replace(drawn, pen=None))
    difference = np.abs(known.image.astype(int) - measured.image.astype(int))
    assert difference.mean() < 1
    assert difference.max() < 64
    assert known.box == pytest.approx(measured.box, abs=2)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "PNG"])
def test_of_several_frames_the_first_is_read_and_all_are_counted(kind: str) -> None:
    """An animation or a document of three pages: the digit of the first, and the number three."""
    pages = [Image.new("L", (120, 120), 255) for _ in range(3)]
    for page, x in zip(pages, (30, 60, 90), strict=True):
        ImageDraw.Draw(page).line([(x, 20), (x, 100)], fill=0, width=9)
    buffer = io.BytesIO()
    pages[0].save(buffer, kind, save_all=True, append_images=pages[1:])
    prepared = prepare(buffer.getvalue())
    assert prepared.frames == 3
    assert prepared[0].box[0] == pytest.approx(25, abs=4)
    assert prepare(pages[0]).frames == 1


def test_a_picture_of_noise_is_called_noise() -> None:
    """Noise from black to white differs enough from the paper; what is missing is ink."""
    noise = np.random.default_rng(0).integers(0, 256, (200, 200)).astype(np.uint8)
    with pytest.raises(EmptyImage, match="only noise") as caught:
        prepare(noise)
    assert "%" not in str(caught.value)
