"""Whole figures: the layout of the page."""

import io
from pathlib import Path

from matplotlib.figure import Figure

from neurarium.cli.errors import CommandError
from neurarium.cli.plots.confusion import draw_confusion
from neurarium.cli.plots.curves import draw_curve
from neurarium.cli.plots.digits import draw_samples, draw_sheet
from neurarium.data import Mnist
from neurarium.engine.metrics import confusion_matrix
from neurarium.engine.types import FloatArray, IntArray
from neurarium.persist.atomic import write_atomically, write_errors_as
from neurarium.training import History

SAMPLES = 10


def draw_run(path: Path, history: History, images: Mnist, outputs: FloatArray) -> None:
    """Draw a run: loss and accuracy by epoch, ten test images, the confusion matrix.

    Parameters
    ----------
    path
        The file to write; its suffix says the format.
    history
        The epochs.
    images
        MNIST with raw pixels.
    outputs
        The network's answers to the test images, ``(10000, 10)``.
    """
    figure = Figure(figsize=(14, 6.8), layout="constrained")
    grid = figure.add_gridspec(2, 3, height_ratios=[3, 1.2])
    draw_curve(figure.add_subplot(grid[0, 0]), history, "loss")
    draw_curve(figure.add_subplot(grid[0, 1]), history, "accuracy")
    draw_confusion(figure.add_subplot(grid[0, 2]), _confusion(images, outputs))
    samples = figure.add_subfigure(grid[1, :]).subplots(1, SAMPLES)
    draw_samples(list(samples.flat), images, outputs)
    write(figure, path)


def draw_evaluation(path: Path, images: Mnist, outputs: FloatArray) -> None:
    """Draw an evaluation: ten test images and the confusion matrix; see `draw_run`."""
    figure = Figure(figsize=(12, 5), layout="constrained")
    grid = figure.add_gridspec(1, 2)
    samples = figure.add_subfigure(grid[0, 0]).subplots(2, SAMPLES // 2)
    draw_samples(list(samples.flat), images, outputs)
    draw_confusion(figure.add_subplot(grid[0, 1]), _confusion(images, outputs))
    write(figure, path)


def draw_data(path: Path, images: Mnist) -> None:
    """Draw what MNIST looks like: of each digit its average and its first training images."""
    figure = Figure(figsize=(10, 7.5), layout="constrained")
    draw_sheet(figure.subplots(), images.x_train, images.y_train)
    write(figure, path)


def _confusion(images: Mnist, outputs: FloatArray) -> IntArray:
    return confusion_matrix(outputs.argmax(axis=1), images.y_test, 10)


def write(figure: Figure, path: Path) -> None:
    """Write the picture; its suffix says the format."""
    picture = io.BytesIO()
    figure.savefig(picture, format=path.suffix[1:].lower(), dpi=150, facecolor="white")
    with write_errors_as(CommandError, path):
        write_atomically(path, picture.getvalue())
