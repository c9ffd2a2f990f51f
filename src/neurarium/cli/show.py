"""`neurarium show`: a model's layers and how it was trained."""

from neurarium.cli import models_found
from neurarium.cli.console import Output
from neurarium.cli.evaluate import ModelArgument
from neurarium.cli.report import epoch_table
from neurarium.cli.settings import describe
from neurarium.cli.text import decimal, percent
from neurarium.engine.errors import NeurariumError
from neurarium.engine.scaling import Scaling
from neurarium.persist import Model
from neurarium.training import History
from neurarium.training.checkpoint import to_recipe
from neurarium.training.settings import RunSettings


def show(model: ModelArgument) -> None:
    """Show a model's layers, how its parameters add up, its settings and its epochs."""
    output = Output()
    found, path = models_found.load(model)
    output.show(f"{models_found.name_of(path, found)}: {path}", str(found.network.summary()))
    if found.scaling is not None:
        output.show(f"Inputs: {_scaling_text(found.scaling)}")
    output.show(_settings(found))
    for part in ("train", "validation", "test"):
        accuracy, loss = found.metrics.get(f"{part}_accuracy"), found.metrics.get(f"{part}_loss")
        if accuracy is not None:
            output.show(f"{part.capitalize()}: accuracy {percent(accuracy)}, loss {decimal(loss)}")
    if found.history:
        output.show(epoch_table(History.from_rows(found.history)))
    if found.training is not None:
        output.show(f"Its training can be resumed: neurarium train --resume {model}")


def _scaling_text(scaling: Scaling) -> str:
    if scaling.columns is not None:
        return f"each of {scaling.columns} columns scaled by its own shift and factor"
    shift, scale = scaling.one
    return f"(pixel - {shift:g}) · {scale:g}"


def _settings(model: Model) -> str:
    try:
        recipe = to_recipe(model)
    except NeurariumError:
        return "Settings: not known"
    return "Settings: " + ", ".join(
        f"{name} {value}" for name, value in describe(RunSettings.of(recipe)).items()
    )
