"""Digits in a terminal, drawn with half blocks: two pixels in the space of one character."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

SIDE = 14
"""Pixels a picture is drawn with, across and down: half of MNIST's 28."""

_PLAIN = " ▄▀█"  # by which halves have ink: none, lower, upper, both
_ASCII = " .:-=+*#%@"
_GAP = "  "


class Digits:
    """Pictures of digits side by side, a caption below each; as many in a row as the terminal has room for.

    Parameters
    ----------
    images
        Pixels, ``(n, 784)``, 0 for paper to 255 for ink.
    captions
        A text for each.
    """

    def __init__(self, images: npt.NDArray[np.uint8], captions: Sequence[Text]) -> None:
        # (n, 784) -> (n, 14, 2, 14, 2) -> (n, 14, 14): the mean of each block of 2x2 pixels
        blocks = np.asarray(images).reshape(-1, SIDE, 2, SIDE, 2)
        self.images = blocks.mean(axis=(2, 4))
        self.captions = captions

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        in_row = max(1, (options.max_width + len(_GAP)) // (SIDE + len(_GAP)))
        for start in range(0, len(self.images), in_row):
            row = range(start, min(start + in_row, len(self.images)))
            for y in range(0, SIDE, 2):
                for i in row:
                    yield from _line(self.images[i, y], self.images[i, y + 1], console, options)
                    yield Segment(_GAP if i != row[-1] else "\n")
            for i in row:
                caption = self.captions[i].copy()
                caption.align("center", SIDE)
                yield from caption.render(console)
                yield Segment(_GAP if i != row[-1] else "\n")


def _line(
    upper: npt.NDArray[np.float64], lower: npt.NDArray[np.float64], console: Console, options: ConsoleOptions
) -> list[Segment]:
    """Return two rows of pixels as one line of text."""
    if options.ascii_only:
        grey = (upper + lower) / 2 / 256 * len(_ASCII)
        return [Segment("".join(_ASCII[int(g)] for g in grey))]
    if console.no_color or console.color_system in (None, "standard", "windows"):  # no grey levels
        ink = 2 * (upper > 80).astype(int) + (lower > 80)
        return [Segment("".join(_PLAIN[i] for i in ink))]
    return [
        Segment("▀", Style(color=_grey(top), bgcolor=_grey(bottom)))
        for top, bottom in zip(upper, lower, strict=True)
    ]


def _grey(value: float) -> str:
    level = int(value)
    return f"rgb({level},{level},{level})"
