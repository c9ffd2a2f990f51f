"""Errors of the lab for images of handwriting that cannot be read."""

from neurarium.data.handwriting import EmptyImage, HandwritingError, ImageTooLarge
from neurarium.lab.protocol import LabError


def image_error(error: HandwritingError) -> LabError:
    """Return the lab's error for an image that could not be turned into digits."""
    message, hint = str(error), "Try another image."
    if isinstance(error, EmptyImage):
        return LabError("no_ink", message, hint)
    if isinstance(error, ImageTooLarge):
        return LabError(
            "too_large", message, hint, {"got": error.got, "limit": error.limit, "unit": error.unit}
        )
    return LabError("bad_image", message, hint, {"reason": message})
