"""How Keras and PyTorch say what the engine does: one table, from the engine's own objects to their lines.

Whatever shows "the same in Keras" or "the same in PyTorch" takes it from here: an export, a whole program, or
the line beside one number. A setting in which the libraries' defaults differ from the engine's is always
written out.

Sources: the API references of Keras 3 and of PyTorch 2.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from neurarium.engine.activations import Activation, LeakyReLU
from neurarium.engine.initializers import Initializer, Normal, Uniform
from neurarium.engine.layers import BatchNorm, Dense, Dropout
from neurarium.engine.losses import Loss
from neurarium.engine.optimizers import Adam, AdamW, Momentum, Optimizer, RMSprop


@dataclass(frozen=True)
class Phrase:
    """The same in Keras 3 and in PyTorch: one expression each, or a few lines."""

    keras: str
    torch: str

    def assigned(self, name: str) -> "Phrase":
        """Return the lines that give the expression a name."""
        return Phrase(f"{name} = {self.keras}", f"{name} = {self.torch}")

    def of_rows(self, part: str) -> "Phrase":
        """Return the same of `x_PART` and `y_PART`, in place of `x` and `y`."""
        return Phrase(*(re.sub(r"\b([xy])\b", rf"\1_{part}", text) for text in (self.keras, self.torch)))


def precision(dtype: str) -> Phrase:
    """Return the lines that have everything afterwards computed in `dtype`.

    Keras keeps what layers compute in apart from the arrays, from the first layer on that the process makes.
    """
    return Phrase(
        f'keras.config.set_floatx("{dtype}")\nkeras.config.set_dtype_policy("{dtype}")',
        f"torch.set_default_dtype(torch.{dtype})",
    )


# --- activations --------------------------------------------------------------------------------------------

_FUNCTIONS = {
    "step": Phrase('keras.ops.cast(z >= 0, "float32")', "(z >= 0).float()"),
    "linear": Phrase("z", "z"),
    "sigmoid": Phrase("keras.ops.sigmoid(z)", "torch.sigmoid(z)"),
    "tanh": Phrase("keras.ops.tanh(z)", "torch.tanh(z)"),
    "relu": Phrase("keras.ops.relu(z)", "torch.relu(z)"),
    "gelu": Phrase("keras.ops.gelu(z, approximate=True)", 'torch.nn.functional.gelu(z, approximate="tanh")'),
    "softmax": Phrase("keras.ops.softmax(z)", "torch.softmax(z, dim=1)"),
    "exp": Phrase("keras.ops.exp(z)", "torch.exp(z)"),
}

_MODULES = {
    "step": Phrase("keras.layers.Activation(step)", "Step()"),
    "linear": Phrase('keras.layers.Activation("linear")', "nn.Identity()"),
    "sigmoid": Phrase('keras.layers.Activation("sigmoid")', "nn.Sigmoid()"),
    "tanh": Phrase('keras.layers.Activation("tanh")', "nn.Tanh()"),
    "relu": Phrase('keras.layers.Activation("relu")', "nn.ReLU()"),
    "gelu": Phrase("keras.layers.Activation(gelu)", 'nn.GELU(approximate="tanh")'),
    "softmax": Phrase('keras.layers.Activation("softmax")', "nn.Softmax(dim=1)"),
    "exp": Phrase('keras.layers.Activation("exponential")', "Exp()"),
}

KERAS_FUNCTIONS = {
    "step": "def step(z):\n    return keras.ops.cast(z >= 0, z.dtype)",
    "gelu": "def gelu(z):\n    return keras.ops.gelu(z, approximate=True)",
}
"""What Keras's layers take as ``activation=`` but do not know by name."""


def activation_function(activation: Activation) -> Phrase:
    """Return f(z), with `z` as the argument's name."""
    if isinstance(activation, LeakyReLU):
        slope = repr(activation.alpha)
        return Phrase(
            f"keras.ops.leaky_relu(z, negative_slope={slope})",
            f"torch.nn.functional.leaky_relu(z, {slope})",
        )
    return _FUNCTIONS[activation.name]


def activation_module(activation: Activation) -> Phrase:
    """Return f as a layer of Keras and as a module of PyTorch."""
    if isinstance(activation, LeakyReLU):
        slope = repr(activation.alpha)
        return Phrase(f"keras.layers.LeakyReLU(negative_slope={slope})", f"nn.LeakyReLU({slope})")
    return _MODULES[activation.name]


def activation_slope(activation: Activation) -> Phrase:
    """Return the lines that compute f'(z) as `slope`."""
    f = activation_function(activation)
    return Phrase(
        f"with tf.GradientTape() as tape:\n    tape.watch(z)\n    a = {f.keras}\nslope = tape.gradient(a, z)",
        f"z.requires_grad_()\na = {f.torch}\nslope, = torch.autograd.grad(a.sum(), z)",
    )


def keras_activation(activation: Activation) -> str:
    """Return what Keras's `Dense` takes as ``activation=``: a name, or one of `KERAS_FUNCTIONS`."""
    if isinstance(activation, LeakyReLU):
        return activation_module(activation).keras
    name = {"exp": "exponential"}.get(activation.name, activation.name)  # Keras spells it out
    return name if name in KERAS_FUNCTIONS else f'"{name}"'


# --- layers -------------------------------------------------------------------------------------------------


def batch_norm(layer: BatchNorm) -> Phrase:
    """Return the layer's constructor in both."""
    new = round(1 - layer.momentum, 12)  # PyTorch names the share of the new statistics, not of the old
    return Phrase(
        f"keras.layers.BatchNormalization(momentum={layer.momentum!r}, epsilon={layer.epsilon!r})",
        f"nn.BatchNorm1d({layer.n_out}, eps={layer.epsilon!r}, momentum={new!r})",
    )


def dropout(layer: Dropout) -> Phrase:
    """Return the layer's constructor in both."""
    return Phrase(f"keras.layers.Dropout({layer.rate!r})", f"nn.Dropout({layer.rate!r})")


def first_weights(layer: Dense) -> Phrase:
    """Return how a dense layer's weights `W` begin: Keras's initializer, and the call for `layer.weight`."""
    init: Initializer | None = layer.init
    assert init is not None
    if isinstance(init, Uniform):
        limit = repr(init.limit)
        return Phrase(
            f"keras.initializers.RandomUniform(-{limit}, {limit})",
            f"nn.init.uniform_(layer.weight, -{limit}, {limit})",
        )
    if isinstance(init, Normal):
        scale = repr(init.scale)
        return Phrase(
            f"keras.initializers.RandomNormal(stddev={scale})",
            f"nn.init.normal_(layer.weight, std={scale})",
        )
    return {
        "zeros": Phrase('"zeros"', "nn.init.zeros_(layer.weight)"),
        "xavier": Phrase('"glorot_uniform"', "nn.init.xavier_uniform_(layer.weight)"),
        # Keras's own "he_normal" cuts the normal distribution off at two standard deviations.
        "he": Phrase(
            'keras.initializers.VarianceScaling(2.0, "fan_in", "untruncated_normal")',
            "nn.init.kaiming_normal_(layer.weight)",
        ),
    }[init.name]


def first_bias(layer: Dense) -> Phrase:
    """Return how a dense layer's biases begin."""
    if layer.bias == 0:
        return Phrase('"zeros"', "nn.init.zeros_(layer.bias)")
    value = repr(layer.bias)
    return Phrase(f"keras.initializers.Constant({value})", f"nn.init.constant_(layer.bias, {value})")


# --- losses -------------------------------------------------------------------------------------------------

LOSS_DEFINITIONS = {
    "half_squared_error": '''
def half_squared_error(y, a):
    """Half the squared distance of each row: summed over the outputs, where Keras's own takes the mean."""
    return 0.5 * keras.ops.sum(keras.ops.square(a - y), axis=-1)
''',
    "summed_cross_entropy": '''
def summed_cross_entropy(y, a):
    """Binary cross-entropy of each row: summed over the outputs, where Keras's own takes the mean."""
    return keras.ops.sum(keras.ops.binary_crossentropy(y, a), axis=-1)
''',
    "half_poisson_deviance": '''
def half_poisson_deviance(y, a):
    """Half the Poisson deviance of each row, summed over the outputs."""
    logs = keras.ops.log(keras.ops.maximum(y, 1e-30)) - keras.ops.log(a)
    return keras.ops.sum(y * logs - y + a, axis=-1)
''',
}


def keras_loss(loss: Loss) -> str:
    """Return what `model.compile` takes as the loss; for names of our own see `LOSS_DEFINITIONS`."""
    return {
        "mse": "half_squared_error",
        "cross_entropy": '"sparse_categorical_crossentropy"',
        "binary_cross_entropy": "summed_cross_entropy",
        "poisson": "half_poisson_deviance",
    }[loss.name]


def loss_value(loss: Loss, y: str = "y") -> Phrase:
    """Return the mean loss of some rows with the targets `y`, as one expression.

    `z` are the last layer's sums and `a` its activations; `y` are class numbers for cross-entropy.
    """
    return {
        "mse": Phrase(
            f"0.5 * keras.ops.mean(keras.ops.sum(keras.ops.square(a - {y}), axis=-1))",
            f"0.5 * (a - {y}).square().sum(1).mean()",
        ),
        "cross_entropy": Phrase(
            f"keras.ops.mean(keras.losses.sparse_categorical_crossentropy({y}, a))",
            f"nn.functional.cross_entropy(z, {y})",
        ),
        "binary_cross_entropy": Phrase(
            f"keras.ops.mean(keras.ops.sum(keras.ops.binary_crossentropy({y}, a), axis=-1))",
            f'nn.functional.binary_cross_entropy_with_logits(z, {y}, reduction="sum") / len(z)',
        ),
        "poisson": Phrase(
            f"keras.ops.mean(keras.ops.sum({y} * keras.ops.log(keras.ops.maximum({y}, 1e-30) / a) "
            f"- {y} + a, axis=-1))",
            f"(torch.xlogy({y}, {y} / a) - {y} + a).sum(1).mean()",
        ),
    }[loss.name]


def loss_of_outputs(loss: Loss, y: str = "y") -> Phrase:
    """Return the mean loss of some rows as books write it: of the outputs `a` and one-hot targets `y`.

    Binary cross-entropy is that of one output.
    """
    return {
        "mse": Phrase(
            f"0.5 * tf.reduce_mean(tf.reduce_sum((a - {y}) ** 2, axis=1))",
            f"0.5 * ((a - {y}) ** 2).sum(1).mean()",
        ),
        "cross_entropy": Phrase(
            f"tf.reduce_mean(-tf.reduce_sum({y} * tf.math.log(a), axis=1))",
            f"-({y} * torch.log(a)).sum(1).mean()",
        ),
        "binary_cross_entropy": Phrase(
            f"tf.reduce_mean(-({y} * tf.math.log(a) + (1 - {y}) * tf.math.log(1 - a)))",
            f"-({y} * torch.log(a) + (1 - {y}) * torch.log(1 - a)).mean()",
        ),
    }[loss.name]


def takes_logits(loss: Loss) -> bool:
    """Say whether PyTorch's loss takes the sums `z` and applies the last activation itself."""
    return loss.name not in ("mse", "poisson")


# --- optimizers ---------------------------------------------------------------------------------------------


def optimizer_constructor(optimizer: Optimizer) -> Phrase:
    """Return the optimizer's constructor in both; PyTorch's is for the parameters of `model`."""
    return _OPTIMIZERS[optimizer.name](optimizer)


def _sgd(optimizer: Optimizer) -> Phrase:
    return _constructor("SGD", optimizer, "", "")


def _momentum(optimizer: Optimizer) -> Phrase:
    assert isinstance(optimizer, Momentum)
    settings = f", momentum={optimizer.momentum!r}"
    if optimizer.name == "nesterov" and optimizer.momentum > 0:  # PyTorch refuses Nesterov without momentum
        settings += ", nesterov=True"
    return _constructor("SGD", optimizer, settings, settings)


def _rmsprop(optimizer: Optimizer) -> Phrase:
    assert isinstance(optimizer, RMSprop)
    rho, epsilon = optimizer.rho, optimizer.epsilon
    inside = f"{epsilon**2:.12g}"  # Keras adds it under the root: sqrt(s + epsilon)
    return _constructor(
        "RMSprop", optimizer, f", rho={rho!r}, epsilon={inside}", f", alpha={rho!r}, eps={epsilon!r}"
    )


def _adam(optimizer: Optimizer) -> Phrase:
    assert isinstance(optimizer, Adam)
    beta1, beta2, epsilon = optimizer.beta1, optimizer.beta2, optimizer.epsilon
    keras = f", beta_1={beta1!r}, beta_2={beta2!r}, epsilon={epsilon!r}"
    torch = f", betas=({beta1!r}, {beta2!r}), eps={epsilon!r}"
    if isinstance(optimizer, AdamW):
        decay = f", weight_decay={optimizer.weight_decay!r}"
        return _constructor("AdamW", optimizer, keras + decay, torch + decay)
    return _constructor("Adam", optimizer, keras, torch)


def _constructor(name: str, optimizer: Optimizer, keras: str, torch: str) -> Phrase:
    rate = repr(float(optimizer.learning_rate))
    return Phrase(
        f"keras.optimizers.{name}({rate}{keras})", f"torch.optim.{name}(model.parameters(), {rate}{torch})"
    )


_OPTIMIZERS: dict[str, Callable[[Optimizer], Phrase]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _momentum,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adam,
}
