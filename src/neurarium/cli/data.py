"""`neurarium data`: numbers and examples of MNIST."""

from typing import Annotated, Any

import numpy as np
import typer
from rich.table import Table
from rich.text import Text

from neurarium.cli import values
from neurarium.cli.console import Output
from neurarium.cli.errors import need_extra
from neurarium.cli.options import option
from neurarium.cli.pictures import Digits
from neurarium.data import Mnist, mnist
from neurarium.data.mnist import MNIST_FILE


def data(
    plot: Annotated[
        Any, option(None, "--plot", "FILE", "Draw examples and the average of each digit.", values.plot_file)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the facts as one JSON object.")] = False,
) -> None:
    """Show the data set: MNIST, 70,000 handwritten digits."""
    output = Output(as_json=as_json)
    if plot is not None:
        need_extra("matplotlib", "plot", "--plot")
    images = mnist("raw")
    facts = _facts(images)
    output.show(f"{facts['train']:,} images for training and {facts['test']:,} for testing,")
    output.show(f"each 28x28 pixels from 0 (paper) to 255 (ink): {facts['inputs']} inputs.")
    output.show(f"{100 * facts['zero_share']:.1f} % of all pixels are 0; the mean is {facts['mean']:.1f}.")
    output.show(_table(facts))
    first = [int(np.flatnonzero(images.y_train == digit)[0]) for digit in range(10)]
    output.show(Digits(images.x_train[first], [Text(str(digit)) for digit in range(10)]))
    if plot is not None:
        from neurarium.cli.plots import draw_data

        draw_data(plot, images)
        output.show(f"Drawn in {plot}")
    output.emit(facts)


def _facts(images: Mnist) -> dict[str, Any]:
    pixels = images.x_train
    return {
        "path": str(MNIST_FILE),
        "train": len(pixels),
        "test": len(images.x_test),
        "inputs": pixels.shape[1],
        "classes": 10,
        "train_counts": np.bincount(images.y_train, minlength=10).tolist(),
        "test_counts": np.bincount(images.y_test, minlength=10).tolist(),
        "mean": float(pixels.mean()),
        "standard_deviation": float(pixels.std()),
        "zero_share": 1 - np.count_nonzero(pixels) / pixels.size,
    }


def _table(facts: dict[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("digit", style="bold")
    for digit in range(10):
        table.add_column(str(digit), justify="right")
    for part in ("train", "test"):
        table.add_row(part, *(f"{count:,}" for count in facts[f"{part}_counts"]))
    return table
