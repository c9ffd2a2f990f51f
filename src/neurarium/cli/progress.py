"""The progress of a run: a live bar on a terminal, a line an epoch elsewhere."""

import time
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from neurarium.cli.console import Output
from neurarium.cli.text import percent
from neurarium.training.events import EpochEnd, Event, Progress, Started
from neurarium.training.history import EpochRecord


class RunProgress:
    """Shows a run's events; a context manager.

    Parameters
    ----------
    output
        Where: on standard error, so that standard output stays with the results.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self._started: Started | None = None
        self._task: TaskID | None = None
        self._images = 0  # seen by this process
        self._since = time.perf_counter()
        self._bar = Bar(
            TextColumn("{task.fields[epoch]}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[loss]}"),
            TextColumn("{task.fields[accuracy]}"),
            TextColumn("{task.fields[speed]}"),
            TimeRemainingColumn(compact=True),
            console=output.messages,
            transient=True,
            expand=True,
            disable=not output.messages.is_terminal or output.messages.is_dumb_terminal,
        )

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, event: Event) -> None:
        """Show what happened."""
        match event:
            case Started():
                self._begin(event)
            case Progress():
                self._advance(event)
            case EpochEnd() if self._bar.disable:
                self._output.say(epoch_line(event.record, self._epochs))
            case _:
                pass

    @property
    def _epochs(self) -> int:
        return self._started.epochs if self._started else 0

    def _begin(self, event: Started) -> None:
        self._started = event
        self._since = time.perf_counter()
        self._task = self._bar.add_task(
            "",
            total=event.epochs * event.samples,
            completed=event.epoch * event.samples,
            epoch=f"epoch {event.epoch + 1}/{event.epochs}",
            loss="",
            accuracy="",
            speed="",
        )

    def _advance(self, event: Progress) -> None:
        if self._task is None or self._started is None:
            return
        seen = (event.epoch - 1) * self._started.samples + event.samples
        if not self._images:
            self._first = seen  # the first slice is slower, and a resumed run does not start at 0
            self._since = time.perf_counter()
        self._images = seen
        seconds = time.perf_counter() - self._since
        speed = f"{(seen - self._first) / seconds:,.0f} images/s" if seen > self._first and seconds else ""
        self._bar.update(
            self._task,
            completed=seen,
            epoch=f"epoch {event.epoch}/{self._started.epochs}",
            loss=f"loss {event.loss:.4f}",
            accuracy="" if event.accuracy is None else f"acc {percent(event.accuracy)}",
            speed=speed,
        )


def epoch_line(record: EpochRecord, epochs: int) -> str:
    """Return one epoch in words."""
    held = ""
    if record.validation_loss is not None:
        held = (
            f"; validation loss {record.validation_loss:.4f}, accuracy {percent(record.validation_accuracy)}"
        )
    return (
        f"epoch {record.epoch}/{epochs}: loss {record.train_loss:.4f}, "
        f"accuracy {percent(record.train_accuracy)}{held}; {record.seconds:.2f} s"
    )
