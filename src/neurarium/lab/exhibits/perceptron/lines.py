"""What computes the perceptron's numbers, and the whole run as a program."""

from dataclasses import dataclass

from neurarium.engine import margin
from neurarium.engine.activations import Step
from neurarium.engine.perceptron import Perceptron
from neurarium.engine.types import FloatArray, IntArray
from neurarium.interop.phrases import Phrase, activation_function
from neurarium.lab.computed import Computed, computed
from neurarium.lab.exhibits.perceptron.run import Run
from neurarium.lab.exhibits.perceptron.settings import MOST_MISTAKES

LISTED = 6
"""So many points are written out in a program."""

_STEP = activation_function(Step())
_ROWS = Phrase(
    'rows = keras.ops.concatenate([X, keras.ops.ones((len(X), 1), "float32")], axis=1)',
    "rows = torch.cat([X, torch.ones(len(X), 1, dtype=X.dtype)], dim=1)",
)


@dataclass(frozen=True)
class Twins:
    """The same run in Keras, PyTorch and scikit-learn."""

    keras: str
    torch: str
    sklearn: str  # empty where it refuses the points: all of one class


def draw_computed() -> dict[str, Computed]:
    """Return what computes each kind of number; ``{i}`` is a sample, ``{k}`` one of the two inputs."""
    step = "w, b = w + eta * error * X[{i}], b + eta * error"
    gamma = "\nv = {nearest}  # found by Wolfe's algorithm\n"
    return {
        "z": computed(
            Perceptron.weighted_sum, Phrase("z = keras.ops.dot(X[{i}], w) + b", "z = X[{i}] @ w + b")
        ),
        "change": computed(
            Perceptron.learn,
            Phrase(
                f"error = y[{{i}}] - {_STEP.keras}\n{step}",
                f"error = y[{{i}}] - {_STEP.torch}\n{step}",
            ),
        ),
        "mistakes": computed(
            Perceptron.mistakes, Phrase("mistakes += int(error != 0)", "mistakes += int(error != 0)")
        ),
        "wrong": computed(
            Perceptron.predict,
            Phrase(
                f"z = keras.ops.dot(X, w) + b\nwrong = keras.ops.sum({_STEP.keras} != y)",
                f"z = X @ w + b\nwrong = ({_STEP.torch} != y).sum()",
            ),
        ),
        "radius": computed(
            margin.margin,
            Phrase(
                f"{_ROWS.keras}\nR = keras.ops.max(keras.ops.norm(rows, axis=1))",
                f"{_ROWS.torch}\nR = rows.norm(dim=1).max()",
            ),
        ),
        "gamma": computed(
            margin.nearest_to_origin,
            Phrase(
                f"{_ROWS.keras}{gamma}"
                "v = keras.ops.array(v)\n"
                "gamma = keras.ops.min((2 * y - 1) * keras.ops.dot(rows, v)) / keras.ops.norm(v)",
                f"{_ROWS.torch}{gamma}"
                "v = torch.tensor(v, dtype=X.dtype)\ngamma = ((2 * y - 1) * (rows @ v)).min() / v.norm()",
            ),
        ),
        "bound": computed(
            margin.Margin.bound, Phrase("bound = (R / gamma) ** 2", "bound = (R / gamma) ** 2")
        ),
    }


def draw_program(run: Run, start: tuple[float, ...]) -> Twins:
    """Return the run as a program in each library, from the same weights and for as many passes."""
    points = _points(run.X, run.y)
    w, b = list(start[:2]), start[2]
    loop = (
        "s, t = 0 * w, 0.0\nmistakes = 0\n"
        f"for _ in range({run.passes}):\n"
        "    for x, true in zip(X, y):\n"
        "        z = {z}\n"
        "        error = true - {step}\n"
        "        s, t = s + error * x, t + error  # in units of eta: so rounding is the same for all\n"
        "        mistakes += int(error != 0)\n"
        "w, b = w + eta * s, b + eta * t"
    )
    cut = ""
    if len(run) >= MOST_MISTAKES:
        cut = f"# The exhibit stops at {MOST_MISTAKES} mistakes, the program after a whole pass.\n"
    keras = loop.format(z="keras.ops.dot(x, w) + b + eta * (keras.ops.dot(x, s) + t)", step=_STEP.keras)
    torch = loop.format(z="x @ w + b + eta * (x @ s + t)", step=_STEP.torch)
    several = len(set(run.y.tolist())) == 2
    return Twins(
        "# Keras has no layer for this rule: it is written out with its operations.\n"
        f"import keras\nimport numpy as np\n\n{points.format(open='np.array(', close=', np.float32)')}\n"
        f"w, b, eta = np.array({w!r}, np.float32), {b!r}, {run.eta!r}\n\n{cut}{keras}\n",
        f"import torch\n\n{points.format(open='torch.tensor(', close=', dtype=torch.float64)')}\n"
        f"w, b, eta = torch.tensor({w!r}, dtype=torch.float64), {b!r}, {run.eta!r}\n\n{cut}{torch}\n",
        "import numpy as np\nfrom sklearn.linear_model import Perceptron\n\n"
        f"{points.format(open='np.array(', close=')')}\n"
        f"neuron = Perceptron(eta0={run.eta!r}, shuffle=False, tol=None, max_iter={run.passes})\n"
        f"neuron.fit(X, y, coef_init=np.array([{w!r}]), intercept_init=np.array([{b!r}]))\n\n"
        "# A sum of exactly 0 is a mistake here for both classes, in the engine only for class 0:\n"
        "# where that happens, as at w = 0, the weights take another way. After as many passes, right:\n"
        "right = (neuron.predict(X) == y).sum()\n"
        if several
        else "",
    )


def _points(X: FloatArray, y: IntArray) -> str:
    """Return lines for `X` and `y`, with places for what makes arrays of lists."""
    if len(X) > LISTED:
        return (
            f"# points: {len(X)} rows x1, x2 and the answer, in the order of the exhibit\n"
            "X = {open}[row[:2] for row in points]{close}\ny = {open}[row[2] for row in points]{close}"
        )
    rows = ", ".join(str(row) for row in X.tolist())
    answers = ", ".join(str(float(answer)) for answer in y)
    return f"X = {{open}}[{rows}]{{close}}\ny = {{open}}[{answers}]{{close}}"
