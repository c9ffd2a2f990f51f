"""`neurarium train`: train a network on MNIST."""

# ruff: noqa: ARG001, PLR0917  (Typer makes the options from the signature; the context has them in one dict)

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import typer

from neurarium.cli import models_found, options, report
from neurarium.cli.console import Output
from neurarium.cli.errors import FAILED, STOPPED, CommandError, need_extra
from neurarium.cli.interrupt import Interrupt
from neurarium.cli.kernels_ready import get_ready
from neurarium.cli.session import TrainingSession
from neurarium.cli.settings import apply, differences
from neurarium.cli.text import sizes_text
from neurarium.data import mnist
from neurarium.data.mnist import Mnist
from neurarium.engine.errors import ParameterError
from neurarium.persist import ModelStore
from neurarium.training import Trainer
from neurarium.training.backends import Choice, choose
from neurarium.training.checkpoint import to_recipe, to_trainer
from neurarium.training.presets import PRESETS
from neurarium.training.recipe import Recipe
from neurarium.training.settings import RunSettings


def train(
    context: typer.Context,
    preset: options.PresetName = None,
    layers: options.Layers = None,
    activation: options.Activation = None,
    init: options.Init = None,
    batch_norm: options.BatchNorm = None,
    loss: options.Loss = None,
    optimizer: options.Optimizer = None,
    learning_rate: options.LearningRate = None,
    momentum: options.Momentum = None,
    schedule: options.Schedule = None,
    batch_size: options.BatchSize = None,
    epochs: options.Epochs = None,
    seed: options.Seed = None,
    l1: options.L1 = None,
    l2: options.L2 = None,
    dropout: options.Dropout = None,
    augmentation: options.Augmentation = None,
    early_stopping: options.EarlyStopping = None,
    validation: options.Validation = None,
    standardize: options.Standardize = None,
    shuffle_labels: options.ShuffleLabels = None,
    limit: options.Limit = None,
    name: options.Name = None,
    save: options.Save = None,
    resume: options.Resume = None,
    plot: options.Plot = None,
    threads: options.Threads = None,
    as_json: options.Json = False,
) -> None:
    """Train a network to read handwritten digits, test it, and save it.

    Without options: 784-128-10 with ReLU and softmax, cross-entropy, Adam,
    batches of 128, five epochs, a fifth of the training images held back.
    Ctrl-C stops and keeps what was learned. Defaults are in parentheses.
    """
    output = Output(as_json=as_json)
    given = {name: value for name, value in context.params.items() if value is not None}
    if plot is not None:
        need_extra("matplotlib", "plot", "--plot")
    ModelStore().prepare()  # a folder that cannot be written is reported before the training
    session = _new(given, output) if resume is None else _resumed(given, output)
    if name is not None:
        session.name, session.replaces = name, True
        if name in ModelStore().names():
            output.say(f"The model {name!r} will be replaced.")
    session.file = save or session.file

    report.announce(session, output)
    with Interrupt() as interrupt:
        try:
            session.train(output, interrupt)
        except OSError:  # nobody is there to see the progress
            if session.trainer.step:
                session.save_model({}, output)
            raise
        if session.trainer.step == 0:
            output.say("Stopped before the first step: nothing was learned, nothing is saved.")
            raise typer.Exit(STOPPED)
        session.save_model({}, output)  # before anything else can happen
        metrics = session.metrics()
        session.save_file(output, metrics)
        path = session.save_model(metrics, output)
    report.conclude(session, metrics, path, plot, output)
    if session.problem:
        raise CommandError(session.problem)
    if session.rescued is not None:
        raise typer.Exit(FAILED)


def _new(given: Mapping[str, Any], output: Output) -> TrainingSession:
    """Return a run before its first step."""
    recipe = _recipe(apply(RunSettings.of(PRESETS[given.get("preset", "classic")].recipe), given))
    network = recipe.network()
    choice = choose(network, recipe.training)
    images = _get_ready(choice, output)
    trainer = Trainer(network, recipe.dataset(images), recipe.training, choice=choice)
    return TrainingSession(recipe, trainer, images, ModelStore().free_name(_base_name(given, recipe)))


def _recipe(settings: RunSettings) -> Recipe:
    try:
        return settings.recipe()
    except ParameterError as error:
        raise typer.BadParameter(str(error)) from None


def _resumed(given: Mapping[str, Any], output: Output) -> TrainingSession:
    """Return a saved run as it was when it was saved."""
    model, path = models_found.load(str(given["resume"]))
    recipe = to_recipe(model)
    saved = RunSettings.of(recipe)
    wanted = apply(RunSettings.of(PRESETS[given["preset"]].recipe) if "preset" in given else saved, given)
    if differing := differences(saved, wanted):
        raise typer.BadParameter(
            f"--resume keeps the settings of the saved run, but these differ: {', '.join(differing)}. "
            "Leave them out, or train anew without --resume"
        )
    choice = choose(model.network, recipe.training)
    images = _get_ready(choice, output)
    store, name = ModelStore(), models_found.name_of(path, model)
    in_store = path.parent == store.folder  # then the result replaces the file
    name = name if in_store else store.free_name(name)
    trainer = to_trainer(model, images, choice=choice)
    if "threads" in given:  # they change nothing but the time
        trainer.reconfigure(replace(trainer.config, threads=given["threads"]))
    return TrainingSession(recipe, trainer, images, name, replaces=in_store, file=path)


def _get_ready(choice: Choice, output: Output) -> Mnist:
    """Get the kernels ready and, meanwhile, read the images."""
    with ThreadPoolExecutor(1) as pool:
        images = pool.submit(mnist, "raw")
        get_ready(choice, output)
        return images.result()


def _base_name(given: Mapping[str, Any], recipe: Recipe) -> str:
    """Return the default name of a model: its preset's, or one made of its layers if they were chosen."""
    return f"mlp-{sizes_text(recipe.layers)}" if "layers" in given else str(given.get("preset", "classic"))
