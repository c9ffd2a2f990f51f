"""Errors of the lab for images of handwriting that cannot be read."""

from neurarium.data.handwriting import EmptyImage, HandwritingError, ImageTooLarge
from neurarium.lab.protocol import ErrorCode, LabError


def image_error(error: HandwritingError) -> LabError:
    """Return the lab's error for an image that could not be turned into digits."""
    code: ErrorCode = "bad_image"
    if isinstance(error, EmptyImage):
        code = "no_ink"
    elif isinstance(error, ImageTooLarge):
        code = "too_large"
    return LabError(code, str(error), "Try another image.")
