"""The programs that are shown as "the same training", run by Keras and PyTorch against our own.

Both begin from our first weights. With the whole training set as one batch the order of the rows plays no
part, so after as many steps the weights must be the same, to what float32 holds.
"""

import os
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from neurarium.engine import ACTIVATIONS, MLP, OPTIMIZERS, SCHEDULES, Dense, Network
from neurarium.engine.layers import BatchNorm
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import Change, Program, programs
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training.early_stopping import EarlyStopping

pytestmark = [
    pytest.mark.peers,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with NumPy 2
]

ROWS = 40
EPOCHS = 12

CASES: dict[str, dict[str, Any]] = {
    **{f"optimizer {name}": {"optimizer": name} for name in OPTIMIZERS.names},
    **{
        f"activation {name}": {"activation": name}
        for name in ACTIVATIONS.names
        if name not in ("step", "softmax")
    },
    **{f"schedule {name}": {"schedule": name} for name in SCHEDULES.names},
    "squared error, ten outputs": {"loss": "mse", "output": "sigmoid", "sizes": (5, 8, 10)},
    "squared error, one output": {"loss": "mse", "output": "tanh", "sizes": (5, 8, 1)},
    "binary cross-entropy": {"loss": "binary_cross_entropy", "output": "sigmoid", "sizes": (5, 8, 3)},
    "penalties": {"l1": 0.003, "l2": 0.02},
    "batch norm": {"batch_norm": True, "optimizer": {"name": "sgd", "learning_rate": 0.5}},
    "early stopping": {"early_stopping": EarlyStopping(2), "optimizer": {"name": "sgd", "learning_rate": 40}},
    "a rate that is changed": {"optimizer": "adam", "rates": {4: 0.02, 9: 0.003}},
    "a changed rate, scheduled": {"optimizer": "sgd", "schedule": "cosine", "rates": {0: 0.5, 5: 2.0}},
    "a rate of 0 at first": {"optimizer": {"name": "sgd", "learning_rate": 0.0}, "rates": {3: 0.5}},
    "a rate of 3": {"optimizer": {"name": "sgd", "learning_rate": 3.0}, "loss": "mse", "output": "sigmoid"},
}


class Case:
    """A training of ours, and what both programs need to repeat it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        settings = dict(settings)
        sizes = settings.pop("sizes", (5, 8, 7, 10))
        rates = settings.pop("rates", {})
        parts = {
            name: settings.pop(name) for name in ("activation", "output", "batch_norm") if name in settings
        }
        rng = np.random.default_rng(3)
        self.network = MLP(sizes, seed=1, **({"activation": "tanh"} | parts))
        self.network.theta += 0.1 * rng.normal(size=self.network.theta.size).astype(np.float32)
        self.config = TrainConfig(epochs=EPOCHS, batch_size=None, backend="numpy", **settings)
        self.x = rng.normal(size=(ROWS, sizes[0])).astype(np.float32)
        labels = rng.integers(sizes[-1], size=ROWS)
        if self.config.loss.name == "cross_entropy":
            self.y = labels
        elif sizes[-1] == 1:
            self.y = rng.choice([-1.0, 1.0], size=(ROWS, 1)).astype(np.float32)
        else:
            self.y = np.eye(sizes[-1], dtype=np.float32)[labels]
        changes = [Change(step, step, self.config.with_rate(rate)) for step, rate in rates.items()]
        self.programs = programs(self.network, self.config, Phrase("", ""), changes=changes)
        self.start = [a.copy() for a in arrays(self.network)]
        trainer = Trainer(self.network, Dataset(self.x, self.y), self.config)
        for step, rate in rates.items():
            while trainer.step < step:
                list(trainer.advance(1))
            trainer.set_learning_rate(rate)
        trainer.fit()
        self.end = arrays(self.network)


def arrays(network: Network) -> list[np.ndarray]:
    """Return W, b (or gamma, beta) of each layer that has them, in order."""
    return [array for parameters in network.parameters for array in parameters.values()]


def run(program: Program, names: dict[str, Any], begin: Any) -> dict[str, Any]:
    """Run a program part by part: the data are given, and the model gets our first weights."""
    for part in (program.imports, *program.definitions, program.model):
        exec(part, names)
    begin(names["model"])
    exec(program.training, names)
    return names


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """One training after the other."""
    return Case(CASES[request.param])


def close(found: list[np.ndarray], case: Case) -> None:
    """Compare weights; they must also have moved."""
    assert any(np.abs(a - b).max() > 1e-3 for a, b in zip(case.start, case.end, strict=True))
    for ours, theirs in zip(case.end, found, strict=True):
        np.testing.assert_allclose(theirs, ours, atol=2e-4, rtol=2e-3)


def test_pytorch_ends_with_the_same_weights(case: Case) -> None:
    """The program shown for PyTorch is the same training."""
    if not find_spec("torch"):
        pytest.skip("needs torch")
    import torch

    x = torch.tensor(case.x)
    y = torch.tensor(case.y)

    def parameters(model: Any) -> list[Any]:
        return [parameter for module in model for parameter in module.parameters()]

    def begin(model: Any) -> None:
        with torch.no_grad():
            for parameter, ours in zip(parameters(model), case.start, strict=True):
                parameter.copy_(torch.tensor(ours.T if ours.ndim == 2 else ours))

    names = run(case.programs.torch, {"x": x, "y": y}, begin)
    found = [p.detach().numpy() for p in parameters(names["model"])]
    close([a.T if a.ndim == 2 else a for a in found], case)


def test_keras_ends_with_the_same_weights(case: Case, request: pytest.FixtureRequest) -> None:
    """The program shown for Keras is the same training."""
    if not find_spec("keras"):
        pytest.skip("needs keras")
    os.environ.setdefault("KERAS_BACKEND", next(n for n in ("tensorflow", "jax", "torch") if find_spec(n)))

    def begin(model: Any) -> None:
        ours = iter(case.start)
        for layer in model.layers:
            if hasattr(layer, "trainable_weights") and layer.trainable_weights:
                for weight in layer.trainable_weights:
                    weight.assign(next(ours))

    if "momentum" in request.node.name and case.config.schedule.name != "constant":
        pytest.skip("Keras keeps the rate in the velocity")
    names = run(case.programs.keras, {"x": case.x, "y": case.y}, begin)
    found = [np.asarray(w) for layer in names["model"].layers for w in layer.trainable_weights]
    found = [w.detach().cpu().numpy() if hasattr(w, "detach") else w for w in found]
    close(found, case)


def test_layers_with_parameters_are_those_we_know() -> None:
    """The comparison above walks over dense and batch-norm layers only."""
    assert {type(layer) for layer in MLP([2, 3, 2], batch_norm=True).layers} == {Dense, BatchNorm}
