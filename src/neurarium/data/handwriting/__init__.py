"""Handwriting to MNIST: a picture, a photo or a drawing becomes 28x28 pixels, step by step.

    digits = prepare("photo.jpg", steps=True)
    digits.images                  # (n, 28, 28), ready for a network trained on MNIST
    digits[0].steps                # every picture on the way

A picture goes through four folders, in this order:

| folder       | leading module       | steps                                                       |
|--------------|----------------------|-------------------------------------------------------------|
| `source`     | `loading`, `drawing` | (a file or strokes become a `Picture`)                      |
| `ink`        | `binarise`           | `grey`, `polarity`, `background`, `threshold`, `lines`      |
| `digits`     | `segment`            | `specks`, `split`                                           |
| `normalised` | `normalise`          | `crop`, `thickness`, `resize`, `rescale`, `frame`, `centre` |

`pipeline` calls the four in turn, `steps` names the steps and keeps their pictures, and `tools` holds what
several steps need: small image tools, each equal to a function of SciPy, NumPy or Pillow that it names.
"""

from neurarium.data.handwriting.errors import (
    EmptyImage,
    HandwritingError,
    ImageTooLarge,
    ImageTooSmall,
    UnreadableImage,
)
from neurarium.data.handwriting.pipeline import Prepared, PreparedDigit, Source, prepare
from neurarium.data.handwriting.source.drawing import Drawing
from neurarium.data.handwriting.source.loading import ImageSource, read_image
from neurarium.data.handwriting.source.picture import Box, Limits, Picture
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
