"""The settings of the exhibit `compare`, and the plan that they make."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.lab.digits import IMAGES
from neurarium.lab.rules import Choice, Integer, Length, List, Number, Text, refuse
from neurarium.lab.runs.training_list import key_of
from neurarium.persist.model import DIGITS, PIXELS
from neurarium.training.settings import RunSettings
from neurarium.tuning.knobs import HIDDEN, Knob
from neurarium.tuning.plan import Plan

ACTIVATIONS = ("relu", "leaky_relu", "gelu", "tanh", "sigmoid")
OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw")
MOST_LAYERS = 4
MOST_WIDTH = 1024

WIDTH, DEPTH = "width", "depth"
"""Two knobs of this exhibit that are one knob of a plan: the sizes of the hidden layers."""

VALUES: dict[str, tuple[Any, ...]] = {
    WIDTH: (2, 4, 8, 16, 32, 64, 128, 256),
    DEPTH: (0, 1, 2, 3, 4),
    "activation": ACTIVATIONS,
    "optimizer": OPTIMIZERS,
    "learning_rate": (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
    "batch_size": (8, 16, 32, 64, 128, 256, 512),
    "epochs": (1, 2, 3, 5, 8, 12, 20),
    "l2": (0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2),
    "dropout": (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
    "limit": (250, 500, 1000, 2000, 4000, 8000, 16000, 32000, IMAGES),
    "augmentation": tuple(AUGMENTATIONS),
}
"""What each knob tries."""

KNOBS = tuple(VALUES)
NONE = ""


@dataclass(frozen=True)
class CompareSettings:
    """The whole state.

    Attributes
    ----------
    knob, against
        What is varied: one knob, or two; `against` may be empty.
    hidden
        Sizes of the hidden layers.
    learning_rate
        0 for the optimizer's own.
    limit
        How many of MNIST's training images are used; a fifth of them is held back.
    augmentation
        A name.
    seeds
        Seeds that choose; as many fresh ones confirm.
    sweep
        The name of a sweep that was begun elsewhere, such as by ``neurarium tune``; then it says everything
        else. Empty for the sweep of these settings.
    first, second
        Two points of the sweep that are looked at side by side, by their number; -1 for none.
    first_network, second_network
        Names of saved networks that are looked at in their place; empty for none.
    """

    knob: Annotated[str, Choice(*KNOBS)] = WIDTH
    against: Annotated[str, Choice(NONE, *KNOBS)] = NONE
    hidden: Annotated[tuple[int, ...], List(Integer(1, MOST_WIDTH), 0, MOST_LAYERS)] = (32,)
    activation: Annotated[str, Choice(*ACTIVATIONS)] = "relu"
    optimizer: Annotated[str, Choice(*OPTIMIZERS)] = "adam"
    learning_rate: Annotated[float, Number(0, 10)] = 0.0
    batch_size: Annotated[int, Integer(1, 1024)] = 64
    epochs: Annotated[int, Integer(1, 50)] = 3
    l2: Annotated[float, Number(0, 0.1)] = 0.0
    dropout: Annotated[float, Number(0, 0.9)] = 0.0
    limit: Annotated[int, Integer(100, IMAGES)] = 6000
    augmentation: Annotated[str, Choice(*AUGMENTATIONS)] = "none"
    seeds: Annotated[int, Integer(2, 10)] = 5
    sweep: Annotated[str, Text(120)] = ""
    first: Annotated[int, Integer(-1, 9999)] = -1
    second: Annotated[int, Integer(-1, 9999)] = -1
    first_network: Annotated[str, Text(100)] = ""
    second_network: Annotated[str, Text(100)] = ""

    def __post_init__(self) -> None:
        sizes = {WIDTH, DEPTH}
        if self.against == self.knob or {self.knob, self.against} == sizes:
            others = sizes if self.knob in sizes else {self.knob}
            raise refuse(
                "against", Choice(*(name for name in (NONE, *KNOBS) if name not in others)), self.against
            )
        if self.knob == WIDTH and not self.hidden:
            raise refuse("hidden", Length(1), self.hidden)

    def base(self) -> RunSettings:
        """Return the settings of the runs, before the knobs change them."""
        plain = RunSettings().changed({"optimizer": self.optimizer, "augmentation": self.augmentation})
        changes: dict[str, Any] = {"learning_rate": self.learning_rate} if self.learning_rate else {}
        return plain.changed(
            {
                "layers": (PIXELS, *self.hidden, DIGITS),
                "activation": self.activation,
                "batch_size": self.batch_size,
                "epochs": self.epochs,
                "l2": self.l2,
                "dropout": self.dropout,
                "limit": self.limit,
                **changes,
            }
        )

    def plan(self) -> Plan:
        """Return the trainings that the settings make."""
        knobs = tuple(self._knob(name) for name in (self.knob, self.against) if name)
        return Plan(self.base().recipe(), knobs, seeds=self.seeds)

    def _knob(self, name: str) -> Knob:
        values = VALUES[name]
        if name == WIDTH:
            return Knob(HIDDEN, tuple((value,) * max(len(self.hidden), 1) for value in values))
        if name == DEPTH:
            width = self.hidden[0] if self.hidden else 32
            return Knob(HIDDEN, tuple((width,) * value for value in values))
        return Knob(name, values)


def name_of(plan: Plan) -> str:
    """Return the name of the sweep of a plan: the same for equal plans, here and elsewhere."""
    return f"lab-{sha256(key_of(plan.plain()).encode()).hexdigest()[:12]}"
