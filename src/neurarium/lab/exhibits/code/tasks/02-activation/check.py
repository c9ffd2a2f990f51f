"""Whether two activation functions were compared with several seeds, and what is said of it is true."""

from typing import Any

import numpy as np

from neurarium.console.examination import Program, Wrong, as_classifier, near, trained_alike
from neurarium.data import mnist

ACTIVATIONS, SEEDS = ("tanh", "relu"), (0, 1, 2)


def check_models(program: Program) -> None:
    """Look at the six networks."""
    models, first = _table(program, "models"), None
    images = mnist("unit")
    for activation in ACTIVATIONS:
        for seed in SEEDS:
            model = models.get((activation, seed))
            if model is None:
                raise Wrong("lacking", activation=activation, seed=seed)
            as_classifier("models", (activation, seed), model)
            for setting, wanted in (("activation", activation), ("random_state", seed)):
                got = model.get_params()[setting]
                if got != wanted:
                    raise Wrong("unlike", key=(activation, seed), setting=setting, got=got)
            same = {**model.get_params(), "activation": "", "random_state": 0}
            first = first or same
            for setting, value in same.items():
                if value != first[setting]:
                    raise Wrong("unfair", setting=setting, one=first[setting], other=value)
            trained_alike("models", (activation, seed), model, images.x_train[:1500], images.y_train[:1500])


def check_scores(program: Program) -> None:
    """Score them again."""
    images = mnist("unit")
    held_back = images.x_train[50_000:51_000], images.y_train[50_000:51_000]
    scores = _table(program, "scores")
    for key, model in _table(program, "models").items():
        expected = float(model.score(*held_back))
        if key not in scores or not near(scores[key], expected, 1e-9):
            raise Wrong("scores", key=key, got=scores.get(key), expected=expected)


def check_answers(program: Program) -> None:
    """Compare the answers with the scores."""
    scores = _table(program, "scores")
    tanh, relu = (np.array([scores[activation, seed] for seed in SEEDS]) for activation in ACTIVATIONS)
    better, is_clear = program.value("better"), program.value("is_clear")
    if better != ("tanh" if tanh.mean() > relu.mean() else "relu"):
        raise Wrong("better", got=better, tanh=float(tanh.mean()), relu=float(relu.mean()))
    if bool(is_clear) != bool(tanh.min() > relu.max() or relu.min() > tanh.max()):
        raise Wrong("clear", got=is_clear, tanh=tanh, relu=relu)


def _table(program: Program, name: str) -> dict[Any, Any]:
    table = program.value(name)
    if not isinstance(table, dict) or not table:
        raise Wrong("nothing_yet", name=name)
    return table
