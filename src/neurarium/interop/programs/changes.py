"""Settings that were changed in the middle of a training, as programs say them.

A changed learning rate is part of the program. What else was changed is named in a comment, with when.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from neurarium.engine.optimizers import Optimizer
from neurarium.interop.programs.plan import Settings


@dataclass(frozen=True)
class Change:
    """Other settings from a step on.

    Attributes
    ----------
    step, epoch
        How many steps, and how many whole epochs, were trained before.
    config
        The settings from then on.
    """

    step: int
    epoch: int
    config: Settings


def last_of(config: Settings, changes: Sequence[Change]) -> Settings:
    """Return the settings with which a training ended that began with `config`."""
    return changes[-1].config if changes else config


def rates_of(config: Settings, changes: Sequence[Change]) -> tuple[tuple[int, float], ...]:
    """Return from which step on which learning rate was set, the first from step 0 on."""
    rates = {0: config.optimizer.learning_rate}
    for change in changes:
        rates[change.step] = change.config.optimizer.learning_rate
    return tuple(next(alike) for _, alike in groupby(sorted(rates.items()), lambda entry: entry[1]))


def others_of(config: Settings, changes: Sequence[Change]) -> Iterator[str]:
    """Say what else was other than at the end, and until which epoch."""
    courses = [(0, config), *((change.epoch, change.config) for change in changes)]
    for say in _SAYINGS:
        said = [(say(settings), begun) for begun, settings in courses]
        groups = [next(alike) for _, alike in groupby(said, lambda entry: entry[0])]
        for (what, begun), (_, end) in pairwise(groups):
            if what != groups[-1][0] and begun < end:
                yield f"epochs {begun + 1} to {end} {what}"


def _optimizer(config: Settings) -> str:
    kind: Optimizer = replace(config.optimizer, learning_rate=1.0)
    return "with " + re.sub(r"learning_rate=1\.0(, )?", "", repr(kind))


def _batch(config: Settings) -> str:
    return f"with {'all' if config.batch_size is None else config.batch_size} rows in a step"


def _penalty(name: str, rate: float) -> str:
    return f"with an {name} penalty of {rate!r}" if rate else f"without an {name} penalty"


_SAYINGS: tuple[Callable[[Settings], str], ...] = (
    _optimizer,
    _batch,
    lambda config: _penalty("L1", config.l1),
    lambda config: _penalty("L2", config.l2),
)
