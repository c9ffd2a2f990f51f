"""Reading handwriting: from a picture to digits and their probabilities."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting import Box, Source, Step, prepare
from neurarium.engine.activations import Softmax
from neurarium.engine.errors import ShapeError
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray
from neurarium.persist import Model
from neurarium.persist.model import DIGITS, PIXELS


@dataclass(frozen=True, eq=False)
class DigitReading:
    """What a network reads in one digit of a picture.

    Attributes
    ----------
    digit
        The most probable one, 0 to 9.
    probability, probabilities
        Of that one, and of all ten, ``(10,)``; they sum to 1.
    image
        What the network was shown: ``(28, 28)`` uint8, 255 is ink.
    box
        Where in the picture: x, y, width, height, in its pixels, from the upper left corner.
    steps
        Every picture on the way from the source to `image`, if steps were asked for.
    frames
        How many frames or pages the picture has; only the first is read.
    """

    digit: int
    probability: float
    probabilities: FloatArray
    image: NDArray[np.uint8]
    box: Box
    steps: tuple[Step, ...] = ()
    frames: int = 1

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data, without the pictures; the box to a thousandth of a pixel."""
        return {
            "digit": self.digit,
            "probability": self.probability,
            "probabilities": [float(p) for p in self.probabilities],
            "box": [round(float(side), 3) for side in self.box],
        }


def read_digits(
    image: Source, model: Model, *, off: Collection[str] = (), steps: bool = False
) -> list[DigitReading]:
    """Read the digits in a picture: line by line, each from the left.

    Parameters
    ----------
    image
        A path, a file's bytes, a PIL image, an array, a `Drawing` or a list of strokes; see `prepare` in
        `neurarium.data.handwriting`.
    model
        A network with 784 inputs and 10 outputs, such as `load_model` returns.
    off
        Names of preparing steps to leave out, of `handwriting.STEPS`.
    steps
        Whether to keep the picture after each of them.

    Returns
    -------
    list of DigitReading
        At least one.

    Raises
    ------
    HandwritingError
        If the picture cannot be read, or there is no ink on it.
    ShapeError
        If the model does not read digits.
    """
    check_reads_digits(model)
    prepared = prepare(image, off=off, steps=steps)
    rows = prepared.images.reshape(len(prepared), PIXELS)  # (n, 28, 28) -> (n, 784)
    return [
        DigitReading(
            digit=int(chances.argmax()),
            probability=float(chances.max()),
            probabilities=chances,
            image=found.image,
            box=found.box,
            steps=found.steps,
            frames=prepared.frames,
        )
        for found, chances in zip(prepared, probabilities(model, rows), strict=True)
    ]


def probabilities(model: Model, rows: NDArray[Any]) -> FloatArray:
    """Return the probabilities of the ten digits, ``(n, 10)``, for raw pixels ``(n, 784)``."""
    return shares(model.network, model.predict(rows))


def shares(network: Network, outputs: FloatArray) -> FloatArray:
    """Return the probabilities, ``(n, 10)``, that a network's outputs ``(n, 10)`` stand for.

    Softmax outputs are probabilities as they are. Sigmoid outputs are ten separate answers between 0 and 1,
    which are divided by their sum. Of any other outputs the softmax is taken.
    """
    if network.output.name == "sigmoid":
        total = outputs.sum(axis=1, keepdims=True)
        # All ten may say no so firmly that they round to 0: then nothing is known.
        unknown = np.full_like(outputs, 1 / DIGITS)
        divided: FloatArray = np.divide(outputs, total, out=unknown, where=total > 0)
        return divided
    return outputs if network.output.name == "softmax" else Softmax().forward(outputs)


def check_reads_digits(model: Model) -> None:
    """Make sure that a model takes images of 28x28 pixels and answers with one of ten digits.

    Raises
    ------
    ShapeError
        If it does not.
    """
    if not model.reads_digits:
        network = model.network
        raise ShapeError(
            f"expected a model that reads digits, with {PIXELS} inputs and {DIGITS} outputs; got one with "
            f"{network.n_in} and {network.n_out}: choose another one, or train one with `neurarium train`"
        )
