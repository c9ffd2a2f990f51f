"""A training as a Keras program."""

from collections.abc import Iterator

from neurarium.engine.layers import BatchNorm, Dense, Dropout, Layer
from neurarium.engine.network import Network
from neurarium.engine.optimizers import Momentum
from neurarium.interop import phrases
from neurarium.interop.errors import InteropError
from neurarium.interop.programs.factor import factor_lines
from neurarium.interop.programs.plan import Plan, Program, Settings


def keras_program(plan: Plan) -> Program:
    """Write the training with `keras.Sequential` and `fit`."""
    config, notes = plan.config, list(plan.notes)
    loss = phrases.keras_loss(config.loss)
    definitions = [phrases.LOSS_DEFINITIONS[loss].strip("\n")] if loss in phrases.LOSS_DEFINITIONS else []
    callbacks: list[str] = []
    total: list[str] = []
    if plan.has_factor:
        definitions += [*factor_lines(plan), _SCHEDULE]
        callbacks.append("Schedule()")
        rows = f"len(x) - int(len(x) * {plan.validation!r})" if plan.validation else "len(x)"
        total = [f"total = epochs * math.ceil(({rows}) / {plan.batch})  # steps"]
        if isinstance(plan.optimizer, Momentum):
            notes.append("# Keras keeps the rate in the velocity: a changing rate acts later there.")
    if stop := config.early_stopping:
        monitor = "val_loss" if plan.validation else "loss"
        callbacks.append(
            f'keras.callbacks.EarlyStopping("{monitor}", min_delta={stop.min_delta!r}, '
            f"patience={stop.patience}, restore_best_weights={stop.restore_best})"
        )
    fit = ["x", "y", f"batch_size={plan.batch}", "epochs=epochs"]
    if plan.validation:
        fit.append(f"validation_split={plan.validation!r}")
    if callbacks:
        fit.append("callbacks=callbacks")
    metrics = ', metrics=["accuracy"]' if phrases.takes_logits(config.loss) else ""
    training = [
        f"epochs = {plan.epochs}",
        *total,
        f"optimizer = {phrases.optimizer_constructor(plan.optimizer).keras}",
        f"model.compile(optimizer, loss={loss}{metrics})",
        *(["callbacks = [", *(f"    {callback}," for callback in callbacks), "]"] if callbacks else []),
        f"model.fit({', '.join(fit)})",
    ]
    needed, model = keras_model(plan.network, _penalty(config))
    imports = [*notes, *(["import math", ""] if plan.has_factor else []), "import keras"]
    if "np." in plan.data.keras:
        imports.append("import numpy as np")
    return Program(
        "\n".join(imports),
        (*needed, *definitions),
        plan.data.keras,
        "\n".join(model),
        "\n".join(training),
    )


def keras_sizes(network: Network) -> tuple[int, ...]:
    """Return how many layers of the program's model each of the engine's layers becomes."""
    return tuple(len(list(_layer(layer, {}, penalized=False))) for layer in network.layers)


def keras_model(network: Network, penalty: str = "") -> tuple[list[str], list[str]]:
    """Return the functions that the model needs, and the lines that make it."""
    lines = [f"penalty = {penalty}"] if penalty else []
    lines += ["model = keras.Sequential([", f"    keras.Input(({network.n_in},)),"]
    functions: dict[str, str] = {}
    for layer in network.layers:
        lines += [f"    {line}," for line in _layer(layer, functions, penalized=bool(penalty))]
    return list(functions.values()), [*lines, "])"]


def _penalty(config: Settings) -> str:
    rates = [f"l1={config.l1!r}"] if config.l1 else []
    if config.l2:
        rates.append(f"l2={config.l2!r} / 2")  # ours is half the square
    return f"keras.regularizers.L1L2({', '.join(rates)})" if rates else ""


def _layer(layer: Layer, functions: dict[str, str], *, penalized: bool) -> Iterator[str]:
    """Return the constructors of a layer; `functions` takes what they call, by name."""
    activation = layer.activation
    if activation.name in phrases.KERAS_FUNCTIONS:
        functions[activation.name] = phrases.KERAS_FUNCTIONS[activation.name]
    if isinstance(layer, Dense):
        settings = [str(layer.n_out)]
        if activation.name != "linear":
            settings.append(f"activation={phrases.keras_activation(activation)}")
        init, bias = phrases.first_weights(layer).keras, phrases.first_bias(layer).keras
        if "VarianceScaling" in init:  # Keras wants a new one for each layer
            functions["he"] = f"def he():\n    return {init}"
            init = "he()"
        if init != '"glorot_uniform"':  # Keras's default
            settings.append(f"kernel_initializer={init}")
        if bias != '"zeros"':
            settings.append(f"bias_initializer={bias}")
        if penalized:
            settings.append("kernel_regularizer=penalty")
        yield f"keras.layers.Dense({', '.join(settings)})"
        return
    if isinstance(layer, BatchNorm):
        yield phrases.batch_norm(layer).keras
    elif isinstance(layer, Dropout):
        yield phrases.dropout(layer).keras
    else:
        raise InteropError(f"cannot write a layer of type {type(layer).__name__} as a program")
    if activation.name != "linear":
        yield phrases.activation_module(activation).keras


_SCHEDULE = """class Schedule(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.step = 0
        self.rate = float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate))

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate = self.rate * factor(self.step)
        self.step += 1"""
