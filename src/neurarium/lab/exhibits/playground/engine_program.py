"""The experiment as a program for the code lab: the same points, steps, weights and losses."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from neurarium.data.point_features import CODE
from neurarium.data.tables import iris
from neurarium.data.toy import Points, toy
from neurarium.engine.mlp import MLP
from neurarium.engine.network import Network
from neurarium.lab.engine_program import EngineProgram, call, listed, numbers, printing
from neurarium.lab.exhibits.playground.building import Split, make_network
from neurarium.lab.exhibits.playground.settings import PlaygroundSettings
from neurarium.lab.experiment import Change
from neurarium.training import Dataset, TrainConfig, Trainer, evaluate


def engine_program(settings: PlaygroundSettings, split: Split, since: Sequence[Change], epoch: int) -> str:
    """Return the program that comes to the weights of an epoch; `scores` has the two losses.

    Parameters
    ----------
    settings, split
        Of the experiment.
    since
        What was set since the trainer was made, which was not after `epoch`; see `Experiment`.
    epoch
        Where the program ends.
    """
    program = EngineProgram(f"The experiment of the playground, at epoch {epoch}.")
    program.cell("Data", printing(), *_data(program, settings, split))
    fresh = make_network(replace(settings, theta=None), split)
    program.cell("Network", f"network = {_network(program, settings, fresh)}")
    (begun, theta), *changes = since
    if not np.array_equal(theta, fresh.theta):  # type: ignore[arg-type]  # the first is weights
        whence = f"the weights after {begun} epochs" if begun else "its first weights, set by hand"
        program.cell("Weights", f"# {whence}", *_set(theta))
    title = "Training" if epoch > begun else "Settings"
    program.cell(title, *_training(program, begun, changes, epoch))
    program.cell("Result", *_result(program, split))
    return program.text


def _data(program: EngineProgram, settings: PlaygroundSettings, split: Split) -> Iterator[str]:
    """Yield the lines that make the points, and what the network is fed of them."""
    yield f"rng = np.random.default_rng([{settings.seed}, 1])"
    if settings.problem == "regression":
        yield _toy(program, settings.reg_dataset, settings)
    elif settings.dataset == "iris":
        yield f"table = {program.use(iris)}()"
        yield f"X = table.X[:, {list(settings.iris)}].astype(float)"
        yield "centre = (X.min(axis=0) + X.max(axis=0)) / 2"
        yield "spread = (X.max(axis=0) - X.min(axis=0)) / 10  # the points go from -5 to 5"
        yield "X, y = (X - centre) / spread, table.y[:, None]"
        yield f"points = {program.use(Points)}(X.astype(np.float32), y.astype(np.float32))"
    elif settings.dataset == "own":
        assert settings.own is not None  # the settings have checked it
        yield f"own = np.array({_table(settings.own.tolist())}, np.float32)  # x, y, class"
        label = "own[:, 2:]" if split.several else "2 * own[:, 2:] - 1"
        yield f"points = {program.use(Points)}(own[:, :2], {label})"
    else:
        yield _toy(program, settings.dataset, settings)
    share = f"{settings.train_percent / 100!r}"
    if settings.dataset == "own":
        share = f"max({share}, 1 / len(points))"
    yield f"train, test = points.split({share}, rng)"
    yield "\n\ndef inputs(points):"
    yield '    """Return what the network is fed, a row for each point."""'
    yield "    x1, x2 = points.X.T"
    columns = ", ".join(CODE[name].format("np") for name in settings.inputs)
    yield f"    return np.column_stack([{columns}])"
    yield "\n\ndef targets(points):"
    yield '    """Return what the network is to answer."""'
    yield f"    return {'points.y[:, 0].astype(int)' if split.several else 'points.y'}\n"


def _toy(program: EngineProgram, name: str, settings: PlaygroundSettings) -> str:
    return f'points = {program.use(toy)}("{name}", rng, noise={settings.noise / 100!r})'


def _table(rows: Sequence[Sequence[float]]) -> str:
    return "[\n" + "".join(f"    {listed(row)},\n" for row in rows) + "]"


def _network(program: EngineProgram, settings: PlaygroundSettings, network: Network) -> str:
    """Return the call that makes the network with its first weights."""
    zero = settings.init_zero or settings.init == "zeros"
    activations = settings.layer_activations
    alike = f'"{activations[0]}"' if len(set(activations)) == 1 else repr(list(activations))
    named = {
        "activation": alike if activations else "",
        "output": f'"{network.output.name}"',
        "init": '"zeros"' if zero else f'"{settings.init}"',
        "bias": "0.1" if settings.init == "uniform" and not zero else "",
        "dropout": repr(settings.dropout) if settings.dropout else "",
        "seed": f"np.random.default_rng([{settings.seed}, 2, {settings.start}])",
    }
    sizes = [network.n_in, *(layer.n_out for layer in network.dense_layers)]
    return call(program.use(MLP), str(sizes), **{name: text for name, text in named.items() if text})


def _training(program: EngineProgram, begun: int, changes: Sequence[Change], epoch: int) -> Iterator[str]:
    """Yield the lines of the training, which was begun after `begun` epochs and goes to `epoch`."""
    total = epoch - begun
    (_, first), *later = changes
    yield f"config = {_config(program, first, total)}"
    if total:
        yield f"data = {program.use(Dataset)}(inputs(train), targets(train))"
        yield f"trainer = {program.use(Trainer)}(network, data, config)"
    # At the end, weights that were set count, but no settings: nothing is learned with them.
    later = [
        (at - begun, what)
        for at, what in later
        if at < epoch or (at == epoch and not isinstance(what, TrainConfig))
    ]
    if total and not later:
        yield "trainer.fit()"
        return
    if total:
        yield "\n\ndef train_until(epoch):"
        yield '    """Train until so many epochs are done."""'
        yield "    while trainer.epochs_done < epoch:"
        yield "        for _ in trainer.advance(trainer.steps_per_epoch):"
        yield "            pass\n\n"
    done = 0
    for at, what in [*later, (total, None)]:
        if at > done:
            yield f"train_until({at})"
            done = at
        if isinstance(what, TrainConfig):
            yield f"config = {_config(program, what, total)}"
            yield "trainer.reconfigure(config)"
        elif what is not None:
            yield from ("# set by hand", *_set(what))


def _config(program: EngineProgram, config: object, epochs: int) -> str:
    assert isinstance(config, TrainConfig)  # the first change says with which settings it began
    return program.made(replace(config, epochs=max(1, epochs)))


def _set(theta: object) -> Iterator[str]:
    """Yield the line that sets all parameters: each layer's W, row after row, and then its b."""
    assert isinstance(theta, np.ndarray)
    yield f"network.theta = {numbers(theta.tolist())}"


def _result(program: EngineProgram, split: Split) -> Iterator[str]:
    """Yield the lines that measure and print."""
    yield "scores = {}"
    yield 'for name, points in [("training", train), ("test", test)]:'
    yield "    x, y = inputs(points), targets(points)"
    yield f"    scores[name] = {program.use(evaluate)}(network, config.loss, x, y).loss"
    yield '    print(f"{name} loss: {scores[name]:.6f}")'
    if split.several:
        yield "    right = np.mean(network.predict(x).argmax(axis=1) == y)"
    elif split.classes:
        yield "    right = np.mean((network.predict(x) >= 0) == (y > 0))"
    if split.classes:
        yield '    print(f"right answers: {right:.2%}")'
    yield "for layer in network.parameters:"
    yield '    if "W" in layer:'
    yield "        print(f\"W =\\n{layer['W']}\\nb = {layer['b']}\")"
