"""Short trials of smaller learning rates, after a run has diverged."""

from collections.abc import Iterator
from dataclasses import replace
from math import floor, log10

import numpy as np

from neurarium.engine.errors import Diverged
from neurarium.lab.budget import Budget
from neurarium.lab.exhibits.playground.building import Split, make_config, make_dataset, make_network
from neurarium.lab.exhibits.playground.settings import PlaygroundSettings
from neurarium.training import Trainer

LEAST_EPOCHS = 30
SMALLEST = 1e-5


def working_rate(settings: PlaygroundSettings, split: Split, epochs: int, budget: Budget) -> float:
    """Return the largest smaller learning rate with which a trial from the first weights goes well.

    If it does with none, because there is nothing to learn, the largest that does not diverge is returned.

    Parameters
    ----------
    settings, split
        The experiment that diverged, and its points.
    epochs
        How long a trial is; at least `LEAST_EPOCHS`.
    budget
        When it is used up, the rate that is being tried is taken.
    """
    rate, steady = settings.learning_rate, None
    for rate in smaller_rates(settings.learning_rate):
        tried = replace(settings, learning_rate=rate, theta=None)
        well = _goes_well(tried, split, max(LEAST_EPOCHS, epochs), budget)
        if well:
            return rate
        if well is not None:
            steady = steady or rate
    return steady or rate


def smaller_rates(rate: float) -> Iterator[float]:
    """Yield the numbers 1 and 3 times a power of ten that are smaller than `rate`, the largest first."""
    exponent = floor(log10(rate)) if rate > 0 else 0
    while float(f"1e{exponent}") >= SMALLEST:
        numbers = (float(f"{factor}e{exponent}") for factor in (3, 1))  # 0.3, not 3 * 0.1
        yield from (number for number in numbers if number < 0.999 * rate)
        exponent -= 1


def _goes_well(settings: PlaygroundSettings, split: Split, epochs: int, budget: Budget) -> bool | None:
    """Whether the second half of a short training is better than its beginning; None if it diverges."""
    data = make_dataset(settings, split)
    trainer = Trainer(make_network(settings, split), data, make_config(settings, split))

    def loss() -> float:
        return trainer.evaluate(data.x_train, data.y_train).loss

    well = True
    with np.errstate(over="ignore", invalid="ignore"):
        before = loss()
        try:
            while trainer.epochs_done < epochs and budget.left > 0:
                for _ in trainer.advance(trainer.steps_per_epoch):
                    pass
                if trainer.epochs_done > epochs / 2:
                    well = well and loss() < before
            return well if np.isfinite(loss()) else None
        except Diverged:
            return None
