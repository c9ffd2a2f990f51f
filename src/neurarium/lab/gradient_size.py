"""When a gradient has vanished, and when it has exploded: the same limits wherever they are used."""

import math

VANISHED = 1e-3
"""Below this share of the gradient at the output, a gradient has vanished."""

EXPLODED = 1e3
"""Above this multiple of the gradient at the output, a gradient has exploded."""

NORMAL, VANISHING, EXPLODING = VERDICTS = ("normal", "vanishing", "exploding")


def verdict_on(ratio: float) -> str:
    """Return one of `VERDICTS` on a gradient, as a multiple of that at the output; no number: exploding."""
    if not math.isfinite(ratio) or ratio > EXPLODED:
        return EXPLODING
    return VANISHING if ratio < VANISHED else NORMAL
