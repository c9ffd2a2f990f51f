"""What `neurarium train` says at the beginning and at the end."""

from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from neurarium.cli.console import Output
from neurarium.cli.pictures import Digits
from neurarium.cli.run import Run
from neurarium.cli.text import decimal, percent, plural, sizes_text
from neurarium.training import History

MAX_ROWS = 10
SAMPLES = 10


def announce(run: Run, output: Output) -> None:
    """Say what is about to be trained, and by whom."""
    started, network = run.trainer.started(), run.trainer.network
    held = 0 if run.trainer.data.x_validation is None else len(run.trainer.data.x_validation)
    output.say(
        f"Training {sizes_text(run.recipe.layers)} ({network.theta.size:,} parameters) on "
        f"{plural(started.samples, 'image')}" + (f", {held:,} held back for validation" if held else "")
    )
    output.say(f"Backend: {started.why}", style="dim")
    if started.epoch:
        output.say(f"Going on after {plural(started.epoch, 'epoch')} of {started.epochs}")


def conclude(
    run: Run, metrics: dict[str, float | None], path: Path, plot: Path | None, output: Output
) -> None:
    """Show what came of a run: tables, sample digits, files, JSON."""
    if run.finished is None:
        output.say(f"Stopped in epoch {run.trainer.epochs_done + 1}; what was learned so far is kept.")
    elif run.finished.reason == "early_stopping":
        output.say(f"Stopped early; epoch {run.finished.best_epoch} was the best, and its weights are kept.")
    outputs = run.outputs(run.images.x_test)
    output.show(epoch_table(run.trainer.history), result_table(metrics))
    output.show(samples(run, outputs.argmax(axis=1)))
    output.show(f"Saved as {run.name!r}: {path}")
    if plot is not None:
        from neurarium.cli.plots import draw_run

        draw_run(plot, run.trainer.history, run.images, outputs)
        output.show(f"Drawn in {plot}")
    if run.interrupted:
        output.say(f"To go on: neurarium train --resume {run.file or run.name}")
    output.emit(as_json(run, metrics, path))


def as_json(run: Run, metrics: dict[str, float | None], path: Path) -> dict[str, Any]:
    """Return the result as plain data."""
    seconds = run.trainer.history.column("seconds")
    return {
        "name": run.name,
        "model_path": str(path),
        "backend": run.trainer.started().backend,
        "layers": list(run.recipe.layers),
        "parameters": int(run.trainer.network.theta.size),
        "seed": run.recipe.seed,
        "epochs": run.trainer.epochs_done,
        "seconds": sum(seconds),
        "seconds_per_epoch": seconds,
        **metrics,
    }


def epoch_table(history: History) -> Table:
    """Return the record as a table of at most ten epochs, the last among them."""
    table = Table(title="Epochs", title_justify="left", box=None, pad_edge=False)
    for name in ("epoch", "loss", "accuracy", "validation loss", "accuracy", "seconds"):
        table.add_column(name, justify="right")
    every = -(-len(history) // MAX_ROWS) or 1
    for record in history:
        if (len(history) - record.epoch) % every == 0:
            table.add_row(
                str(record.epoch),
                decimal(record.train_loss),
                percent(record.train_accuracy),
                decimal(record.validation_loss),
                percent(record.validation_accuracy),
                f"{record.seconds:.2f}",
            )
    return table


def result_table(metrics: dict[str, float | None]) -> Table:
    """Return loss and accuracy of the finished network on each part of the data."""
    table = Table(title="Result", title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    table.add_column("loss", justify="right")
    table.add_column("accuracy", justify="right")
    for part in ("train", "validation", "test"):
        loss, accuracy = metrics[f"{part}_loss"], metrics[f"{part}_accuracy"]
        if loss is not None:
            table.add_row(part, decimal(loss), percent(accuracy), style="bold" if part == "test" else None)
    return table


def samples(run: Run, predicted: Any) -> Digits:
    """Return the first ten test images with what the network says and what is true."""
    true = run.images.y_test[:SAMPLES]
    captions = [
        Text(f"{p} / {t}", style="green") if p == t else Text(f"{p} / {t} wrong", style="bold red")
        for p, t in zip(predicted, true, strict=False)
    ]
    return Digits(run.images.x_test[:SAMPLES], captions)
