"""What computes the numbers of `backprop`, and the step as a program in Keras and in PyTorch."""

from collections.abc import Iterable

import numpy as np

from neurarium.engine.layers import Dense, Layer
from neurarium.engine.losses import Loss
from neurarium.engine.mlp import MLP
from neurarium.engine.optimizers import SGD
from neurarium.engine.types import FloatArray
from neurarium.interop.phrases import Phrase, activation_module, loss_of_outputs, precision
from neurarium.lab.computed import Computed, computed
from neurarium.lab.exhibits.backprop.settings import BackpropSettings


def draw_computed(network: MLP, loss: Loss) -> dict[str, Computed]:
    """Return what computes each kind of number.

    The lines go on from the program: ``{k}`` is the sample, ``{z}`` the place in `model` of the activation
    after the layer's sums, ``{d}`` that of the layer itself; ``{i}`` and ``{j}`` an input and a unit of it.
    """
    sums = Phrase(
        "z = keras.Sequential(model.layers[:{z}])(x[{k}:{k} + 1])[0, {j}]",
        "z = model[:{z}](x[{k}])[{j}]",
    )
    kinds = {
        "z": computed(Dense.forward, sums),
        "delta": computed(Layer.through_activation, _delta(loss)),
        "error": computed(loss.gradient, _delta(loss), loss.gradient_formula),
        "weight": computed(Dense.backward, _gradient(loss, "kernel", "weight", "[{i}, {j}]", "[{j}, {i}]")),
        "bias": computed(Dense.backward, _gradient(loss, "bias", "bias", "[{j}]", "[{j}]")),
        "loss": computed(loss.rows, _sample(loss), loss.formula),
        "update": computed(SGD.update, Phrase("w.assign_sub(rate * g)", "p -= rate * p.grad"), SGD.formula),
    }
    for layer in network.dense_layers:
        f = layer.activation
        kinds[f"a.{f.name}"] = computed(
            f.forward,
            Phrase(
                "a = keras.Sequential(model.layers[:{z} + 1])(x[{k}:{k} + 1])[0, {j}]",
                "a = model[:{z} + 1](x[{k}:{k} + 1])[0, {j}]",
            ),
            f.formula,
        )
        kinds[f"slope.{f.name}"] = computed(f.derivative, _slope(), f.derivative_formula)
    return kinds


def draw_program(
    settings: BackpropSettings, network: MLP, loss: Loss, X: FloatArray, y: FloatArray
) -> Phrase:
    """Return the whole step: samples, weights, forward, loss, backward, update."""
    modules = [
        (layer.n_in, layer.n_out, activation_module(layer.activation)) for layer in network.dense_layers
    ]
    sign = "+" if settings.wrong_sign else "-"
    value = loss_of_outputs(loss).assigned("L")
    keras = [
        "import keras\nimport numpy as np\nimport tensorflow as tf\n",
        precision("float64").keras,
        f"x = np.array({_list(X)})\ny = np.array({_list(y)})\nrate = {settings.learning_rate!r}\n",
        "model = keras.Sequential([",
        f"    keras.Input(({network.n_in},)),",
        *(f"    keras.layers.Dense({n_out}),\n    {f.keras}," for _, n_out, f in modules),
        "])",
        f"model.set_weights([\n{_arrays(layer[name] for layer in network.parameters for name in 'Wb')}])\n",
        "with tf.GradientTape() as tape:\n    a = model(x)\n    " + value.keras,
        "gradients = tape.gradient(L, model.trainable_variables)",
        "for w, g in zip(model.trainable_variables, gradients):",
        f"    w.assign_{'add' if settings.wrong_sign else 'sub'}(rate * g)",
    ]
    torch = [
        "import torch\nfrom torch import nn\n",
        precision("float64").torch,
        f"x = torch.tensor({_list(X)})\ny = torch.tensor({_list(y)})\nrate = {settings.learning_rate!r}\n",
        "model = nn.Sequential(",
        *(f"    nn.Linear({n_in}, {n_out}),\n    {f.torch}," for n_in, n_out, f in modules),
        ")",
        "with torch.no_grad():",
        *(
            f"    model[{2 * i}].weight[:] = torch.tensor({_list(layer['W'].T)})\n"
            f"    model[{2 * i}].bias[:] = torch.tensor({_list(layer['b'])})"
            for i, layer in enumerate(network.parameters)
        ),
        "",
        f"a = model(x)\n{value.torch}\nL.backward()",
        f"with torch.no_grad():\n    for p in model.parameters():\n        p {sign}= rate * p.grad",
    ]
    return Phrase("\n".join(keras), "\n".join(torch))


def _of_sample(loss: Loss) -> Phrase:
    return loss_of_outputs(loss, "y[{k}:{k} + 1]").assigned("L")


def _sample(loss: Loss) -> Phrase:
    value = _of_sample(loss)
    return Phrase(
        f"a = model(x[{{k}}:{{k}} + 1])\n{value.keras}", f"a = model(x[{{k}}:{{k}} + 1])\n{value.torch}"
    )


def _delta(loss: Loss) -> Phrase:
    value = _of_sample(loss)
    return Phrase(
        "z = keras.Sequential(model.layers[:{z}])(x[{k}:{k} + 1])\n"
        "with tf.GradientTape() as tape:\n    tape.watch(z)\n"
        f"    a = keras.Sequential(model.layers[{{z}}:])(z)\n    {value.keras}\n"
        "delta = tape.gradient(L, z)[0, {j}]",
        f"z = model[:{{z}}](x[{{k}}:{{k}} + 1])\na = model[{{z}}:](z)\n{value.torch}\n"
        "delta = torch.autograd.grad(L, z)[0][0, {j}]",
    )


def _slope() -> Phrase:
    return Phrase(
        "z = keras.Sequential(model.layers[:{z}])(x[{k}:{k} + 1])\n"
        "with tf.GradientTape() as tape:\n    tape.watch(z)\n    a = model.layers[{z}](z)\n"
        "slope = tape.gradient(a, z)[0, {j}]",
        "z = model[:{z}](x[{k}:{k} + 1])\nslope = torch.autograd.grad(model[{z}](z).sum(), z)[0][0, {j}]",
    )


def _gradient(loss: Loss, keras: str, torch: str, at_keras: str, at_torch: str) -> Phrase:
    value = _of_sample(loss)
    return Phrase(
        f"with tf.GradientTape() as tape:\n    a = model(x[{{k}}:{{k}} + 1])\n    {value.keras}\n"
        f"gradient = tape.gradient(L, model.layers[{{d}}].{keras}){at_keras}",
        f"a = model(x[{{k}}:{{k}} + 1])\n{value.torch}\n"
        f"gradient = torch.autograd.grad(L, model[{{d}}].{torch})[0]{at_torch}",
    )


def _list(array: FloatArray) -> str:
    return repr(np.asarray(array).tolist())


def _arrays(arrays: Iterable[FloatArray]) -> str:
    return "".join(f"    np.array({_list(array)}),\n" for array in arrays)
