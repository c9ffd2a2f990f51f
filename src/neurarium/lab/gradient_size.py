"""When a gradient has vanished, and when it has exploded: the same limits wherever they are used."""

import math
from typing import Literal

GradientVerdict = Literal["normal", "vanishing", "exploding"]

VANISHED = 1e-3
"""Below this share of the gradient at the output, a gradient has vanished."""

EXPLODED = 1e3
"""Above this multiple of the gradient at the output, a gradient has exploded."""


def verdict_on(ratio: float) -> GradientVerdict:
    """Return the verdict on a gradient, as a multiple of that at the output; no finite number: exploding."""
    if not math.isfinite(ratio) or ratio > EXPLODED:
        return "exploding"
    return "vanishing" if ratio < VANISHED else "normal"
