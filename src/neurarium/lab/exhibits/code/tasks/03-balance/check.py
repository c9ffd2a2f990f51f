"""Whether the settings keep within the budget and reach the goal."""

import math
from itertools import pairwise
from typing import Any

from neurarium.console.examination import Program, Wrong
from neurarium.data import mnist
from neurarium.estimator import MLPClassifier

IMAGES, STEPS, GOAL = 3000, 600, 0.91
GUESSING = math.log(10)  # the loss of who gives every digit the same probability
NAMES = {"max_iter", "batch_size", "learning_rate_init"}


def check_settings(program: Program) -> None:
    """Look at the settings."""
    settings = program.value("settings")
    if not isinstance(settings, dict) or set(settings) != NAMES:
        raise Wrong("names", got=", ".join(map(str, settings)) if isinstance(settings, dict) else settings)
    images = mnist("unit")
    epochs = settings["max_iter"]
    epochs = 1 if isinstance(epochs, int) and epochs > 1 else epochs  # what is refused stays as it is
    try:
        _classifier({**settings, "max_iter": epochs}, 0).fit(images.x_train[:100], images.y_train[:100])
    except (TypeError, ValueError) as error:
        raise Wrong("refused", reason=str(error).split("\n", maxsplit=1)[0].rstrip(".")) from None


def check_budget(program: Program) -> None:
    """Count the steps."""
    settings = program.value("settings")
    epochs, batch = settings["max_iter"], settings["batch_size"]
    rows = min(200, IMAGES) if batch == "auto" else batch
    steps = epochs * math.ceil(IMAGES / rows)
    if steps > STEPS:
        raise Wrong("budget", epochs=epochs, images=IMAGES, batch=rows, steps=steps)


def check_accuracy(program: Program) -> None:
    """Train with three seeds, and score each on the held-back images."""
    images = mnist("unit")
    x, y = images.x_train[:IMAGES], images.y_train[:IMAGES]
    for seed in range(3):
        model = _classifier(program.value("settings"), seed).fit(x, y)
        got = float(model.score(images.x_train[50_000:52_000], images.y_train[50_000:52_000]))
        if got < GOAL:
            losses = model.loss_curve_
            falls = all(after <= before for before, after in pairwise(losses)) and losses[-1] < GUESSING
            raise Wrong("small_rate" if falls else "large_rate", seed=seed, got=f"{got:.1%}")


def _classifier(settings: dict[str, Any], seed: int) -> MLPClassifier:
    return MLPClassifier((64,), n_iter_no_change=100, random_state=seed, **settings)
