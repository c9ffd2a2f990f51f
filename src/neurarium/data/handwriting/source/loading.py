"""Read a picture from a file, bytes, a PIL image or an array."""

import io
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.errors import HandwritingError, ImageTooLarge, UnreadableImage
from neurarium.data.handwriting.source.arrays import picture_from_array, shrink_rows
from neurarium.data.handwriting.source.bands import shrink_in_bands
from neurarium.data.handwriting.source.memory import decoding_bytes
from neurarium.data.handwriting.source.picture import Limits, Picture
from neurarium.data.handwriting.source.transparency import lay_on_ground

if TYPE_CHECKING:
    from PIL import Image


ImageSource: TypeAlias = (
    "str | os.PathLike[str] | bytes | bytearray | memoryview | Image.Image | NDArray[Any]"
)

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "AVIF")
"""What is read where Pillow can: an older one, or one built without its library, has no AVIF."""

IN_FRAMES = ("PNG", "WEBP", "GIF", "TIFF", "AVIF")
"""Formats of animations and of several pages. The further images in a camera's JPEG are none of either."""

ORIENTATION = 0x0112  # the EXIF tag that says how the camera was held

# What a picture needs to stand upright, for each orientation (EXIF 2.3, table 6).
UPRIGHT: dict[int, Callable[[NDArray[np.float32]], NDArray[np.float32]]] = {
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
    8: lambda a: np.rot90(a, 1),
}

# The first bytes of what people send most often instead.
FOREIGN = (
    (4, b"ftyp", "an HEIC or AVIF picture or a video"),
    (0, b"%PDF", "a PDF document"),
    (0, b"<svg", "an SVG drawing"),
    (0, b"<?xml", "an XML file, perhaps an SVG drawing"),
    (0, b"PK\3\4", "a ZIP archive or an office document"),
)


class _Small(NamedTuple):
    """An image at working size, and what is left to do with it.

    Attributes
    ----------
    values
        Bytes ``(h, w)``, ``(h, w, 3)`` or, if it is transparent, ``(h, w, 4)``; or floats from 0 to 1,
        ``(h, w)``.
    full
        Width and height of the source, before it is turned upright.
    orientation
        How the camera was held, in EXIF's numbers.
    frames
        How many frames or pages the source has, of which this is the first.
    """

    values: NDArray[Any]
    full: tuple[int, int]
    orientation: int
    frames: int

    def finish(self) -> Picture:
        """Return the image opaque, upright, and from 0 to 1."""
        pixels = self.values.astype(np.float32)
        if self.values.dtype == np.uint8:
            pixels /= np.float32(255)
        if pixels.ndim == 3 and pixels.shape[2] == 4:
            pixels = lay_on_ground(pixels[..., :3], pixels[..., 3])
        turn = UPRIGHT.get(self.orientation)
        upright = np.ascontiguousarray(pixels if turn is None else turn(pixels))
        turned = (upright.shape[0] < upright.shape[1]) != (pixels.shape[0] < pixels.shape[1])
        return Picture(upright, self.full[::-1] if turned else self.full, frames=self.frames)


def read_image(source: ImageSource, limits: Limits = Limits()) -> Picture:  # noqa: B008 - frozen
    """Read a picture, turn it upright, make it opaque, and scale it down if it is large.

    Parameters
    ----------
    source
        PNG, JPEG, WebP, BMP, GIF, TIFF or AVIF; of an animation, or of several pages, the first. EXIF
        orientation is honoured. A transparent picture is laid on a ground on which its ink can be seen. For
        arrays see `picture_from_array`.

    Raises
    ------
    UnreadableImage
        If there is no such file, or it is broken or no picture.
    ImageTooLarge, ImageTooSmall
        If it is beyond the limits.
    """
    from PIL import Image

    if isinstance(source, np.ndarray):
        return picture_from_array(source, limits)
    if isinstance(source, Image.Image):
        return _guard(
            "the PIL image",
            "Convert it to 'L' or 'RGB'.",
            lambda: _shrink(source, source.size, limits, decoding_bytes(source)),
        )
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _decode(bytes(source), "the data", limits)
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        return _decode(_read_file(path, limits), f"'{path}'", limits)
    raise UnreadableImage(
        f"A {type(source).__name__} is not a picture: expected a path, bytes, a PIL image, a NumPy array, "
        "or a drawing (a list of strokes, each a list of points)."
    )


def _read_file(path: Path, limits: Limits) -> bytes:
    """Return a file's content; no more than the limit is ever read."""
    try:
        with path.open("rb") as file:
            return file.read(limits.max_bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableImage(
            f"Cannot read '{path}': {reason}. Check the name and whether you may read it."
        ) from error


def _decode(data: bytes, name: str, limits: Limits) -> Picture:
    """Read a picture file's content."""
    from PIL import Image, UnidentifiedImageError

    if len(data) > limits.max_bytes:
        raise ImageTooLarge(
            f"{_sentence(name)} has more than {limits.max_bytes / 2**20:.0f} MB. "
            "Save the picture as JPEG, or scale it down.",
            got=len(data),
            limit=limits.max_bytes,
        )

    def decode() -> _Small:
        try:
            image = Image.open(io.BytesIO(data), formats=_known_formats())
        except UnidentifiedImageError as error:
            raise UnreadableImage(_unknown(data, name)) from error
        with image:
            limits.check_size(*image.size)
            # A JPEG can be decoded at a half, a quarter or an eighth of its size: faster, and in less memory.
            full = image.size
            scale = limits.working_side / max(full)
            image.draft(None, (int(full[0] * scale), int(full[1] * scale)))
            return _shrink(image, full, limits, decoding_bytes(image, data))

    return _guard(name, "The file is damaged or cut short: save or send it again.", decode)


def _known_formats() -> list[str]:
    from PIL import Image, features

    Image.init()
    return [name for name in FORMATS if name in Image.OPEN and (name != "AVIF" or features.check("avif"))]


def _guard(name: str, advice: str, read: Callable[[], _Small]) -> Picture:
    """Read a picture; whatever goes wrong inside Pillow is reported as a fault of the picture."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of sizes, which are checked here, and of odd metadata, which is not used
        try:
            small = read()  # the large image is gone from here on
            return small.finish()
        except HandwritingError:
            raise
        except (Image.DecompressionBombError, MemoryError) as error:
            raise ImageTooLarge(
                f"{_sentence(name)} needs too much memory to be decoded. Scale it down."
            ) from error
        except Exception as error:
            # Broken files make decoders raise nearly anything: OSError, SyntaxError, struct.error …
            raise UnreadableImage(
                f"{_sentence(name)} cannot be decoded ({type(error).__name__}: {error}). {advice}"
            ) from error


def _shrink(image: "Image.Image", full: tuple[int, int], limits: Limits, needed: int) -> _Small:
    """Bring a PIL image to working size.

    Parameters
    ----------
    image
        It is decoded here if it was not before.
    full
        Its width and height, also if it is decoded at a smaller size.
    limits
        What is accepted.
    needed
        Bytes of memory that decoding takes.
    """
    limits.check_size(*full)
    limits.check_memory(needed, full, image.format or "picture")
    orientation = image.getexif().get(ORIENTATION, 1)
    if image.mode in ("I", "F") or image.mode.startswith("I;"):
        deep = shrink_rows(
            lambda top, bottom: np.asarray(_rows(image, top, bottom)), image.size, limits.working_side
        )
        return _Small(deep, full, orientation, _count_frames(image))
    transparent = image.has_transparency_data
    mode = "RGBA" if transparent else "L" if image.mode in ("1", "L") else "RGB"
    large = max(image.size) > limits.working_side

    def read(top: int, bottom: int) -> "Image.Image":
        rows = _rows(image, top, bottom)
        rows = rows if rows.mode == mode else rows.convert(mode)
        # Colours are averaged by how opaque they are: multiplied by it before, and divided afterwards.
        return rows.convert("RGBa") if transparent and large else rows

    small = shrink_in_bands(read, image.size, limits.working_side)
    values = np.asarray(small if small.mode == mode else small.convert(mode))
    return _Small(values, full, orientation, _count_frames(image))


def _count_frames(image: "Image.Image") -> int:
    return int(getattr(image, "n_frames", 1)) if image.format in IN_FRAMES else 1


def _rows(image: "Image.Image", top: int, bottom: int) -> "Image.Image":
    """Return some rows of an image; all of them are the image itself."""
    return image if (top, bottom) == (0, image.height) else image.crop((0, top, image.width, bottom))


def _unknown(data: bytes, name: str) -> str:
    """Say what the data is instead of a picture, as far as its first bytes tell."""
    if not data:
        what = "is empty"
    else:
        found = next((what for at, magic, what in FOREIGN if data[at:].startswith(magic)), None)
        what = f"is {found}" if found else "is not a picture that can be read"
    advice = "expected PNG, JPEG, WebP, BMP, GIF, TIFF or AVIF. Save or export it as PNG or JPEG."
    return f"{_sentence(name)} {what}: {advice}"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
