"""What computes the exhibit's numbers, and each of its parts as a program."""

from neurarium.engine import ACTIVATIONS, Network
from neurarium.engine.activations import Softmax, Step
from neurarium.engine.layers import Dense
from neurarium.engine.metrics import correct
from neurarium.engine.surgery import merged
from neurarium.interop import InteropError
from neurarium.interop.phrases import Phrase, activation_function, activation_slope
from neurarium.interop.programs import NO_SEQUENCE, mnist_lines, programs, reading_program
from neurarium.lab.computed import Computed, activated, computed, sloped
from neurarium.lab.exhibits.activations.collapse import Collapse
from neurarium.lab.exhibits.activations.settings import ActivationsSettings
from neurarium.lab.exhibits.activations.sums import FLAT
from neurarium.lab.exhibits.activations.training import TRAINING_IMAGES, Watched
from neurarium.lab.exhibits.activations.view import Programs
from neurarium.training.flatness import count_flat, count_silent
from neurarium.training.probe import dead_units

_SOFTMAX = ACTIVATIONS.get("softmax")
_SILENT = Phrase(
    "silent = keras.ops.sum(keras.ops.all(z <= 0, axis=0))", "silent = (z <= 0).all(dim=0).sum()"
)
_IMPORTS = Phrase("import keras\nimport tensorflow as tf", "import torch")
_DIFFERENCE = Phrase("keras.ops.max(keras.ops.abs(two - one))", "(two - one).abs().max()")
_ACCURACY = Phrase(
    "accuracy = keras.ops.mean(keras.ops.argmax(model(x_test[:1000]), axis=1) == y_test[:1000])",
    "accuracy = (model(x_test[:1000]).argmax(1) == y_test[:1000]).float().mean()",
)


def draw_computed(settings: ActivationsSettings, layer_activation: str) -> dict[str, Computed]:
    """Return what computes each kind of number; ``f.NAME`` and ``slope.NAME`` of each function drawn."""
    of_layer = ACTIVATIONS.get(layer_activation)
    slope = Phrase("", "") if isinstance(of_layer, Step) else activation_slope(of_layer)
    found = {
        "flat": computed(
            count_flat,
            Phrase(
                f"{slope.keras}\nflat = keras.ops.sum(keras.ops.abs(slope) < {FLAT})",
                f"{slope.torch}\nflat = (slope.abs() < {FLAT}).sum()",
            ),
        ),
        "dead": computed(dead_units, _SILENT),
        "silent": computed(count_silent, _SILENT),
        "z": computed(Dense.forward, "dense.z"),
        "accuracy": computed(correct, _ACCURACY),
        "product": computed(merged, Phrase("W = W1 @ W2", "W = W1 @ W2")),
        "difference": computed(
            Dense.forward,
            _DIFFERENCE,
        ),
        "depth": computed(
            Dense.backward,
            Phrase("tape.gradient(a, z)", "torch.autograd.grad(a, z)"),
        ),
        "softmax": computed(Softmax.forward, activation_function(_SOFTMAX).assigned("p"), _SOFTMAX.formula),
    }
    for name in settings.drawn:
        f = ACTIVATIONS.get(name)
        found[f"f.{name}"] = activated(f)
        if not isinstance(f, Step):
            found[f"slope.{name}"] = sloped(f)
    return found


def draw_programs(settings: ActivationsSettings, watched: Watched, collapsed: Collapse) -> Programs:
    """Return each part as a program, with the numbers of now."""
    return Programs(
        curve=_curve(settings),
        sums=_sums(settings, watched),
        collapse=_collapse(collapsed, bend=settings.bend),
        depth=_depth(settings),
        softmax=_softmax(settings),
    )


def _curve(settings: ActivationsSettings) -> Phrase:
    """Return f(z) and f'(z) of the function that is followed."""
    f = ACTIVATIONS.get(settings.activation)
    row = [settings.z, *[0.0] * 9] if isinstance(f, Softmax) else [settings.z]
    z = Phrase(f"z = tf.constant([{row}])", f"z = torch.tensor([{row}])")
    if isinstance(f, Step):
        lines = activation_function(f).assigned("a")
    elif isinstance(f, Softmax):
        a = activation_function(f)
        lines = Phrase(
            f"with tf.GradientTape() as tape:\n    tape.watch(z)\n    a = {a.keras}[0, 0]\n"
            "slope = tape.gradient(a, z)[0, 0]",
            f"z.requires_grad_()\na = {a.torch}[0, 0]\nslope = torch.autograd.grad(a, z)[0][0, 0]",
        )
    else:
        lines = activation_slope(f)
    return _joined(_IMPORTS, z, lines)


def _sums(settings: ActivationsSettings, watched: Watched) -> Phrase:
    """Return the training, or the way from an image to the answer of a model of the shelf."""
    network: Network = watched.network
    try:
        if watched.trainer is None:
            return reading_program(network, *watched.scaling.one)
        scaled = settings.weight_scale
        left_out = [] if scaled == 1 else [f"the initial weights, multiplied by {scaled!r}"]
        data = mnist_lines(limit=TRAINING_IMAGES)
        return programs(network, watched.trainer.config, data, left_out=left_out).texts
    except InteropError:
        return NO_SEQUENCE


def _collapse(found: Collapse, *, bend: bool) -> Phrase:
    """Return both ways from x to the outputs."""
    names = {
        "W1": found.first,
        "b1": found.first_bias,
        "W2": found.second,
        "b2": found.second_bias,
    }
    keras = [f"{name} = np.array({values.tolist()})" for name, values in names.items()]
    torch = [
        f"{name} = torch.tensor({values.tolist()}, dtype=torch.float64)" for name, values in names.items()
    ]
    inside = Phrase("keras.ops.relu(x @ W1 + b1)", "torch.relu(x @ W1 + b1)")
    if not bend:
        inside = Phrase("(x @ W1 + b1)", "(x @ W1 + b1)")
    return _joined(
        Phrase("import keras\nimport numpy as np", "import torch"),
        Phrase("\n".join(keras), "\n".join(torch)),
        Phrase(
            "x = np.random.default_rng().uniform(-3, 3, (1000, 2))",
            "x = 6 * torch.rand(1000, 2, dtype=torch.float64) - 3",
        ),
        Phrase(f"two = {inside.keras} @ W2 + b2", f"two = {inside.torch} @ W2 + b2"),
        Phrase("one = x @ (W1 @ W2) + (b1 @ W2 + b2)", "one = x @ (W1 @ W2) + (b1 @ W2 + b2)"),
        _DIFFERENCE.assigned("difference"),
        between="\n",
    )


def _depth(settings: ActivationsSettings) -> Phrase:
    """Return the gradient that comes back through the chain of so many layers."""
    f = activation_function(ACTIVATIONS.get(settings.activation))
    through = settings.depth
    return _joined(
        _IMPORTS,
        Phrase(f"z = tf.constant([[{settings.z!r}]])", f"z = torch.tensor([[{settings.z!r}]])"),
        Phrase(
            "start = z\nwith tf.GradientTape() as tape:\n    tape.watch(start)\n"
            f"    for layer in range({through}):\n        z = {f.keras}\nproduct = tape.gradient(z, start)",
            f"start = z.requires_grad_()\nfor layer in range({through}):\n    z = {f.torch}\n"
            "product, = torch.autograd.grad(z.sum(), start)",
        ),
    )


def _softmax(settings: ActivationsSettings) -> Phrase:
    """Return the probabilities of the scores."""
    scores, constant, temperature = list(settings.scores), settings.constant, settings.temperature
    scaled = f"(scores + {constant!r}) / {temperature!r}"
    return _joined(
        Phrase("import keras\nimport numpy as np", "import torch"),
        Phrase(f"scores = np.array([{scores}])", f"scores = torch.tensor([{scores}])"),
        Phrase(f"z = {scaled}", f"z = {scaled}"),
        activation_function(_SOFTMAX).assigned("p"),
        between="\n",
    )


def _joined(*parts: Phrase, between: str = "\n\n") -> Phrase:
    first, *rest = parts
    return Phrase(
        "\n\n".join((first.keras, between.join(part.keras for part in rest))),
        "\n\n".join((first.torch, between.join(part.torch for part in rest))),
    )
