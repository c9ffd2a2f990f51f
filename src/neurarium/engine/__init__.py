"""The engine: neural networks in plain NumPy, to be read like a textbook.

It sees no files, no clock and no global state. Where to begin: `activations`, then `layers`, then `network`.
"""

from neurarium.engine.activations import (
    ACTIVATIONS,
    GELU,
    Activation,
    Exp,
    LeakyReLU,
    Linear,
    ReLU,
    Sigmoid,
    Softmax,
    Step,
    Tanh,
)
from neurarium.engine.errors import (
    Diverged,
    NeurariumError,
    NotDifferentiableError,
    ParameterError,
    ShapeError,
)
from neurarium.engine.gradcheck import GradientCheck, check_gradient, numerical_gradient
from neurarium.engine.initializers import INITIALIZERS, He, Initializer, Normal, Uniform, Xavier, Zeros
from neurarium.engine.layers import LAYERS, BatchNorm, Dense, Dropout, Layer, Residual
from neurarium.engine.losses import (
    LOSSES,
    BinaryCrossEntropy,
    CrossEntropy,
    Loss,
    MeanSquaredError,
    Poisson,
    one_hot,
)
from neurarium.engine.metrics import accuracy, confusion_matrix, r2_score
from neurarium.engine.mlp import MLP
from neurarium.engine.network import Network
from neurarium.engine.objective import Objective, objective
from neurarium.engine.optimizers import (
    OPTIMIZERS,
    SGD,
    Adam,
    AdamW,
    Momentum,
    Nesterov,
    Optimizer,
    RMSprop,
)
from neurarium.engine.passes import Gradients, Trace
from neurarium.engine.perceptron import Perceptron, PerceptronResult
from neurarium.engine.regularizers import L1, L2, REGULARIZERS, Regularizer
from neurarium.engine.scaling import Scaling
from neurarium.engine.schedules import (
    SCHEDULES,
    Constant,
    Cosine,
    OneCycle,
    Schedule,
    StepDecay,
    WarmUp,
)
from neurarium.engine.summary import Summary

__all__ = [
    "ACTIVATIONS",
    "GELU",
    "INITIALIZERS",
    "L1",
    "L2",
    "LAYERS",
    "LOSSES",
    "MLP",
    "OPTIMIZERS",
    "REGULARIZERS",
    "SCHEDULES",
    "SGD",
    "Activation",
    "Adam",
    "AdamW",
    "BatchNorm",
    "BinaryCrossEntropy",
    "Constant",
    "Cosine",
    "CrossEntropy",
    "Dense",
    "Diverged",
    "Dropout",
    "Exp",
    "GradientCheck",
    "Gradients",
    "He",
    "Initializer",
    "Layer",
    "LeakyReLU",
    "Linear",
    "Loss",
    "MeanSquaredError",
    "Momentum",
    "Nesterov",
    "Network",
    "NeurariumError",
    "Normal",
    "NotDifferentiableError",
    "Objective",
    "OneCycle",
    "Optimizer",
    "ParameterError",
    "Perceptron",
    "PerceptronResult",
    "Poisson",
    "RMSprop",
    "ReLU",
    "Regularizer",
    "Residual",
    "Scaling",
    "Schedule",
    "ShapeError",
    "Sigmoid",
    "Softmax",
    "Step",
    "StepDecay",
    "Summary",
    "Tanh",
    "Trace",
    "Uniform",
    "WarmUp",
    "Xavier",
    "Zeros",
    "accuracy",
    "check_gradient",
    "confusion_matrix",
    "numerical_gradient",
    "objective",
    "one_hot",
    "r2_score",
]
