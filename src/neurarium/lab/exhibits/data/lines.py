"""What computes the exhibit's numbers, and the way from the file to the network as a program."""

from neurarium.data.augment import Augmentation
from neurarium.data.describe import class_means, never_lit, pixel_mean, pixel_spread
from neurarium.data.handwriting.normalised.normalise import normalise_digit
from neurarium.data.mnist import mnist
from neurarium.data.neighbours import principal_plane, row_distances
from neurarium.data.split import stratified_split
from neurarium.engine.losses import one_hot
from neurarium.engine.metrics import cross_entropies, margins
from neurarium.engine.scaling import Scaling
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import mnist_lines
from neurarium.lab.computed import Computed, computed
from neurarium.lab.datasets.tsne import tsne_plane
from neurarium.training.statistics import wilson_interval

_WILSON = "from scipy.stats import binomtest\n\ninterval = binomtest(right, n).proportion_ci(method='wilson')"
_TSNE = (
    "from sklearn.manifold import TSNE\n\n"
    "plane = TSNE(perplexity=30, init='pca', random_state=0).fit_transform(x)"
)
_MADE = (
    "from PIL import Image\nfrom scipy.ndimage import center_of_mass, shift\n\n"
    "small = np.asarray(Image.fromarray(square).resize((20, 20), Image.Resampling.BOX))\n"
    "image = np.pad(small, 4)\n"
    "image = shift(image, np.floor(14.5 - np.array(center_of_mass(image))), order=0)"
)
_AUGMENTED = (
    (
        "layers = [keras.layers.RandomTranslation(0.05, 0.05), keras.layers.RandomRotation(0.03)]\n"
        "for layer in layers:\n    images = layer(images, training=True)"
    ),
    (
        "from torchvision.transforms import v2\n"
        "images = v2.RandomAffine(10, translate=(0.05, 0.05), scale=(0.88, 1.12))(images)"
    ),
)


def draw_computed() -> dict[str, Computed]:
    """Return what computes each kind of number."""
    return {
        "pixel": computed(Scaling.apply, Phrase("x = image / 255", "x = image / 255"), "x = \\frac{p}{255}"),
        "place": computed(
            mnist,
            Phrase("x = keras.ops.reshape(image, (784,))", "x = image.reshape(784)"),
            "j = 28 (r - 1) + c",
        ),
        "one_hot": computed(
            one_hot,
            Phrase("y = keras.ops.one_hot(label, 10)", "y = nn.functional.one_hot(torch.tensor(label), 10)"),
        ),
        "split": computed(
            stratified_split,
            Phrase(
                "model.fit(x, y, validation_split=0.2)",
                "learned, held = torch.utils.data.random_split(data, [0.8, 0.2])",
            ),
        ),
        "class_mean": computed(
            class_means,
            Phrase("m = keras.ops.mean(x[y == k], axis=0)", "m = x[y == k].mean(dim=0)"),
            "m_{kj} = \\frac{1}{n_k} \\sum_{i : y_i = k} x_{ij}",
        ),
        "mean": computed(
            pixel_mean,
            Phrase("mean = keras.ops.mean(x, axis=0)", "mean = x.mean(dim=0)"),
            "m_j = \\frac{1}{n} \\sum_i x_{ij}",
        ),
        "spread": computed(
            pixel_spread,
            Phrase("spread = keras.ops.std(x, axis=0)", "spread = x.std(dim=0, correction=0)"),
            "s_j = \\sqrt{\\frac{1}{n} \\sum_i x_{ij}^2 - m_j^2}",
        ),
        "never_lit": computed(
            never_lit,
            Phrase("dark = keras.ops.all(x == 0, axis=0)", "dark = (x == 0).all(dim=0)"),
        ),
        "loss": computed(
            cross_entropies,
            Phrase("loss = -keras.ops.log(p[label])", "loss = -torch.log(p[label])"),
            "L = -\\ln p_y",
        ),
        "margin": computed(
            margins,
            Phrase(
                "margin = p[label] - keras.ops.max(keras.ops.where(keras.ops.arange(10) == label, -1.0, p))",
                "margin = p[label] - torch.cat([p[:label], p[label + 1:]]).max()",
            ),
            "m = p_y - \\max_{k \\ne y} p_k",
        ),
        "near": computed(
            row_distances,
            Phrase("d = keras.ops.norm(x - x[i], axis=1)", "d = (x - x[i]).norm(dim=1)"),
            "d = \\sqrt{\\textstyle\\sum_j (a_j - b_j)^2}",
        ),
        "map": computed(
            principal_plane,
            Phrase(
                "from sklearn.decomposition import PCA\n\nplane = PCA(2).fit_transform(x)",
                "u, s, v = torch.pca_lowrank(x, q=2)\nplane = (x - x.mean(dim=0)) @ v",
            ),
        ),
        "tsne": computed(tsne_plane, Phrase(_TSNE, _TSNE)),
        "score": computed(
            wilson_interval, Phrase(_WILSON, _WILSON), "\\frac{\\#\\{\\, i : \\hat y_i = y_i \\,\\}}{n}"
        ),
        "made": computed(normalise_digit, Phrase(_MADE, _MADE)),
        "augmented": computed(Augmentation.apply, Phrase(*_AUGMENTED)),
    }


def draw_program() -> Phrase:
    """Return the way from the files to what a network is trained on."""
    lines = mnist_lines(one_hot=True)
    return Phrase(
        f"import keras\n\n{lines.keras}",
        f"import torch\nfrom torch import nn\nfrom torchvision import datasets\n\n{lines.torch}",
    )
