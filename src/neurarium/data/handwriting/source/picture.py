"""What every source is turned into first: a picture of a size that can be worked on."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.errors import ImageTooLarge, ImageTooSmall


class Box(NamedTuple):
    """A rectangle in the source: pixels of an upright picture, or units of a drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Limits:
    """What is accepted, and how large a picture is worked on.

    Attributes
    ----------
    max_bytes
        Largest file.
    max_pixels
        Most pixels; read from the file's header, so that a decompression bomb is never decoded.
    max_memory
        Most bytes of memory that decoding a file may take; also known from its header.
    min_side
        Fewest pixels on the shorter side.
    working_side
        A larger picture is averaged down until its longer side has so many pixels.
    max_digits
        With more separate marks than this, the picture is a page of text or a pattern, not a few digits.
    max_points
        Most points in a drawing.
    """

    max_bytes: int = 32 * 2**20
    max_pixels: int = 50_000_000
    max_memory: int = 200 * 2**20
    min_side: int = 8
    working_side: int = 1200
    max_digits: int = 64
    max_points: int = 100_000

    def check_memory(self, needed: int, size: tuple[int, int], kind: str) -> None:
        """Refuse a picture whose decoding would take too much memory."""
        if needed > self.max_memory:
            raise ImageTooLarge(
                f"The picture has {size[0]} x {size[1]} pixels: to decode this {kind} file takes "
                f"{needed / 2**20:,.0f} MB of memory; at most {self.max_memory / 2**20:,.0f} MB are given. "
                "Scale it down (1000 pixels across are plenty), or save it as JPEG, not progressive.",
                got=needed,
                limit=self.max_memory,
            )

    def check_size(self, width: int, height: int) -> None:
        """Refuse a picture that is too large or too small, or so long and thin that it will be."""
        if width * height > self.max_pixels:
            raise ImageTooLarge(
                f"The picture has {width} x {height} = {width * height:,} pixels; "
                f"at most {self.max_pixels:,} are "
                "accepted. Take it at a lower resolution, or scale it down: 1000 pixels across are plenty.",
                got=width * height,
                limit=self.max_pixels,
                unit="pixels",
            )
        shrunk = min(width, height) * min(1.0, self.working_side / max(width, height, 1))
        if shrunk < self.min_side:
            raise ImageTooSmall(
                f"The picture has {width} x {height} pixels; "
                f"a digit needs at least {self.min_side} both ways "
                f"(after scaling to {self.working_side} along the longer side). "
                "Use a larger picture, or cut out the digits."
            )


@dataclass(frozen=True)
class Picture:
    """An upright picture, opaque, scaled down if it was large.

    Attributes
    ----------
    pixels
        ``(h, w)`` or ``(h, w, 3)``: from 0 (black) to 1 (white); the three channels are red, green and blue.
    size
        Width and height of the source: pixels after turning it upright, or units of a drawing.
    origin
        Where in the source the upper left corner lies; (0, 0) except for drawings.
    pen
        If the picture was drawn here, from strokes: the width of the pen in pixels. Such a picture is black
        on white, evenly lit and without noise: nothing of that has to be found out.
    frames
        How many frames the animation, or pages the document, has of which this is the first.
    """

    pixels: NDArray[np.float32]
    size: tuple[float, float]
    origin: tuple[float, float] = (0.0, 0.0)
    pen: float | None = None
    frames: int = 1

    def to_source(self, left: int, top: int, right: int, bottom: int) -> Box:
        """Return a rectangle of working pixels in the measure of the source."""
        scale_x = self.size[0] / self.pixels.shape[1]
        scale_y = self.size[1] / self.pixels.shape[0]
        return Box(
            self.origin[0] + left * scale_x,
            self.origin[1] + top * scale_y,
            (right - left) * scale_x,
            (bottom - top) * scale_y,
        )
