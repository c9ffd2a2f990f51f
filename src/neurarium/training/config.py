"""How to train: everything about a run that is not the network or the data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from neurarium.data.augment import Augmentation
from neurarium.engine.errors import ParameterError
from neurarium.engine.family import is_whole, require
from neurarium.engine.losses import LOSSES, CrossEntropy, Loss
from neurarium.engine.optimizers import OPTIMIZERS, Adam, Optimizer
from neurarium.engine.regularizers import L1, L2, Regularizer
from neurarium.engine.schedules import SCHEDULES, Constant, Schedule
from neurarium.training.early_stopping import EarlyStopping

BackendName = Literal["auto", "numpy", "compiled"]


@dataclass(frozen=True)
class TrainConfig:
    """The settings of a run. Dropout, batch normalization and residual blocks are layers: see `MLP`.

    Parameters
    ----------
    loss, optimizer, schedule
        Objects, or their names: ``loss="mse"``, ``optimizer="sgd"``.
    epochs
        Passes through the training set.
    batch_size
        Rows per step; None takes the whole training set (gradient descent).
    l1, l2
        Rates of the two weight penalties.
    penalties_per_row
        Whether the rates are divided by the rows of the batch (by the sum of their weights), as in
        scikit-learn: the more data, the less they count.
    augmentation
        Random changes to each training image, new in every epoch.
    early_stopping
        When to stop before the last epoch.
    seed
        Of shuffling, dropout and augmentation. (The first weights have their own: see `Network`.)
    backend
        ``"numpy"``: the reference. ``"compiled"``: its compiled twin. ``"auto"``: the twin where it applies.
    threads
        Of the compiled twin; None for as many as the process may use.
    record
        Whether to measure the network's gradients and dead units after each epoch, and to keep a record of
        all epochs. Off for endless runs on a few points: measuring takes longer than such an epoch, and a
        million records fill the memory.
    """

    loss: Loss = field(default_factory=CrossEntropy)
    optimizer: Optimizer = field(default_factory=Adam)
    schedule: Schedule = field(default_factory=Constant)
    epochs: int = 5
    batch_size: int | None = 128
    l1: float = 0.0
    l2: float = 0.0
    penalties_per_row: bool = False
    augmentation: Augmentation | None = None
    early_stopping: EarlyStopping | None = None
    seed: int = 0
    backend: BackendName = "auto"
    threads: int | None = None
    record: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "loss", LOSSES.get(self.loss))
        object.__setattr__(self, "optimizer", OPTIMIZERS.get(self.optimizer))
        object.__setattr__(self, "schedule", SCHEDULES.get(self.schedule))
        for name, least in (("epochs", 1), ("seed", 0), ("batch_size", 1), ("threads", 1)):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, _whole(name, getattr(self, name), least))
        require(self.epochs is not None and self.seed is not None, "a run needs epochs and a seed, got None")
        require(self.l1 >= 0, f"l1 must be 0 or more, got {self.l1!r}")
        require(self.l2 >= 0, f"l2 must be 0 or more, got {self.l2!r}")
        require(isinstance(self.record, bool), f"record must be True or False, got {self.record!r}")
        require(
            self.backend in ("auto", "numpy", "compiled"),
            f"backend must be 'auto', 'numpy' or 'compiled', got {self.backend!r}",
        )

    @property
    def regularizers(self) -> tuple[Regularizer, ...]:
        """The penalties that are switched on."""
        return self.penalties(1)

    def penalties(self, batch: float) -> tuple[Regularizer, ...]:
        """Return the penalties for a step whose rows, or their weights, add up to `batch`."""
        share = 1 / batch if self.penalties_per_row else 1
        return (*((L1(self.l1 * share),) if self.l1 else ()), *((L2(self.l2 * share),) if self.l2 else ()))

    def with_rate(self, learning_rate: float) -> "TrainConfig":
        """Return the same settings with another learning rate."""
        return replace(self, optimizer=replace(self.optimizer, learning_rate=learning_rate))

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain data, from which `from_dict` makes them again."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        plain["loss"] = LOSSES.describe(self.loss)
        plain["optimizer"] = OPTIMIZERS.describe(self.optimizer)
        plain["schedule"] = SCHEDULES.describe(self.schedule)
        plain["augmentation"] = _as_dict(self.augmentation)
        plain["early_stopping"] = _as_dict(self.early_stopping)
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "TrainConfig":
        """Return the settings that `as_dict` described.

        Raises
        ------
        ParameterError
            If a setting is unknown or its value is not valid.
        """
        settings = dict(plain)
        if unknown := set(settings) - {f.name for f in fields(cls)}:
            raise ParameterError(f"unknown training settings: {', '.join(sorted(unknown))}")
        try:
            if settings.get("augmentation") is not None:
                settings["augmentation"] = Augmentation(**settings["augmentation"])
            if settings.get("early_stopping") is not None:
                settings["early_stopping"] = EarlyStopping(**settings["early_stopping"])
            return cls(**settings)
        except (TypeError, AttributeError) as error:
            raise ParameterError(f"these are not training settings: {error}") from error


def _as_dict(part: Augmentation | EarlyStopping | None) -> dict[str, Any] | None:
    return None if part is None else {f.name: getattr(part, f.name) for f in fields(part)}


def _whole(name: str, value: Any, least: int) -> int:
    """Return a whole number of any type, NumPy's among them, as Python's own."""
    require(
        is_whole(value) and int(value) >= least,
        f"{name} must be a whole number, {least} or more; got {value!r}",
    )
    return int(value)
