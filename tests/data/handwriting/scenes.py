"""Pictures for the tests: MNIST digits written large, on paper and blackboards, lit and photographed."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.float32]  # 0 black to 1 white


def ink_of(digit: NDArray[np.uint8], height: int) -> Grey:
    """Enlarge an MNIST digit (28, 28) to crisp ink (0 to 1), trimmed, with its longest side ``height`` px."""
    rows, columns = np.flatnonzero(digit.any(1)), np.flatnonzero(digit.any(0))
    trimmed = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32) / 255
    scale = height / max(trimmed.shape)
    trimmed = np.pad(trimmed, 1)  # the edge fades out instead of being cut
    size = (round(trimmed.shape[1] * scale), round(trimmed.shape[0] * scale))
    large = np.asarray(Image.fromarray(trimmed).resize(size, Image.Resampling.BICUBIC))
    sharpness = max(1.0, scale / 4)
    return np.clip((large - 0.5) * sharpness + 0.5, 0.0, 1.0)


def write(canvas: Grey, ink: Grey, left: int, top: int) -> None:
    """Lay ink on a canvas of ink (0 to 1), in place; what falls outside is lost."""
    h, w = canvas.shape
    y, x = max(top, 0), max(left, 0)
    part = ink[y - top : h - top, x - left : w - left]
    region = canvas[y : y + part.shape[0], x : x + part.shape[1]]
    np.maximum(region, part, out=region)


def lay_out(
    digits: Sequence[NDArray[np.uint8]], height: int, gap: int, margin: int, rng: np.random.Generator
) -> tuple[Grey, list[tuple[int, int, int, int]]]:
    """Write digits in a row; return the ink and each digit's box (x, y, width, height)."""
    inks = [ink_of(d, round(height * rng.uniform(0.85, 1.15))) for d in digits]
    tallest = max(i.shape[0] for i in inks)
    canvas = np.zeros(
        (tallest + 2 * margin, sum(i.shape[1] for i in inks) + gap * (len(inks) - 1) + 2 * margin)
    )
    canvas = canvas.astype(np.float32)
    boxes, left = [], margin
    for ink in inks:
        top = margin + int(rng.integers(0, tallest - ink.shape[0] + 1))
        write(canvas, ink, left, top)
        boxes.append((left, top, ink.shape[1], ink.shape[0]))
        left += ink.shape[1] + gap
    return canvas, boxes


def sheet(
    ink: Grey,
    rng: np.random.Generator,
    *,
    paper: float = 0.9,
    pen: float = 0.15,
    gradient: float = 0.0,
    shadow: float = 0.0,
    noise: float = 0.0,
    ruled: float = 0.0,
    blur: int = 0,
) -> Grey:
    """Return ink on paper under uneven light, as a grey picture.

    ``paper`` and ``pen`` are how much light they give back; ``gradient`` dims the far corner by that share,
    ``shadow`` half the sheet behind a soft edge; ``ruled`` lines take that share; ``noise`` is a deviation.
    """
    h, w = ink.shape
    y, x = np.mgrid[0:h, 0:w] / max(h, w)
    reflect = np.full((h, w), paper)
    if ruled:
        reflect[(np.arange(h) % max(12, h // 8)) < max(1, h // 200)] *= 1 - ruled
    reflect = reflect * (1 - ink) + pen * ink
    angle = rng.uniform(0, 2 * np.pi)
    along = np.cos(angle) * x + np.sin(angle) * y
    along = (along - along.min()) / (along.max() - along.min() + 1e-9)
    light = 1 - gradient * along
    edge = rng.uniform(0.3, 0.7)
    light *= 1 - shadow / (1 + np.exp(-(along - edge) * 25))
    picture = reflect * light
    if blur:
        size = (max(1, w // blur), max(1, h // blur))
        soft = Image.fromarray(picture.astype(np.float32)).resize(size, Image.Resampling.BOX)
        picture = np.asarray(soft.resize((w, h), Image.Resampling.BICUBIC))
    picture = picture + rng.normal(0, noise, (h, w)) if noise else picture
    return np.clip(picture, 0, 1).astype(np.float32)


def as_bytes(grey: Grey, format_: str = "PNG", **options: object) -> bytes:
    """Encode a grey picture."""
    out = io.BytesIO()
    Image.fromarray(to_uint8(grey)).save(out, format_, **options)
    return out.getvalue()


def to_uint8(grey: Grey) -> NDArray[np.uint8]:
    """Return a grey picture as bytes, 255 for white."""
    return (np.clip(grey, 0, 1) * 255 + 0.5).astype(np.uint8)


def likeness(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Return the best correlation of two images over shifts of up to a pixel."""
    shifts = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    return max(float(np.corrcoef(np.roll(a, s, (0, 1)).ravel(), b.ravel())[0, 1]) for s in shifts)
