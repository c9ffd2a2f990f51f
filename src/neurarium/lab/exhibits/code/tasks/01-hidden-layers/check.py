"""Whether networks were compared fairly, and the answers are what the comparison says."""

from typing import Any

from neurarium.console.examination import Program, Wrong, as_classifier, near, trained_alike
from neurarium.data import mnist

FIRST = (128,)


def check_models(program: Program) -> None:
    """Look at the networks."""
    models = _table(program, "models")
    if len(models) < 3 or FIRST not in models:
        raise Wrong("few", got=len(models))
    for key, model in models.items():
        coefs = as_classifier("models", key, model).coefs_
        got = tuple(int(W.shape[1]) for W in coefs[:-1])
        if got != key:
            raise Wrong("unlike", key=key, got=got)


def check_fair(program: Program) -> None:
    """Compare their settings, and train each again."""
    models = _table(program, "models")
    first = models[FIRST].get_params()
    images = mnist("unit")
    for key, model in models.items():
        for setting, value in model.get_params().items():
            if setting != "hidden_layer_sizes" and value != first[setting]:
                raise Wrong("unfair", setting=setting, one=first[setting], other=value)
        trained_alike("models", key, model, images.x_train[:1500], images.y_train[:1500])


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
    for name, answer in (("best", best), ("fastest", fastest)):
        if not any(answer == key for key in scores):
            raise Wrong("no_key", name=name, got=answer)
    if scores[best] != max(scores.values()):
        raise Wrong("best", got=best, expected=max(scores, key=lambda key: scores[key]))
    least = min(seconds, key=lambda key: seconds[key])
    if fastest != least:
        raise Wrong("fastest", got=fastest, expected=least)


def _table(program: Program, name: str) -> dict[Any, Any]:
    table = program.value(name)
    if not isinstance(table, dict) or not table:
        raise Wrong("nothing_yet", name=name)
    return table
