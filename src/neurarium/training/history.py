"""The history of a run, epoch by epoch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from neurarium.engine.errors import ParameterError
from neurarium.engine.family import is_number


@dataclass(frozen=True)
class EpochRecord:
    """The figures of one epoch.

    Attributes
    ----------
    epoch
        Counted from 1.
    train_loss, train_accuracy
        Means over the epoch's batches, while the weights were still changing; accuracy None for regression.
    validation_loss, validation_accuracy
        After the epoch; None without a validation set.
    learning_rate
        At the epoch's last step.
    gradient_norms
        Of each dense layer's weights: the gradient's Euclidean norm over the root of the number of weights,
        on a fixed probe of training rows, after the epoch.
    silent_units
        Of each dense layer: ReLU units that are 0 for every row of the probe.
    seconds
        Spent on the training steps.
    """

    epoch: int
    train_loss: float
    train_accuracy: float | None
    validation_loss: float | None
    validation_accuracy: float | None
    learning_rate: float
    gradient_norms: tuple[float, ...]
    silent_units: tuple[int, ...]
    seconds: float


@dataclass
class History:
    """All epochs so far."""

    epochs: list[EpochRecord] = field(default_factory=list)

    def append(self, record: EpochRecord) -> None:
        """Add an epoch."""
        self.epochs.append(record)

    def __len__(self) -> int:
        return len(self.epochs)

    def __iter__(self) -> Iterator[EpochRecord]:
        return iter(self.epochs)

    def __getitem__(self, index: int) -> EpochRecord:
        return self.epochs[index]

    def column(self, name: str) -> list[Any]:
        """Return one attribute of every epoch: ``history.column("validation_loss")``."""
        return [getattr(record, name) for record in self.epochs]

    def rows(self) -> list[dict[str, Any]]:
        """Return the history as plain data."""
        return [asdict(record) for record in self.epochs]

    @classmethod
    def from_rows(cls, rows: Sequence[Mapping[str, Any]]) -> "History":
        """Return the history that `rows` described.

        Raises
        ------
        ParameterError
            If they are not what `rows` made.
        """
        try:
            return cls([_read_record(row) for row in rows])
        except (LookupError, TypeError, ValueError) as error:
            raise ParameterError(f"this is not the record of a run: {error}") from error


_OPTIONAL = ("train_accuracy", "validation_loss", "validation_accuracy")


def _read_record(row: Mapping[str, Any]) -> EpochRecord:
    silent = "dead_units" if "dead_units" in row else "silent_units"  # the first is what they were called
    lists = {"gradient_norms": tuple(row["gradient_norms"]), "silent_units": tuple(row[silent])}
    numbers = {name: value for name, value in row.items() if name not in {*lists, silent}}
    for name, value in [*numbers.items(), *((name, v) for name, values in lists.items() for v in values)]:
        if not is_number(value) and not (value is None and name in _OPTIONAL):
            raise ValueError(f"expected {name} to be a number, got {value!r:.40}")
    return EpochRecord(**{**numbers, **lists})
