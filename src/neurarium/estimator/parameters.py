"""What the parameters may be, and the engine's parts that they mean."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from neurarium.engine.activations import ACTIVATIONS, Activation
from neurarium.engine.errors import ParameterError
from neurarium.engine.family import is_number, is_whole
from neurarium.engine.optimizers import OPTIMIZERS, SGD, Adam, Momentum, Nesterov, Optimizer

STOCHASTIC = ("sgd", "adam")
"""The solvers that take a step for each batch."""

ENGINE_NAMES = {"identity": "linear", "logistic": "sigmoid"}
"""scikit-learn's names of activations that have another one in the engine."""


def _at_least(least: float) -> Callable[[Any], bool]:
    return lambda value: is_number(value) and least <= value < np.inf


def _above_0(value: Any) -> bool:
    return is_number(value) and 0 < value < np.inf


def _whole(value: Any) -> bool:
    return is_whole(value) and value >= 1


def _share(value: Any) -> bool:
    return is_number(value) and 0 <= value < 1


def _flag(value: Any) -> bool:
    return isinstance(value, bool | np.bool_)


def _one_of(*names: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in names


RULES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "loss": (_one_of("squared_error", "poisson"), "'squared_error' or 'poisson'"),
    "solver": (_one_of("lbfgs", *STOCHASTIC), "'lbfgs', 'sgd' or 'adam'"),
    "alpha": (_at_least(0), "a number, 0 or more"),
    "l1": (_at_least(0), "a number, 0 or more"),
    "batch_size": (
        lambda value: _whole(value) or _one_of("auto")(value),
        "'auto' or a whole number, 1 or more",
    ),
    "learning_rate": (
        _one_of("constant", "invscaling", "adaptive"),
        "'constant', 'invscaling' or 'adaptive' (the number is learning_rate_init)",
    ),
    "learning_rate_init": (_above_0, "a number above 0"),
    "power_t": (_at_least(0), "a number, 0 or more"),
    "max_iter": (_whole, "a whole number, 1 or more"),
    "max_fun": (_whole, "a whole number, 1 or more"),
    "shuffle": (_flag, "True or False"),
    "tol": (_at_least(0), "a number, 0 or more"),
    "verbose": (
        lambda value: _flag(value) or (is_whole(value) and value >= 0),
        "True, False or a whole number, 0 or more",
    ),
    "warm_start": (_flag, "True or False"),
    "momentum": (lambda value: is_number(value) and 0 <= value <= 1, "a number from 0 to 1"),
    "nesterovs_momentum": (_flag, "True or False"),
    "early_stopping": (_flag, "True or False"),
    "validation_fraction": (_share, "a number, 0 or more and below 1"),
    "beta_1": (_share, "a number, 0 or more and below 1"),
    "beta_2": (_share, "a number, 0 or more and below 1"),
    "epsilon": (_above_0, "a number above 0"),
    "n_iter_no_change": (
        lambda value: _whole(value) or (is_number(value) and value == np.inf),
        "a whole number, 1 or more, or infinity",
    ),
    "dropout": (_share, "a number, 0 or more and below 1"),
    "batch_norm": (_flag, "True or False"),
    "standardize_targets": (lambda value: _flag(value) or _one_of("auto")(value), "True, False or 'auto'"),
    "threads": (lambda value: value is None or _whole(value), "None or a whole number, 1 or more"),
    "dtype": (lambda value: _float_name(value) in ("float32", "float64"), "float32 or float64"),
}

NOT_WITH_LBFGS = {"optimizer": None, "schedule": "constant", "dropout": 0, "batch_norm": False}


def check_parameters(estimator: Any) -> None:
    """Raise `ParameterError` if a parameter has a value that it cannot have."""
    for name, (accepts, words) in RULES.items():
        value = getattr(estimator, name, None)
        if hasattr(estimator, name) and not accepts(value):
            raise ParameterError(
                f"The {name!r} parameter of {type(estimator).__name__} must be {words}. "
                f"Got {value!r} instead."
            )
    if estimator.solver == "lbfgs":
        for name, off in NOT_WITH_LBFGS.items():
            if getattr(estimator, name) != off:
                raise ParameterError(
                    f"The solver 'lbfgs' looks at all rows at once and finds its own steps: expected {name} "
                    f"to be {off!r}, got {getattr(estimator, name)!r}. Use the solver 'adam' or 'sgd'."
                )


def hidden_sizes(given: Any) -> list[int]:
    """Return the units of each hidden layer: of one number, a sequence, an array; none of an empty one."""
    sizes = list(given) if _is_listed(given) else [given]
    if not all(is_whole(size) for size in sizes):
        raise ParameterError(
            f"The 'hidden_layer_sizes' parameter must be whole numbers, such as (100,) or 100. Got {given!r} "
            "instead."
        )
    if any(size <= 0 for size in sizes):
        raise ParameterError(f"hidden_layer_sizes must be > 0, got {[int(size) for size in sizes]}.")
    return [int(size) for size in sizes]


def _is_listed(given: Any) -> bool:
    """Say whether these are several values, and not one: of arrays, those without an axis are one."""
    listed = isinstance(given, Iterable) and not isinstance(given, str | bytes)
    return listed and getattr(given, "ndim", 1) > 0


def engine_activation(given: str | Activation) -> Activation:
    """Return the activation that a name of scikit-learn's or of the engine's means, or the one given."""
    if isinstance(given, str):
        given = ENGINE_NAMES.get(given, given)
    return ACTIVATIONS.get(given)


def activations(given: str | Activation | Sequence[str | Activation], n: int) -> list[Activation]:
    """Return one activation for each of `n` hidden layers."""
    if isinstance(given, str | Activation):
        return [engine_activation(given)] * n
    named = list(given) if _is_listed(given) else None
    if named is None or len(named) != n:
        got = repr(given) if named is None else len(named)
        raise ParameterError(f"expected one activation for all or a list of {n}, got {got}")
    return [engine_activation(name) for name in named]


def engine_optimizer(estimator: Any) -> Optimizer:
    """Return the rule that moves the weights: `optimizer` if that is given, or else what `solver` says."""
    given, rate = estimator.optimizer, float(estimator.learning_rate_init)
    if isinstance(given, str):
        return OPTIMIZERS.get({"name": given, "learning_rate": rate})
    if given is not None:
        return OPTIMIZERS.get(given)
    if estimator.solver == "adam":
        beta1, beta2 = float(estimator.beta_1), float(estimator.beta_2)
        return Adam(rate, beta1, beta2, float(estimator.epsilon), epsilon_hat=True)
    if estimator.momentum == 0:
        return SGD(rate)
    # The engine's momentum must fade; the next smaller number than 1 is 1 to all purposes.
    momentum = min(float(estimator.momentum), float(np.nextafter(1, 0)))
    return (Nesterov if estimator.nesterovs_momentum else Momentum)(rate, momentum)


def _float_name(dtype: Any) -> str:
    try:
        return np.dtype(dtype).name if dtype is not None else ""
    except TypeError:
        return ""
