"""What computes the exhibit's numbers, and the whole training as a program."""

from functools import lru_cache

from neurarium.data.label_noise import with_wrong_labels
from neurarium.engine.layers.dropout import Dropout
from neurarium.engine.metrics import correct
from neurarium.engine.network import Network
from neurarium.engine.regularizers import L1, L2
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import programs
from neurarium.interop.quantities import QUANTITIES
from neurarium.lab.computed import Computed, computed
from neurarium.lab.datasets.store import SUFFIX
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.settings import Setup
from neurarium.lab.exhibits.overfitting.training import CURVE_IMAGES
from neurarium.training.early_stopping import Best
from neurarium.training.evaluation import evaluate
from neurarium.training.statistics import mean_interval, paired_difference, wilson_interval

_KERNEL = Phrase("W = model.layers[0].kernel", "W = model[0].weight.T")


def draw_computed(setup: Setup) -> dict[str, Computed]:
    """Return what computes each kind of number, and the cures that are switched on."""
    found = {
        "right": computed(correct, QUANTITIES["right"]),
        "share": computed(evaluate, QUANTITIES["right"]),
        "wilson": computed(wilson_interval, QUANTITIES["interval.share"]),
        "mean": computed(mean_interval, QUANTITIES["interval.mean"]),
        "difference": computed(paired_difference, QUANTITIES["interval.difference"]),
        "weights": computed(Network.weights, _KERNEL),
    }
    if setup.noise and not setup.random_labels:
        found["noise"] = computed(with_wrong_labels, Phrase("", ""))
    if setup.l1:
        found["l1"] = computed(L1.gradient, Phrase("keras.regularizers.L1", "model.weight.abs().sum()"))
    if setup.l2:
        found["l2"] = computed(L2.gradient, Phrase("keras.regularizers.L2", "model.weight.square().sum()"))
    if setup.dropout:
        found["dropout"] = computed(Dropout.forward, Phrase("keras.layers.Dropout", "nn.Dropout"))
    if setup.early_stopping:
        found["early_stopping"] = computed(Best.offer, Phrase("keras.callbacks.EarlyStopping", ""))
    return found


@lru_cache(maxsize=16)
def draw_program(setup: Setup, source: ImageSource) -> Phrase:
    """Return the training of the first seed as a program."""
    recipe = setup.recipe(0, source)
    held = min(CURVE_IMAGES, source.held_back(setup.images))
    share = (held + 0.5) / (setup.images + held) if held else 0.0  # so that the program rounds to `held`
    left_out = ["augmentation"] if setup.augmentation else []
    return programs(
        recipe.network(),
        recipe.training,
        _data(setup, source, held),
        validation=round(share, 6),
        at_random=False,
        left_out=left_out,
    ).texts


def _data(setup: Setup, source: ImageSource, held: int) -> Phrase:
    """Return the lines that draw the images, spoil labels, and put what is held back at the end."""
    first, classes = source.count - source.held_back(setup.images), len(source.classes)
    lines = [
        "rng = np.random.default_rng(0)",
        f"rows = rng.permutation({first})[:{setup.images}]",
        "labels = y[rows].astype(int)",
    ]
    if setup.random_labels:
        lines.append("labels = rng.permutation(labels)  # random labels")
    elif setup.noise:
        lines += [
            f"wrong = rng.permutation({setup.images})[:{round(setup.noise * setup.images)}]",
            f"labels[wrong] = (labels[wrong] + rng.integers(1, {classes}, len(wrong))) % {classes}",
        ]
    if held:
        lines += [
            f"x = np.concatenate([x[rows], x[{first}:{first + held}]]).reshape(-1, 784) / 255",
            f"y = np.concatenate([labels, y[{first}:{first + held}]])  # at the end: held back",
        ]
    else:
        lines.append("x, y = x[rows].reshape(-1, 784) / 255, labels")
    if source.name:
        file = f"{source.name}{SUFFIX}"
        own = [f"data = np.load({file!r})", 'x, y = data["x_train"], data["y_train"].astype(int)']
        keras, torch = own, own
    else:
        keras = ["(x, y), _ = keras.datasets.mnist.load_data()"]
        torch = [
            'data = datasets.MNIST(".", download=True)',
            "x, y = data.data.numpy(), data.targets.numpy()",
        ]
    keras = [*keras, *lines]
    torch = [
        *torch,
        *lines,
        "x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y)",
    ]
    return Phrase("\n".join(keras), "\n".join(torch))
