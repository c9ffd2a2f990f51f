"""Read a picture from a file, bytes, a PIL image or an array."""

import io
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.errors import HandwritingError, ImageTooLarge, UnreadableImage
from neurarium.data.handwriting.source.arrays import picture_from_array
from neurarium.data.handwriting.source.picture import Limits, Picture
from neurarium.data.handwriting.source.transparency import lay_on_ground

if TYPE_CHECKING:
    from PIL import Image


ImageSource: TypeAlias = (
    "str | os.PathLike[str] | bytes | bytearray | memoryview | Image.Image | NDArray[Any]"
)

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
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
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
    (0, b"PK\3\4", "a ZIP archive or an office document"),
)


def read_image(source: ImageSource, limits: Limits = Limits()) -> Picture:  # noqa: B008 - frozen
    """Read a picture, turn it upright, make it opaque, and scale it down if it is large.

    Parameters
    ----------
    source
        PNG, JPEG, WebP, BMP or GIF (its first frame); EXIF orientation is honoured. A transparent picture is
        laid on a ground on which its ink can be seen. For arrays see `picture_from_array`.

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
        return _guard("the PIL image", "Convert it to 'L' or 'RGB'.", lambda: _from_pil(source, limits))
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
            "Save the picture as JPEG, or scale it down."
        )

    def decode() -> Picture:
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except UnidentifiedImageError as error:
            raise UnreadableImage(_unknown(data, name)) from error
        with image:
            # A JPEG can be unpacked at a half, a quarter or an eighth of its size, several times faster.
            scale = limits.working_side / max(*image.size, 1)
            limits.check_size(*image.size)
            full = image.size
            image.draft(None, (int(full[0] * scale), int(full[1] * scale)))
            return _from_pil(image, limits, full)

    return _guard(name, "The file is damaged or cut short: save or send it again.", decode)


def _guard(name: str, advice: str, read: Callable[[], Picture]) -> Picture:
    """Read a picture; whatever goes wrong inside Pillow is reported as a fault of the picture."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of sizes, which are checked here, and of odd metadata, which is not used
        try:
            return read()
        except HandwritingError:
            raise
        except (Image.DecompressionBombError, MemoryError) as error:
            raise ImageTooLarge(
                f"{_sentence(name)} is too large to be unpacked: {error}. Scale it down."
            ) from error
        except Exception as error:
            # Broken files make decoders raise nearly anything: OSError, SyntaxError, struct.error …
            raise UnreadableImage(
                f"{_sentence(name)} cannot be decoded ({type(error).__name__}: {error}). {advice}"
            ) from error


def _from_pil(image: "Image.Image", limits: Limits, full: tuple[int, int] | None = None) -> Picture:
    """Bring a PIL image to working size; ``full`` is its size if it is being unpacked smaller than it is."""
    from PIL import Image

    full = full or image.size
    limits.check_size(*full)
    turn = UPRIGHT.get(image.getexif().get(ORIENTATION, 1))
    if image.mode in ("I", "F") or image.mode.startswith("I;"):
        pixels = picture_from_array(np.asarray(image), limits).pixels
    else:
        transparent = image.has_transparency_data
        mode = "RGBA" if transparent else "L" if image.mode in ("1", "L") else "RGB"
        opaque_or_not = image if image.mode == mode else image.convert(mode)
        scale = limits.working_side / max(full)
        if scale < 1:
            size = (max(1, round(full[0] * scale)), max(1, round(full[1] * scale)))
            opaque_or_not = opaque_or_not.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
        pixels = np.asarray(opaque_or_not, dtype=np.float32) / np.float32(255)
        if transparent:
            pixels = lay_on_ground(pixels[..., :3], pixels[..., 3])
    upright = np.ascontiguousarray(pixels if turn is None else turn(pixels))
    turned = (upright.shape[0] < upright.shape[1]) != (pixels.shape[0] < pixels.shape[1])
    return Picture(upright, full[::-1] if turned else full)


def _unknown(data: bytes, name: str) -> str:
    """Say what the data is instead of a picture, as far as its first bytes tell."""
    if not data:
        what = "is empty"
    else:
        found = next((what for at, magic, what in FOREIGN if data[at:].startswith(magic)), None)
        what = f"is {found}" if found else "is not a picture that can be read"
    return (
        f"{_sentence(name)} {what}: expected PNG, JPEG, WebP, BMP or GIF. Save or export it as PNG or JPEG."
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
