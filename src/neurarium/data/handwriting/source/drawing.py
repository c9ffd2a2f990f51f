"""Vector strokes: smooth them and draw them large, with round ends."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neurarium.data.handwriting.errors import EmptyImage, ImageTooLarge, ImageTooSmall, UnreadableImage
from neurarium.data.handwriting.source.picture import Limits, Picture
from neurarium.data.handwriting.tools.distance import distance_to

BRUSH = 1 / 8  # of the digit's height, unless the drawing says otherwise
DIGIT_SIDE = 128  # pixels that a digit's height is drawn with: more than six for each of MNIST's
CANVAS_SIDE = 400  # pixels that the longer side of the canvas may have, unless the digits would get too small
LEAST_DIGIT_SIDE = 48
MOST_PIXELS = 1_000_000  # of line: a canvas painted over several times; more would take seconds
SHARP = np.cos(np.radians(60))  # a stroke that turns by more than 60 degrees has a corner there
SPACING = 0.25  # of the brush: points closer together come from a shaking hand or the mouse's grid


@dataclass(frozen=True)
class Drawing:
    """Strokes as a pen, finger or mouse made them.

    Attributes
    ----------
    strokes
        Each ``(n, 2)``: points (x, y), x to the right and y down, in any unit.
    brush
        Width of the stroke in the same unit; an eighth of the drawing's height if not given.
    size
        Width and height of the canvas, whose corner is (0, 0); if not given, the drawing with a margin.
    """

    strokes: Sequence[ArrayLike]
    brush: float | None = None
    size: tuple[float, float] | None = None


def render(drawing: Drawing, limits: Limits) -> Picture:
    """Draw the strokes in black on white, large enough for every detail of a 20x20 digit.

    Raises
    ------
    EmptyImage
        If there is no stroke, or nothing but a dot.
    UnreadableImage
        If a stroke is not a list of finite points.
    ImageTooLarge
        If there are too many points, or the strokes are absurdly long.
    ImageTooSmall
        If the canvas is absurdly long and thin.
    """
    strokes = _check(drawing, limits)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = high - low
    tall = max(height, width / 4)  # a row of digits is longer than high; a single dash has no height at all
    brush = tall * BRUSH if drawing.brush is None else float(drawing.brush)
    if not max(width, height) > max(brush, 1e-6 * np.abs(points).max()):
        raise EmptyImage(
            "There is nothing but a dot. Draw a digit, at least a few times as high as the stroke is wide."
        )
    margin = brush
    if drawing.size is None:
        origin, (across, down) = low - margin, high - low + 2 * margin
    else:
        origin, (across, down) = np.zeros(2), drawing.size

    # Working pixels for each of the drawing's units.
    scale = DIGIT_SIDE / (tall + brush)
    scale = min(scale, max(CANVAS_SIDE / max(across, down), LEAST_DIGIT_SIDE / (tall + brush)))
    scale = min(scale, limits.working_side / max(across, down))
    shape = max(1, int(np.ceil(down * scale))), max(1, int(np.ceil(across * scale)))
    if min(shape) < limits.min_side:
        raise ImageTooSmall(
            f"The canvas is too long and thin: {across:g} x {down:g} units become {shape[1]} x {shape[0]} "
            f"pixels, and a digit needs at least {limits.min_side} both ways. "
            "Check its size and the points' unit."
        )
    spacing = SPACING * brush
    curves = [(smooth(s, spacing) - origin) * scale for s in strokes]
    length = sum(float(np.linalg.norm(np.diff(curve, axis=0), axis=1).sum()) for curve in curves)
    if length > MOST_PIXELS:
        raise ImageTooLarge(
            f"The strokes are {length:,.0f} pixels long in all; at most {MOST_PIXELS:,} are accepted. "
            "Draw digits, not a whole page of scribble.",
            got=round(length),
            limit=MOST_PIXELS,
            unit="pixels",
        )
    path = np.concatenate([_sample(curve) for curve in curves])
    pen = max(brush * scale, 1.0)
    ink = _stamp(path, pen / 2, shape)
    if not ink.any():
        raise EmptyImage("All strokes lie outside the canvas: check its size and the points' unit.")
    size = (shape[1] / scale, shape[0] / scale)
    return Picture(1.0 - ink, size, (float(origin[0]), float(origin[1])), pen)


def smooth(points: NDArray[np.float64], spacing: float) -> NDArray[np.float64]:
    """Return a smooth curve through the points of a stroke; corners stay corners.

    Points closer together than ``spacing`` are dropped first. Between two neighbours runs a cubic (Hermite)
    whose direction at each point is that of the parabola through the point and its two neighbours; at a
    corner, and at the ends, it is the direction of the straight line.

    Parameters
    ----------
    points
        ``(n, 2)``.

    Returns
    -------
    ndarray of shape (m, 2)
    """
    points = _thin_out(points, spacing)
    if len(points) < 3:
        return points
    chord = np.diff(points, axis=0)  # (n - 1, 2)
    length = np.linalg.norm(chord, axis=1, keepdims=True)  # (n - 1, 1)
    direction = chord / length
    before, after = direction[:-1], direction[1:]  # of each inner point: (n - 2, 2)
    tangent = (length[1:] * before + length[:-1] * after) / (length[1:] + length[:-1])
    corner = np.sum(before * after, axis=1, keepdims=True) < SHARP
    leave, arrive = direction.copy(), direction.copy()  # at the start and at the end of each chord
    leave[1:] = np.where(corner, after, tangent)
    arrive[:-1] = np.where(corner, before, tangent)

    t = np.linspace(0, 1, 8, endpoint=False)[:, None, None]  # (8, 1, 1)
    curve = (
        (1 + 2 * t) * (1 - t) ** 2 * points[:-1]
        + t * (1 - t) ** 2 * length * leave
        + t**2 * (3 - 2 * t) * points[1:]
        - t**2 * (1 - t) * length * arrive
    )  # (8, n - 1, 2)
    return np.concatenate([curve.swapaxes(0, 1).reshape(-1, 2), points[-1:]])


def _check(drawing: Drawing, limits: Limits) -> list[NDArray[np.float64]]:
    """Return the strokes as arrays of points, or say what is wrong with them."""
    strokes: list[NDArray[np.float64]] = []
    for i, given in enumerate(drawing.strokes):
        try:
            stroke = np.asarray(given, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise UnreadableImage(f"Stroke {i} is not a list of points (x, y): {error}.") from error
        if stroke.size == 0:
            continue
        if stroke.ndim != 2 or stroke.shape[1] != 2:
            raise UnreadableImage(
                f"Stroke {i} has the shape {stroke.shape}: expected (n, 2), a list of points (x, y)."
            )
        if not (np.abs(stroke) < 1e9).all():  # false for NaN too
            raise UnreadableImage(
                f"Stroke {i} holds a point that is not finite, or beyond 1e9: check the coordinates."
            )
        strokes.append(stroke)
    if not strokes:
        raise EmptyImage("There is no stroke. Draw a digit.")
    if (points := sum(map(len, strokes))) > limits.max_points:
        raise ImageTooLarge(
            f"The drawing has {points:,} points; at most {limits.max_points:,} are accepted.",
            got=points,
            limit=limits.max_points,
            unit="points",
        )
    measures = [("brush", drawing.brush), *zip(("width", "height"), drawing.size or (), strict=False)]
    for name, value in measures:
        if value is not None and not 0 < value < 1e9:
            raise UnreadableImage(f"The drawing's {name} is {value}: expected a positive number.")
    return strokes


def _thin_out(points: NDArray[np.float64], spacing: float) -> NDArray[np.float64]:
    """Drop points nearer than ``spacing`` to the one kept before; the last one always stays."""
    kept = [0]
    x, y = points[:, 0].tolist(), points[:, 1].tolist()
    for i in range(1, len(x)):
        j = kept[-1]
        if (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 > spacing**2:
            kept.append(i)
    if kept[-1] != len(x) - 1:
        if len(kept) > 1:
            kept.pop()
        kept.append(len(x) - 1)
    return points[kept]


def _sample(curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points along a curve, at most half a pixel apart."""
    chord = np.diff(curve, axis=0)
    steps = np.ceil(2 * np.linalg.norm(chord, axis=1)).astype(np.intp)
    which = np.repeat(np.arange(len(chord)), steps)
    share = (np.arange(len(which)) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[which]
    return np.concatenate([curve[which] + share[:, None] * chord[which], curve[-1:]])


def _stamp(path: NDArray[np.float64], radius: float, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return the ink that a round brush leaves along a path, with soft edges; what is off the canvas is lost.

    Parameters
    ----------
    path
        ``(n, 2)``: x and y in pixels.
    radius
        Of the brush, in pixels.
    shape
        Height and width of the canvas.
    """
    reach = int(np.ceil(radius)) + 1
    canvas = np.zeros(shape, dtype=np.float32)
    cell = np.floor(path).astype(np.intp)
    # A brush whose middle is just off the canvas still leaves a mark on it.
    on = ((cell >= -reach) & (cell < np.array(shape[::-1]) + reach)).all(axis=1)
    if not on.any():
        return canvas
    cell = cell[on]
    corner = cell.min(axis=0) - reach
    marked = np.zeros((cell.max(axis=0) - corner + reach + 1)[::-1], dtype=np.bool_)
    marked[cell[:, 1] - corner[1], cell[:, 0] - corner[0]] = True
    ink = np.clip(np.float32(radius + 0.5) - distance_to(marked, radius + 1), 0.0, 1.0)

    (left, top), (right, bottom) = np.maximum(corner, 0), np.minimum(corner + marked.shape[::-1], shape[::-1])
    canvas[top:bottom, left:right] = ink[
        top - corner[1] : bottom - corner[1], left - corner[0] : right - corner[0]
    ]
    return canvas
