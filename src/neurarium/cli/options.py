"""The options of `neurarium train`, each with its reader and its help.

All of them are None unless given: a preset, or a saved run, has the values of the others.
"""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from neurarium.cli import values
from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.engine.activations import ACTIVATIONS
from neurarium.engine.initializers import INITIALIZERS
from neurarium.engine.losses import LOSSES
from neurarium.engine.optimizers import OPTIMIZERS
from neurarium.engine.schedules import SCHEDULES
from neurarium.training.presets import PRESETS

NETWORK = "The network"
TRAINING = "The training"
GENERALIZATION = "Against overfitting"
DATA = "The data"
RUN = "The run"

# A hidden layer needs a derivative, and softmax makes sense only at the end.
HIDDEN = tuple(name for name in values.names_of(ACTIVATIONS) if name not in ("step", "softmax", "exp"))

# The Poisson loss is for counts, and digits are none.
LOSS_NAMES = tuple(name for name in values.names_of(LOSSES) if name != "poisson")


def option(panel: str | None, flag: str, metavar: str, text: str, read: Callable[[str], Any]) -> Any:
    """Return an option with a value."""
    return typer.Option(
        flag, metavar=metavar, help=text, parser=read, show_default=False, rich_help_panel=panel
    )


def one_of(panel: str | None, flag: str, text: str, names: tuple[str, ...]) -> Any:
    """Return an option whose value is one of `names`; the shell completes it."""
    return typer.Option(
        flag,
        metavar="NAME",
        help=f"{text}: {', '.join(names)}.",
        parser=values.choice(names),
        autocompletion=lambda incomplete: [name for name in names if name.startswith(incomplete)],
        show_default=False,
        rich_help_panel=panel,
    )


def switch(panel: str, name: str, text: str) -> Any:
    """Return an option that is on or off."""
    return typer.Option(f"--{name}/--no-{name}", help=text, show_default=False, rich_help_panel=panel)


Layers = Annotated[
    Any, option(NETWORK, "--layers", "SIZES", "Inputs, hidden units, outputs (784-128-10).", values.sizes)
]
Activation = Annotated[
    Any, one_of(NETWORK, "--activation", "Activation function of the hidden layers (relu)", HIDDEN)
]
Init = Annotated[
    Any,
    one_of(
        NETWORK,
        "--init",
        "Weight initialization (he for ReLU, else xavier)",
        values.names_of(INITIALIZERS),
    ),
]
BatchNorm = Annotated[
    bool | None, switch(NETWORK, "batch-norm", "Batch normalization of the hidden layers (no).")
]

Loss = Annotated[Any, one_of(TRAINING, "--loss", "Loss function (cross-entropy)", LOSS_NAMES)]
Optimizer = Annotated[Any, one_of(TRAINING, "--optimizer", "Optimizer (adam)", values.names_of(OPTIMIZERS))]
LearningRate = Annotated[
    Any,
    option(
        TRAINING,
        "--learning-rate",
        "RATE",
        "Learning rate (0.001 for adam, adamw and rmsprop, 0.01 for the others).",
        values.number(above=True),
    ),
]
Momentum = Annotated[
    Any,
    option(
        TRAINING,
        "--momentum",
        "SHARE",
        "Momentum, of the optimizers momentum and nesterov only (0.9).",
        values.number(below=1),
    ),
]
Schedule = Annotated[
    Any,
    one_of(TRAINING, "--schedule", "Learning-rate schedule (constant)", values.names_of(SCHEDULES)),
]
BatchSize = Annotated[
    Any, option(TRAINING, "--batch-size", "N", "Images per step, or 'all' (128).", values.batch)
]
Epochs = Annotated[
    Any,
    option(
        TRAINING,
        "--epochs",
        "N",
        "Number of epochs: passes through the training images (5).",
        values.whole(1),
    ),
]
Seed = Annotated[
    Any,
    option(
        TRAINING,
        "--seed",
        "N",
        "Seed of all random numbers: the same seed gives the same network (0).",
        values.whole(0),
    ),
]

L1 = Annotated[
    Any,
    option(
        GENERALIZATION,
        "--l1",
        "RATE",
        "Rate of the L1 penalty, on the weights' absolute values (0).",
        values.number(),
    ),
]
L2 = Annotated[
    Any,
    option(
        GENERALIZATION,
        "--l2",
        "RATE",
        "Rate of the L2 penalty, on the weights' squares (0).",
        values.number(),
    ),
]
Dropout = Annotated[
    Any,
    option(
        GENERALIZATION,
        "--dropout",
        "SHARE",
        "Dropout rate: share of the hidden units left out at each step (0).",
        values.number(below=1),
    ),
]
Augmentation = Annotated[
    Any,
    one_of(
        GENERALIZATION,
        "--augment",
        "Data augmentation: random changes to the images, new in each epoch (none)",
        tuple(AUGMENTATIONS),
    ),
]
EarlyStopping = Annotated[
    Any,
    option(
        GENERALIZATION,
        "--early-stopping",
        "PATIENCE",
        "Stop after this many epochs without a better validation loss, and keep the best weights (never).",
        values.whole(1),
    ),
]

Validation = Annotated[
    Any,
    option(
        DATA,
        "--validation",
        "SHARE",
        "Share of the training images held back for validation (0.2).",
        values.number(below=1),
    ),
]
Standardize = Annotated[
    bool | None,
    switch(DATA, "standardize", "Scale pixels to mean 0 and standard deviation 1 instead of to 0-1 (no)."),
]
ShuffleLabels = Annotated[
    bool | None,
    switch(
        DATA,
        "shuffle-labels",
        "Shuffle the training labels, so that there is nothing to learn (no).",
    ),
]
Limit = Annotated[
    Any, option(DATA, "--limit", "N", "Use only the first N training images (all 60,000).", values.whole(1))
]

PresetName = Annotated[
    Any,
    one_of(
        None, "--preset", "Settings to start from; the options below change them (classic)", tuple(PRESETS)
    ),
]
Name = Annotated[
    Any,
    option(RUN, "--name", "NAME", "Name of the model in your data folder (a free one).", values.model_name),
]
Save = Annotated[
    Any,
    option(
        RUN,
        "--save",
        "FILE",
        "Save the run in this file as well, after each epoch.",
        values.new_file,
    ),
]
Resume = Annotated[
    Any,
    option(
        RUN,
        "--resume",
        "FILE",
        "Resume a run from a file of --save, with its settings; the weights end up as without a break.",
        values.path,
    ),
]
Plot = Annotated[
    Any,
    option(
        RUN,
        "--plot",
        "FILE",
        "Draw learning curves, sample digits and the confusion matrix (PNG, SVG or PDF).",
        values.plot_file,
    ),
]
Threads = Annotated[
    Any,
    option(
        RUN,
        "--threads",
        "N",
        "Threads of the compiled kernels (as many as this process may use).",
        values.whole(1),
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help="Print the result as one JSON object.", rich_help_panel=RUN)
]
