"""Whether networks were compared fairly, and the answers are what the comparison says."""

from typing import Any

from neurarium.console.examination import Program, Wrong, near
from neurarium.data import mnist

FIRST = (128,)


def check_models(program: Program) -> None:
    """Look at the networks."""
    models = _table(program, "models")
    if len(models) < 3 or FIRST not in models:
        raise Wrong("few", got=len(models))
    for key, model in models.items():
        got = tuple(int(W.shape[1]) for W in model.coefs_[:-1])
        if got != key:
            raise Wrong("unlike", key=key, got=got)


def check_fair(program: Program) -> None:
    """Compare their settings."""
    models = _table(program, "models")
    first = models[FIRST].get_params()
    for model in models.values():
        for setting, value in model.get_params().items():
            if setting != "hidden_layer_sizes" and value != first[setting]:
                raise Wrong("unfair", setting=setting, one=first[setting], other=value)


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
    """Compare the answers with the learner's own numbers."""
    scores, seconds = _table(program, "scores"), _table(program, "seconds")
    best, fastest = program.value("best"), program.value("fastest")
    highest = max(scores.values())
    if scores.get(best) != highest:
        raise Wrong("best", got=best, expected=max(scores, key=lambda key: scores[key]))
    least = min(seconds, key=lambda key: seconds[key])
    if fastest != least:
        raise Wrong("fastest", got=fastest, expected=least)


def _table(program: Program, name: str) -> dict[Any, Any]:
    table = program.value(name)
    if not isinstance(table, dict) or not table:
        raise Wrong("nothing_yet", name=name)
    return table
