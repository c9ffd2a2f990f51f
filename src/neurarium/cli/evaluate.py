"""`neurarium evaluate`: test a model on MNIST's 10,000 test images."""

from typing import Annotated, Any

import typer
from rich.table import Table

from neurarium.cli import models_found, values
from neurarium.cli.console import Output
from neurarium.cli.errors import need_extra
from neurarium.cli.options import option
from neurarium.cli.text import decimal, percent
from neurarium.data import mnist
from neurarium.engine.losses import LOSSES
from neurarium.engine.metrics import confusion_matrix
from neurarium.engine.types import IntArray
from neurarium.persist import Model
from neurarium.recognizer import check_reads_digits
from neurarium.training import evaluate as measure

ModelArgument = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help="The name of one of your models, or a file.",
        autocompletion=models_found.complete,
    ),
]


def evaluate(
    model: ModelArgument,
    plot: Annotated[
        Any, option(None, "--plot", "FILE", "Draw sample digits and the confusion matrix.", values.plot_file)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
) -> None:
    """Test a model on MNIST's 10,000 test images, which are never used in training."""
    output = Output(as_json=as_json)
    if plot is not None:
        need_extra("matplotlib", "plot", "--plot")
    found, path = models_found.load(model)
    check_reads_digits(found)
    images = mnist("raw")
    loss = LOSSES.get(_loss_of(found))
    result = measure(found.network, loss, images.x_test, images.y_test, found.scaling)
    outputs = found.predict(images.x_test)
    confusion = confusion_matrix(outputs.argmax(axis=1), images.y_test, 10)
    output.show(f"{models_found.name_of(path, found)}: {percent(result.accuracy)} of {len(outputs):,} right")
    output.show(f"Loss ({loss.name.replace('_', '-')}): {decimal(result.loss)}", confusion_table(confusion))
    if plot is not None:
        from neurarium.cli.plots import draw_evaluation

        draw_evaluation(plot, images, outputs)
        output.show(f"Drawn in {plot}")
    output.emit(
        {
            "test_loss": result.loss,
            "test_accuracy": result.accuracy,
            "confusion": confusion.tolist(),
            "count": len(outputs),
        }
    )


def _loss_of(model: Model) -> Any:
    """Return the loss that a model was trained with; if that is unknown, the one that fits its output."""
    training = model.config.get("training")
    if isinstance(training, dict) and "loss" in training:
        return training["loss"]
    return {"softmax": "cross_entropy", "sigmoid": "binary_cross_entropy"}.get(
        model.network.output.name, "mse"
    )


def confusion_table(confusion: IntArray) -> Table:
    """Return the matrix as a table: a row for each true digit, a column for each answer."""
    table = Table(title="True digit (row), answer (column)", title_justify="left", box=None, pad_edge=False)
    table.add_column("", style="bold")
    for digit in range(10):
        table.add_column(str(digit), justify="right", header_style="bold")
    for digit, row in enumerate(confusion):
        cells = [f"{n:,}" if n else "·" for n in row]
        cells[digit] = f"[green]{cells[digit]}[/]"
        table.add_row(str(digit), *cells)
    return table
