"""Handwriting to MNIST: a picture, a photo or a drawing becomes 28x28 pixels, step by step.

    digits = prepare("photo.jpg", steps=True)
    digits.images                  # (n, 28, 28), ready for a network trained on MNIST
    digits[0].steps                # every picture on the way

`pipeline` tells the way, and each step has a module. A picture comes by `loading`, a drawing by `drawing`;
`ink` does the steps `grey`, `polarity`, `background`, `threshold` and `lines`; `digits` does `specks` and
`split` (see `touching`); `digit` brings each one to 28x28 by `crop`, `thickness`, `resample` and `centre`.
"""

from neurarium.data.handwriting.drawing import Drawing
from neurarium.data.handwriting.errors import (
    EmptyImage,
    HandwritingError,
    ImageTooLarge,
    ImageTooSmall,
    UnreadableImage,
)
from neurarium.data.handwriting.loading import ImageSource, read_image
from neurarium.data.handwriting.picture import Box, Limits, Picture
from neurarium.data.handwriting.pipeline import Prepared, PreparedDigit, Source, prepare
from neurarium.data.handwriting.steps import DIGIT_STEPS, PICTURE_STEPS, STEPS, Step

__all__ = [
    "DIGIT_STEPS",
    "PICTURE_STEPS",
    "STEPS",
    "Box",
    "Drawing",
    "EmptyImage",
    "HandwritingError",
    "ImageSource",
    "ImageTooLarge",
    "ImageTooSmall",
    "Limits",
    "Picture",
    "Prepared",
    "PreparedDigit",
    "Source",
    "Step",
    "UnreadableImage",
    "prepare",
    "read_image",
]
