"""One training step of `backprop`, by PyTorch's and Keras's automatic differentiation: the twins are run."""

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from neurarium.lab import Workspace
from neurarium.lab.exhibits.backprop import Backprop
from neurarium.lab.exhibits.backprop.settings import BackpropSettings

pytestmark = [
    pytest.mark.peers,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with NumPy 2
]


@pytest.fixture(autouse=True)
def usual_precision():
    """Take back what the programs set for the whole process: both libraries calculate in float32 again."""
    yield
    if find_spec("torch"):
        import torch

        torch.set_default_dtype(torch.float32)
    if find_spec("keras"):
        import keras

        keras.config.set_floatx("float32")
        keras.config.set_dtype_policy("float32")


def number_in(value: Any) -> float:
    """Return a library's scalar as a number."""
    return float(value.detach() if hasattr(value, "detach") else value)


@pytest.mark.parametrize("library", ["torch", "keras"])
@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
@pytest.mark.parametrize("outputs", [1, 2])
@pytest.mark.parametrize(("activation", "wrong_sign"), [("sigmoid", False), ("tanh", True), ("relu", False)])
def test_twins(tmp_path, library, loss, outputs, activation, wrong_sign):
    """The program gives the same loss and weights; the lines beside single numbers, those very numbers."""
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    view = Backprop(
        BackpropSettings(
            3, (3, 2), outputs, activation, loss, wrong_sign=wrong_sign, batch=4, sample=2, seed=5
        ),
        Workspace(tmp_path),
    ).view()
    known: dict[str, Any] = {}
    exec(getattr(view.program, library), known)
    assert number_in(known["L"]) == pytest.approx(view.step.loss)
    arrays = (
        [p.T.ravel() for p in (q.detach().numpy() for q in known["model"].parameters())]
        if library == "torch"
        else [np.ravel(w) for w in known["model"].get_weights()]
    )
    assert np.concatenate(arrays) == pytest.approx(view.step.after)

    # The lines go on from the weights before the update.
    program = getattr(view.program, library)
    exec(program[: program.rindex("with torch.no_grad()" if library == "torch" else "for w, g in")], known)
    for number, value, places in (
        ("z", view.layers[1].z[1], {"z": 3, "d": 2, "j": 1}),
        ("delta", view.layers[0].delta[2], {"z": 1, "d": 0, "j": 2}),
        ("error", view.layers[2].delta[0], {"z": 5, "d": 4, "j": 0}),
        ("weight", view.layers[1].weight_gradient[2, 1], {"z": 3, "d": 2, "i": 2, "j": 1}),
        ("bias", view.layers[1].bias_gradient[1], {"z": 3, "d": 2, "j": 1}),
        ("loss", view.step.losses[2], {}),
    ):
        lines = getattr(view.computed[number], library)
        for place, at in (places | {"k": 2}).items():
            lines = lines.replace("{" + place + "}", str(at))
        exec(lines, known)
        name = {"z": "z", "loss": "L", "weight": "gradient", "bias": "gradient"}.get(number, "delta")
        assert number_in(known[name]) == pytest.approx(value, abs=1e-9), number
