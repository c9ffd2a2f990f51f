"""Neurarium: a glass-box lab for neural networks.

One engine, in NumPy that can be read like a textbook; a compiled twin of it; training as a generator of
events; MNIST, and reading handwriting; a command line; and a local web lab. Start with `MLP`, `Trainer` and
`mnist`.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:  # for those who check types: nothing of this is imported here
    from typing import Any

    from neurarium.console.telling import attempt, curve
    from neurarium.data import Augmentation, gate, iris, mnist, read_idx, read_npz, toy
    from neurarium.engine import (
        MLP,
        SGD,
        Adam,
        AdamW,
        BatchNorm,
        BinaryCrossEntropy,
        CrossEntropy,
        Dense,
        Diverged,
        Dropout,
        MeanSquaredError,
        Momentum,
        Nesterov,
        Network,
        NeurariumError,
        Perceptron,
        Residual,
        RMSprop,
        Scaling,
        accuracy,
        check_gradient,
        confusion_matrix,
    )
    from neurarium.estimator import MLPClassifier, MLPRegressor
    from neurarium.interop import publish
    from neurarium.persist import Model, load_model, save_model
    from neurarium.recognizer import read_digits
    from neurarium.training import Dataset, EarlyStopping, History, TrainConfig, Trainer, evaluate
    from neurarium.tuning import Range, sweep

__version__ = "0.1.0"

__all__ = [
    "MLP",
    "SGD",
    "Adam",
    "AdamW",
    "Augmentation",
    "BatchNorm",
    "BinaryCrossEntropy",
    "CrossEntropy",
    "Dataset",
    "Dense",
    "Diverged",
    "Dropout",
    "EarlyStopping",
    "History",
    "MLPClassifier",
    "MLPRegressor",
    "MeanSquaredError",
    "Model",
    "Momentum",
    "Nesterov",
    "Network",
    "NeurariumError",
    "Perceptron",
    "RMSprop",
    "Range",
    "Residual",
    "Scaling",
    "TrainConfig",
    "Trainer",
    "__version__",
    "accuracy",
    "attempt",
    "check_gradient",
    "confusion_matrix",
    "curve",
    "evaluate",
    "gate",
    "iris",
    "load_model",
    "mnist",
    "publish",
    "read_digits",
    "read_idx",
    "read_npz",
    "save_model",
    "sweep",
    "toy",
]

_MODULES = {
    "neurarium.console.telling": "attempt curve",
    "neurarium.data": "Augmentation gate iris mnist read_idx read_npz toy",
    "neurarium.engine": (
        "Adam AdamW BatchNorm BinaryCrossEntropy CrossEntropy Dense Diverged Dropout MLP "
        "MeanSquaredError Momentum Nesterov Network NeurariumError Perceptron RMSprop Residual SGD "
        "Scaling accuracy check_gradient confusion_matrix"
    ),
    "neurarium.estimator": "MLPClassifier MLPRegressor",
    "neurarium.interop": "publish",
    "neurarium.persist": "Model load_model save_model",
    "neurarium.recognizer": "read_digits",
    "neurarium.training": "Dataset EarlyStopping History TrainConfig Trainer evaluate",
    "neurarium.tuning": "Range sweep",
}
"""Where the public names are defined."""

_HOMES = {name: module for module, names in _MODULES.items() for name in names.split()}
_PACKAGES = (
    "data",
    "engine",
    "estimator",
    "interop",
    "kernels",
    "persist",
    "recognizer",
    "training",
    "tuning",
)


def __getattr__(name: str) -> "Any":
    # Each name is imported when it is first used: this package is imported before every command, and as long
    # as that takes a command cannot answer Ctrl-C.
    from importlib import import_module

    if name in _PACKAGES:
        return import_module(f"neurarium.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'neurarium' has no attribute {name!r}")
    try:
        module = import_module(_HOMES[name])
    except ModuleNotFoundError as error:
        if _HOMES[name] != "neurarium.estimator":
            raise
        raise ImportError(
            f"{name} needs scikit-learn, which is not installed: pip install 'neurarium[sklearn]'"
        ) from error
    globals()[name] = found = getattr(module, name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
