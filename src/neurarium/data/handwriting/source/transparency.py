"""Put a transparent picture on a ground on which its ink can be seen."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.grey import luminance

VARIED = 0.1  # standard deviation of brightness beyond which the opaque part is itself a picture


def lay_on_ground(colour: NDArray[np.float32], alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return an opaque picture.

    Most transparent pictures are ink and nothing else: they are laid on white or black, whichever is farther
    from the ink. If most of the picture is opaque and has its own light and dark (a photo with round
    corners), its holes are filled with its own typical brightness.

    Parameters
    ----------
    colour
        ``(h, w, 3)``.
    alpha
        ``(h, w)``: 1 is opaque.

    Returns
    -------
    ndarray of shape (h, w, 3)
    """
    seen = alpha > 0.5
    if not seen.any():
        seen = alpha > 0
    light = luminance(colour)[seen]
    if not light.size:
        ground = 1.0
    elif seen.mean() > 0.5 and light.std() > VARIED:
        ground = float(np.median(light))
    else:
        ground = 0.0 if light.mean() > 0.5 else 1.0
    cover = alpha[..., None]
    return colour * cover + np.float32(ground) * (1 - cover)
