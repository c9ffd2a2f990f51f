"""Checkpoint file from which another process can resume the run."""

import logging
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from neurarium.data.mnist import Mnist
from neurarium.engine.errors import NeurariumError
from neurarium.lab.exhibits.train.outcome import Outcome
from neurarium.lab.exhibits.train.settings import TrainSettings, recipe_of
from neurarium.lab.params import read_params
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Choice, Flag, Integer, List, Map, Number, Optional, ReadingRule, Text, refuse
from neurarium.lab.runs.aside import set_aside
from neurarium.lab.runs.curve import MOST_POINTS
from neurarium.lab.runs.pace import SPEEDS, Speed
from neurarium.lab.runs.position import MOST_STEPS, RATES, RunPosition
from neurarium.lab.runs.throttle import Throttle
from neurarium.persist import check_name
from neurarium.training import Trainer
from neurarium.training.recipe import Recipe

VERSION = 4
"""Of the card. Before version 4 it had the accuracy on test images after each epoch, before version 3 no
`rates`; in version 1, which did not say so, the position was called `standing`."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Nested(Map, ReadingRule):
    """A rule: a map whose values pass the rules of a dataclass' fields."""

    fields: type[Any]

    def read(self, value: object, name: str) -> Any:
        """Return the checked dataclass."""
        if not isinstance(value, Mapping):
            raise refuse(name, self, value)
        return read_params(self.fields, value)


_NUMBER = Number(-math.inf, math.inf)
_SHARE = Optional(Number(0, 1))


@dataclass(frozen=True)
class _SavedOutcome:
    """The fields of `Outcome`, as a file must have them."""

    name: Annotated[str, Text(200)]
    reason: Annotated[str, Choice("epochs", "early_stopping", "stopped")]
    best_epoch: Annotated[int, Integer(0, 500)]
    train_loss: Annotated[float, _NUMBER]
    train_accuracy: Annotated[float | None, _SHARE]
    test_loss: Annotated[float, _NUMBER]
    test_accuracy: Annotated[float | None, _SHARE]
    validation_loss: Annotated[float | None, Optional(_NUMBER)] = None
    validation_accuracy: Annotated[float | None, _SHARE] = None
    problem: Annotated[str, Text(10_000)] = ""


@dataclass(frozen=True)
class RunCard:
    """What the checkpoint holds besides network, trainer and recipe."""

    name: Annotated[str, Text(100)]
    number: Annotated[int, Integer(0, 2**63)]  # identifies the run, in another process too
    settings: Annotated[TrainSettings, _Nested(TrainSettings)]
    position: Annotated[RunPosition, _Nested(RunPosition)]
    # After which step the learner set which learning rate.
    rates: Annotated[Sequence[Sequence[float]], List(List(_NUMBER, 2, 2), 0, MOST_STEPS)]
    playing: Annotated[bool, Flag()]
    speed: Annotated[Speed, Choice(*SPEEDS)]
    seconds: Annotated[float, Number(0, math.inf)]
    curve: Annotated[Sequence[Sequence[float]], List(List(_NUMBER, 4, 4), 0, MOST_POINTS)]
    finished: Annotated[Any, Optional(_Nested(_SavedOutcome))] = None

    @property
    def outcome(self) -> Outcome | None:
        """How the run ended; None if it has not."""
        return Outcome(**asdict(self.finished)) if self.finished is not None else None


def read_card(raw: object) -> RunCard:
    """Return the card in a checkpoint, of this version or an older one.

    Raises
    ------
    LabError
        If something in it is not as expected.
    NeurariumError
        If no run can have such settings, or such a name.
    """
    if not isinstance(raw, Mapping):
        raise refuse("run", Map(), raw)
    values = dict(raw)
    version = Integer(1, VERSION).read(values.pop("version", 1), "version")
    if version == 1 and "standing" in values:
        values["position"] = values.pop("standing")
    if version < 3:
        values.setdefault("rates", [])
    if version < 4:
        values.pop("test_accuracy", None)
    card = read_params(RunCard, values)
    check_name(card.name)
    recipe_of(card.settings)
    for step, rate in card.rates:
        RATES.read(rate, "rates")
        if step < 0 or step % 1:
            raise refuse("rates", Integer(0, MOST_STEPS), step)
    for _, rows, *_ in card.curve:
        if rows <= 0:
            raise refuse("curve", Integer(1, MOST_STEPS), rows)
    return card


class RunCheckpoint:
    """The checkpoint file of the run.

    Parameters
    ----------
    folder
        The workspace's.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "runs" / "train.safetensors"
        self._throttle = Throttle(seconds=1.0, share=0.03)
        self._problem = ""  # of the last save

    @property
    def is_due(self) -> bool:
        """Whether the last save is so long ago that another one costs little."""
        return self._throttle.is_due

    def write(self, recipe: Recipe, trainer: Trainer, card: RunCard) -> None:
        """Save the run atomically: a process that is killed leaves the old file or the new one.

        A run that cannot be saved continues; the error is logged.
        """
        from neurarium.persist import save_model
        from neurarium.training.checkpoint import to_model

        before = time.perf_counter()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            now = replace(recipe, training=trainer.config)  # the learning rate may have been changed
            metrics = {"run": {"version": VERSION, **asdict(card)}}
            save_model(to_model(now, trainer, name=card.name, metrics=metrics), self.path)
        except (NeurariumError, OSError) as error:
            if str(error) != self._problem:  # a disk that is full stays so for long
                _log.warning("the run %s could not be saved and continues: %s", card.name, error)
            self._problem = str(error)
        else:
            self._problem = ""
        self._throttle.note(before)

    def read_card(self) -> RunCard | None:
        """Return the card of the saved run; None if there is none that can be resumed.

        A file that cannot be resumed is set aside, so that it is in nobody's way and can be looked at.
        """
        from neurarium.persist import load_card

        if not self.path.exists():
            return None
        try:
            _, model_card = load_card(self.path)
            return read_card(model_card.metrics.get("run"))
        except (NeurariumError, LabError) as error:
            if isinstance(error.__cause__, OSError):  # it may be readable another time
                _log.warning("the run in %s cannot be resumed now: %s", self.path, error)
            else:
                set_aside(self.path, error)
            return None

    def read(self, images: Mnist) -> tuple[Recipe, Trainer]:
        """Return the saved run.

        Raises
        ------
        NeurariumError
            If the file is broken.
        """
        from neurarium.persist import load_model
        from neurarium.training.checkpoint import to_recipe, to_trainer

        model = load_model(self.path)
        return to_recipe(model), to_trainer(model, images)

    def forget(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)
