"""What `neurarium train` prints at the beginning and at the end."""

from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from neurarium.cli.console import Output
from neurarium.cli.pictures import Digits
from neurarium.cli.session import TrainingSession
from neurarium.cli.text import decimal, percent, plural, sizes_text
from neurarium.training import History
from neurarium.training.finish import Metrics
from neurarium.training.verdict import learned_nothing

MAX_ROWS = 10
SAMPLES = 10


def announce(session: TrainingSession, output: Output) -> None:
    """Say what is about to be trained, and on which backend."""
    trainer, validation = session.trainer, session.trainer.data.x_validation
    started, held = trainer.started(), 0 if validation is None else len(validation)
    output.say(
        f"Training {sizes_text(session.recipe.layers)} ({trainer.network.theta.size:,} parameters) on "
        f"{plural(started.samples, 'image')}" + (f", {held:,} held back for validation" if held else "")
    )
    output.say(f"Backend: {started.why}", style="dim")
    if started.epoch:
        output.say(f"Resuming after {plural(started.epoch, 'epoch')} of {started.epochs}")


def conclude(
    session: TrainingSession, metrics: Metrics, path: Path, plot: Path | None, output: Output
) -> None:
    """Show the result of a run: tables, sample digits, files, JSON."""
    trainer, ending = session.trainer, session.trainer.ending
    if ending is None:
        output.say(f"Stopped in epoch {trainer.epochs_done + 1}; what was learned so far is kept.")
    elif ending.reason == "early_stopping":
        output.say(f"Stopped early; epoch {ending.best_epoch} was the best, and its weights are kept.")
    if len(trainer.history):
        losses, accuracy = trainer.history.column("train_loss"), trainer.history[-1].train_accuracy
        words = learned_nothing(trainer.network, trainer.data, trainer.config.loss, losses, accuracy)
        if words is not None:
            output.say(words, style="yellow")
    outputs = trainer.predict(session.images.x_test)
    output.show(epoch_table(trainer.history), result_table(metrics))
    output.show(samples(session, outputs.argmax(axis=1)))
    output.show(f"Saved as {session.name!r}: {path}")
    if plot is not None:
        from neurarium.cli.plots import draw_run

        draw_run(plot, trainer.history, session.images, outputs)
        output.show(f"Drawn in {plot}")
    if session.interrupted:
        output.say(f"To resume: neurarium train --resume {session.file or session.rescued or session.name}")
    output.emit(as_json(session, metrics, path))


def as_json(session: TrainingSession, metrics: Metrics, path: Path) -> dict[str, Any]:
    """Return the result as plain data."""
    trainer = session.trainer
    seconds = trainer.history.column("seconds")
    return {
        "name": session.name,
        "model_path": str(path),
        "backend": trainer.started().backend,
        "layers": list(session.recipe.layers),
        "parameters": int(trainer.network.theta.size),
        "seed": session.recipe.seed,
        "epochs": trainer.epochs_done,
        "seconds": sum(seconds),
        "seconds_per_epoch": seconds,
        **metrics,
    }


def epoch_table(history: History) -> Table:
    """Return the history as a table of at most ten epochs, the last among them."""
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


def result_table(metrics: Metrics) -> Table:
    """Return loss and accuracy of the finished network on each part of the data."""
    table = Table(title="Result", title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    table.add_column("loss", justify="right")
    table.add_column("accuracy", justify="right")
    for part, loss, accuracy in (
        ("train", metrics["train_loss"], metrics["train_accuracy"]),
        ("validation", metrics["validation_loss"], metrics["validation_accuracy"]),
        ("test", metrics["test_loss"], metrics["test_accuracy"]),
    ):
        if loss is not None:
            table.add_row(part, decimal(loss), percent(accuracy), style="bold" if part == "test" else None)
    return table


def samples(session: TrainingSession, predicted: Any) -> Digits:
    """Return the first ten test images with what the network says and what is true."""
    true = session.images.y_test[:SAMPLES]
    captions = [
        Text(f"{p} / {t}", style="green") if p == t else Text(f"{p} / {t} wrong", style="bold red")
        for p, t in zip(predicted, true, strict=False)
    ]
    return Digits(session.images.x_test[:SAMPLES], captions)
