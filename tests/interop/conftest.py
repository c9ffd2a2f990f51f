"""Networks of all kinds, and running what was written from them."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from waiting import LONGEST_WAIT

from neurarium.engine import MLP, BatchNorm, Dense, Dropout, LeakyReLU, Network, Residual, Scaling


@dataclass(frozen=True)
class Case:
    """A network with its scaling: anything that has the two can be exported."""

    network: Network
    scaling: Scaling | None = None

    def rows(self) -> npt.NDArray[Any]:
        """Return raw rows, of the size that the scaling expects."""
        rows = np.random.default_rng(3).normal(size=(6, self.network.n_in))
        return rows if self.scaling is None else rows / self.scaling.scale + self.scaling.shift

    def expected(self) -> npt.NDArray[Any]:
        """Return what the engine makes of them."""
        rows = self.rows()
        return self.network.predict(rows if self.scaling is None else self.scaling.apply(rows))


def _stirred(network: Network) -> Network:
    """Give every parameter and statistic its own value."""
    rng = np.random.default_rng(11)
    network.theta += 0.2 * rng.normal(size=network.theta.shape)
    network.statistics[...] = rng.uniform(0.5, 2, network.statistics.shape)
    return network


def _everything(dtype: type[np.floating] = np.float32) -> Network:
    inner = Residual((Dense(6, 6, "tanh"), Dropout(6, 0.1)))
    block = Residual((Dense(6, 6), BatchNorm(6, "sigmoid", 0.8, 1e-3), inner))
    layers = [
        Dense(5, 6, LeakyReLU(0.2)),
        BatchNorm(6, "relu"),
        Dropout(6, 0.25),
        block,
        Dense(6, 3, "softmax"),
    ]
    return Network(layers, seed=1, dtype=dtype)


CASES = {
    "everything": Case(_stirred(_everything()), Scaling(100.0, 0.02)),
    "everything float64": Case(_stirred(_everything(np.float64)), Scaling(-3.0, 2.0)),
    "classic": Case(_stirred(MLP([784, 16, 10])), Scaling.unit()),
    "one layer": Case(_stirred(MLP([4, 3]))),
    "one output": Case(_stirred(MLP([4, 5, 1], activation="sigmoid"))),
    "regression": Case(_stirred(MLP([4, 5, 2], activation="tanh", output="linear", dtype=np.float64))),
    "gelu": Case(_stirred(MLP([4, 5, 5, 2], activation="gelu", output="linear"))),
    "step": Case(_stirred(MLP([4, 5, 5, 2], activation=["step", "linear"], output="step"))),
    "only dropout": Case(Network([Dropout(3, 0.5)])),
    "empty block": Case(Network([Residual((Dropout(3, 0.5),))])),
}


@pytest.fixture(params=CASES, scope="session")
def case(request: pytest.FixtureRequest) -> Case:
    """A network of each kind, one after the other."""
    return CASES[request.param]


@pytest.fixture(scope="session")
def everything() -> Case:
    """The network with every kind of layer."""
    return CASES["everything"]


_DRIVER = """
import runpy, sys
import numpy as np
script, rows, outputs = sys.argv[1:]
names = runpy.run_path(script, run_name="__main__")  # prints the difference
np.save(outputs, names["predict"](np.load(rows)))
"""


def _libraries() -> str:
    """Return the folders of ``PYTHONPATH`` (a library may lie in one), without any that holds our package."""
    folders = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join(f for f in folders if f and not Path(f, "neurarium").exists())


@pytest.fixture
def run_script(tmp_path: Path) -> Callable[..., tuple[npt.NDArray[Any], float]]:
    """Run an exported script in a separate process, without our package, which it must not need.

    Returns what its ``predict`` makes of rows, and the difference that it reports when run by itself.
    """

    def run(script: Path, rows: npt.NDArray[Any], **environment: str) -> tuple[npt.NDArray[Any], float]:
        np.save(tmp_path / "rows.npy", rows)
        files = [str(script), str(tmp_path / "rows.npy"), str(tmp_path / "outputs.npy")]
        done = subprocess.run(
            [sys.executable, "-c", _DRIVER, *files],
            capture_output=True,
            text=True,
            timeout=LONGEST_WAIT,
            check=False,
            env=os.environ | {"PYTHONPATH": _libraries()} | environment,
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
        return np.load(tmp_path / "outputs.npy"), float(done.stdout.rsplit(":", 1)[1])

    return run
