"""Neurarium: a glass-box lab for neural networks.

One engine, in NumPy that can be read like a textbook; a compiled twin of it; training as a generator of
events; MNIST, and reading handwriting; a command line; and a local web lab. Start with `MLP`, `Trainer` and
`mnist`.
"""

from typing import TYPE_CHECKING, Any

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
from neurarium.persist import Model, load_model, save_model
from neurarium.recognizer import read_digits
from neurarium.training import Dataset, EarlyStopping, History, TrainConfig, Trainer, evaluate

if TYPE_CHECKING:
    from neurarium.estimator import MLPClassifier, MLPRegressor

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
    "Residual",
    "Scaling",
    "TrainConfig",
    "Trainer",
    "__version__",
    "accuracy",
    "check_gradient",
    "confusion_matrix",
    "evaluate",
    "gate",
    "iris",
    "load_model",
    "mnist",
    "read_digits",
    "read_idx",
    "read_npz",
    "save_model",
    "toy",
]


def __getattr__(name: str) -> Any:
    # scikit-learn takes most of a second to import, so the estimators are imported when first used.
    if name not in ("MLPClassifier", "MLPRegressor"):
        raise AttributeError(f"module 'neurarium' has no attribute {name!r}")
    try:
        from neurarium import estimator
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{name} needs scikit-learn, which is not installed: pip install 'neurarium[sklearn]'"
        ) from error
    return getattr(estimator, name)


def __dir__() -> list[str]:
    return sorted(__all__)
