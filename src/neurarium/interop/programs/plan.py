"""What is to be written as a program, and the program in its four parts."""

from dataclasses import dataclass, replace
from typing import Protocol

from neurarium.engine.losses import Loss
from neurarium.engine.network import Network
from neurarium.engine.optimizers import Optimizer
from neurarium.engine.schedules import Constant, Schedule
from neurarium.interop.phrases import Phrase


class Stopping(Protocol):
    """When to stop early."""

    @property
    def patience(self) -> int:
        """Epochs without improvement."""

    @property
    def min_delta(self) -> float:
        """By how much the loss must fall to count as improved."""

    @property
    def restore_best(self) -> bool:
        """Whether to end with the weights of the best epoch."""


class Settings(Protocol):
    """How a network is trained: `neurarium.training.TrainConfig`, as far as a program says it."""

    @property
    def loss(self) -> Loss:
        """The loss function."""

    @property
    def optimizer(self) -> Optimizer:
        """The optimizer."""

    @property
    def schedule(self) -> Schedule:
        """The learning-rate schedule."""

    @property
    def epochs(self) -> int:
        """Passes through the training set."""

    @property
    def batch_size(self) -> int | None:
        """Rows per step; None for all."""

    @property
    def l1(self) -> float:
        """Rate of the L1 penalty."""

    @property
    def l2(self) -> float:
        """Rate of the L2 penalty."""

    @property
    def early_stopping(self) -> Stopping | None:
        """When to stop early."""


@dataclass(frozen=True)
class Plan:
    """A training that is to be written.

    Attributes
    ----------
    network
        What is trained; its sizes, activations and first weights are written, not its present weights.
    config
        How it is trained.
    data
        Lines that make `x` ``(n, n_in)`` and `y`: class numbers for cross-entropy, else ``(n, n_out)``.
    validation
        The share of the rows that is held back, 0 to less than 1.
    epochs
        How many, or a place for the number.
    notes
        Comments at the head of the program.
    rates
        From which step on which learning rate is set, the first from step 0 on.
    """

    network: Network
    config: Settings
    data: Phrase
    validation: float
    epochs: int | str
    notes: tuple[str, ...]
    rates: tuple[tuple[int, float], ...]

    @property
    def batch(self) -> str:
        """The rows of a step."""
        return "len(x)" if self.config.batch_size is None else str(self.config.batch_size)

    @property
    def has_factor(self) -> bool:
        """Whether the learning rate changes."""
        return len(self.rates) > 1 or not isinstance(self.config.schedule, Constant)

    @property
    def optimizer(self) -> Optimizer:
        """The optimizer with the rate that the factor multiplies: the first that is not 0."""
        return replace(self.config.optimizer, learning_rate=self.rate)

    @property
    def rate(self) -> float:
        """The learning rate that the factor multiplies."""
        return next((rate for _, rate in self.rates if rate), 0.0)


@dataclass(frozen=True)
class Program:
    """A program in five parts, each of whole lines; the definitions may be none."""

    imports: str
    definitions: tuple[str, ...]
    data: str
    model: str
    training: str

    @property
    def text(self) -> str:
        """The whole program."""
        head = "\n\n\n".join((self.imports, *self.definitions))
        gap = "\n\n\n" if self.definitions else "\n\n"
        return head + gap + f"{self.data}\n\n{self.model}\n\n{self.training}"


@dataclass(frozen=True)
class Programs:
    """The same training in Keras and in PyTorch."""

    keras: Program
    torch: Program

    @property
    def texts(self) -> Phrase:
        """Both whole programs."""
        return Phrase(self.keras.text, self.torch.text)
