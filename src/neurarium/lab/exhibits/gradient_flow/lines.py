"""What computes the exhibit's numbers, and the pass as a program in Keras and in PyTorch."""

from neurarium.engine import ACTIVATIONS
from neurarium.engine.layers import BatchNorm, Dense, Layer
from neurarium.engine.network import Network
from neurarium.engine.optimizers import SGD
from neurarium.interop.phrases import Phrase, activation_function, batch_norm, first_weights
from neurarium.interop.programs import mnist_lines
from neurarium.lab.computed import Computed, computed
from neurarium.lab.exhibits.gradient_flow.settings import (
    BATCH,
    CLASSES,
    STEPS,
    DeepSettings,
    GradientFlowSettings,
    make_initializer,
)
from neurarium.lab.exhibits.gradient_flow.sizes import LOSS
from neurarium.training.flatness import slopes
from neurarium.training.gradient_flow import size

FORWARD = "# one pass forward, and one back"
"""The program's second half begins here: before it, the network is made."""


def draw_computed(name: str) -> dict[str, Computed]:
    """Return what computes each kind of number, where `name` is the hidden layers' activation.

    The lines go on from the program. ``{k}`` is a station: 0 the inputs, then the hidden layers, at last the
    logits; ``{i}`` is a layer, from 0.
    """
    activation = ACTIVATIONS.get(name)
    return {
        "gradient": computed(
            size,
            Phrase(
                "g = gradients[{k}]\nsize = tf.norm(g) / tf.size(g, tf.float64) ** 0.5",
                "g = stations[{k}].grad\nsize = g.norm() / g.numel() ** 0.5",
            ),
            r"\frac{\lVert g \rVert}{\sqrt{N}}",
        ),
        "activation": computed(
            size,
            Phrase(
                "a = stations[{k}]\nsize = tf.norm(a) / tf.size(a, tf.float64) ** 0.5",
                "a = stations[{k}]\nsize = a.norm() / a.numel() ** 0.5",
            ),
            r"\frac{\lVert a \rVert}{\sqrt{N}}",
        ),
        "ratio": computed(Network.backward, _same("ratio = sizes[0] / sizes[-1]")),
        "through": computed(Layer.through_activation, Phrase("", "")),
        "back": computed(Dense.backward, Phrase("", "")),
        "slope": computed(slopes, Phrase("", ""), activation.derivative_formula),
        "loss": computed(LOSS.rows, Phrase("loss = float(loss)", "loss = loss.item()"), LOSS.formula),
        "update": computed(
            SGD.update,
            Phrase(
                "W = layers[{i}].kernel\nupdate = {rate} * tape.gradient(loss, W)\n"
                "share = tf.norm(update) / tf.norm(W)",
                "W = layers[{i}].weight\nupdate = {rate} * W.grad\nshare = update.norm() / W.norm()",
            ),
            SGD.formula,
        ),
    }


def _same(line: str) -> Phrase:
    return Phrase(line, line)


def draw_program(settings: GradientFlowSettings) -> Phrase:
    """Return the network and one pass, forward and back, with the size of the gradient at each station."""
    data = mnist_lines(limit=STEPS * BATCH, standardize=True)
    return Phrase(_keras(settings, data.keras), _torch(settings, data.torch))


def _first_weights(settings: DeepSettings) -> Phrase:
    layer = Dense(settings.width, settings.width, init=make_initializer(settings.initializer))
    return first_weights(layer)


def _norm(settings: DeepSettings) -> Phrase:
    return batch_norm(BatchNorm(settings.width))


def _keras(settings: DeepSettings, data: str) -> str:
    depth, width = settings.depth, settings.width
    f = activation_function(ACTIVATIONS.get(settings.activation)).keras
    init = _first_weights(settings).keras
    scaled = [f"    layer.kernel.assign({settings.weight_scale!r} * layer.kernel)"]
    lines = [
        "import keras\nimport tensorflow as tf\n",
        'keras.config.set_floatx("float64")',
        f"{data}\nx, y = tf.constant(x[:{BATCH}]), y[:{BATCH}]\n",
        f"sizes_in = [784] + [{width}] * {depth}",
        f"sizes_out = [{width}] * {depth} + [{CLASSES}]",
        "layers = []",
        "for n_in, n_out in zip(sizes_in, sizes_out):",
        f"    layer = keras.layers.Dense(n_out, kernel_initializer={init})",
        "    layer.build((None, n_in))",
        *(scaled if settings.weight_scale != 1 else []),
        "    layers.append(layer)",
        *([f"norms = [{_norm(settings).keras} for layer in layers[:-1]]"] if settings.batch_norm else []),
        f"\n{FORWARD}",
        "with tf.GradientTape(persistent=True) as tape:",
        "    tape.watch(x)",
        "    a, stations = x, [x]",
        "    for k, layer in enumerate(layers[:-1]):",
        "        z = layer(a)",
        *(["        z = norms[k](z, training=True)"] if settings.batch_norm else []),
        f"        b = {f}",
        f"        a = {'a + b if k > 0 else b' if settings.residual else 'b'}",
        "        stations.append(a)",
        "    z = layers[-1](a)",
        "    stations.append(z)",
        "    rows = keras.losses.sparse_categorical_crossentropy(y, z, from_logits=True)",
        "    loss = keras.ops.mean(rows)",
        "gradients = tape.gradient(loss, stations)",
        "sizes = [tf.norm(g) / tf.size(g, tf.float64) ** 0.5 for g in gradients]",
    ]
    return "\n".join(lines)


def _torch(settings: DeepSettings, data: str) -> str:
    depth, width = settings.depth, settings.width
    f = activation_function(ACTIVATIONS.get(settings.activation)).torch
    lines = [
        "import torch\nfrom torch import nn\nfrom torchvision import datasets\n",
        "torch.set_default_dtype(torch.float64)",
        f"{data}\nx, y = x[:{BATCH}].double(), y[:{BATCH}]\n",
        f"sizes_in = [784] + [{width}] * {depth}",
        f"sizes_out = [{width}] * {depth} + [{CLASSES}]",
        "layers = [nn.Linear(n_in, n_out) for n_in, n_out in zip(sizes_in, sizes_out)]",
        "with torch.no_grad():",
        "    for layer in layers:",
        f"        {_first_weights(settings).torch}",
        *([f"        layer.weight *= {settings.weight_scale!r}"] if settings.weight_scale != 1 else []),
        "        nn.init.zeros_(layer.bias)",
        *([f"norms = [{_norm(settings).torch} for layer in layers[:-1]]"] if settings.batch_norm else []),
        f"\n{FORWARD}",
        "a = x.requires_grad_()",
        "stations = [a]",
        "for k, layer in enumerate(layers[:-1]):",
        "    z = layer(a)",
        *(["    z = norms[k](z)"] if settings.batch_norm else []),
        f"    b = {f}",
        f"    a = {'a + b if k > 0 else b' if settings.residual else 'b'}",
        "    a.retain_grad()",
        "    stations.append(a)",
        "z = layers[-1](a)",
        "z.retain_grad()",
        "stations.append(z)",
        "loss = nn.functional.cross_entropy(z, y)",
        "loss.backward()",
        "sizes = [a.grad.norm() / a.numel() ** 0.5 for a in stations]",
    ]
    return "\n".join(lines)
