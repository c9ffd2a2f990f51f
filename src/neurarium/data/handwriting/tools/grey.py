"""From colours to brightness."""

import numpy as np
from numpy.typing import NDArray

WEIGHTS = np.array(
    [0.299, 0.587, 0.114], dtype=np.float32
)  # red, green, blue, as bright as the eye sees them


def luminance(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the brightness of each pixel (Rec. ITU-R BT.601); a grey picture is returned as it is.

    Equals Pillow's ``convert("L")``, without its rounding.

    Parameters
    ----------
    pixels
        ``(h, w)`` or ``(h, w, 3)``.
    """
    return pixels if pixels.ndim == 2 else pixels @ WEIGHTS  # (h, w, 3) @ (3,) -> (h, w)
