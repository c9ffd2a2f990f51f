"""What can go wrong with a picture of handwriting: one exception tree, so that one ``except`` catches all."""

from typing import TYPE_CHECKING, Literal

from neurarium.engine.errors import NeurariumError

if TYPE_CHECKING:
    from neurarium.data.handwriting.steps import Step


class HandwritingError(NeurariumError, ValueError):
    """A picture could not be turned into digits; the message says why and what to do.

    Attributes
    ----------
    steps
        What was done before it went wrong, if steps were asked for.
    """

    steps: "tuple[Step, ...]" = ()


class UnreadableImage(HandwritingError):  # noqa: N818 - says it better than UnreadableImageError
    """The source is no picture: a missing or broken file, an unknown format, an array of odd shape."""


class EmptyImage(HandwritingError):  # noqa: N818
    """The picture was read, but there is no ink on it."""


class ImageTooSmall(HandwritingError):  # noqa: N818
    """The picture has too few pixels to hold a digit."""


class ImageTooLarge(HandwritingError):  # noqa: N818
    """The picture, or its file, is beyond the limits (which guard against decompression bombs).

    Attributes
    ----------
    got, limit
        How much it is and how much is taken, in units of `unit`; None where that is not known.
    unit
        What is counted.
    """

    def __init__(
        self,
        message: str,
        *,
        got: int | None = None,
        limit: int | None = None,
        unit: Literal["bytes", "pixels", "points"] = "bytes",
    ) -> None:
        super().__init__(message)
        self.got = got
        self.limit = limit
        self.unit = unit
