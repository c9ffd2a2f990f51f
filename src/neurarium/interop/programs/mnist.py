"""MNIST as `x` and `y`, in Keras and in PyTorch."""

from neurarium.interop.phrases import Phrase


def mnist_lines(
    *,
    shift: float,
    scale: float,
    limit: int | None = None,
    one_hot: bool = False,
    shuffle_seed: int | None = None,
) -> Phrase:
    """Return the lines that load MNIST as `x` and `y`.

    Parameters
    ----------
    shift, scale
        Of the pixels 0-255: ``x = (pixel - shift) * scale``.
    limit
        How many images, from the first one on.
    one_hot
        Whether `y` are rows of 0 and 1 instead of class numbers.
    shuffle_seed
        If given, the labels change places at random.
    """
    some = "" if limit is None else f"[:{limit}]"
    scaled = "{} / 255" if shift == 0 and scale == 1 / 255 else f"({{}} - {shift!r}) * {scale!r}"
    shuffled = [f"y = np.random.default_rng({shuffle_seed}).permutation(y)  # random labels"]
    keras = [
        "(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()",
        f"x = {scaled.format(f'x{some}.reshape(-1, 784)')}",
        *([f"y = y{some}"] if some else []),
        *(shuffled if shuffle_seed is not None else []),
        *(["y = keras.utils.to_categorical(y, 10)"] if one_hot else []),
    ]
    torch = [
        'data = datasets.MNIST(".", download=True)',
        f"x = {scaled.format(f'data.data{some}.reshape(-1, 784)')}",
        f"y = data.targets{some}",
        *(
            [f"y = torch.tensor(np.random.default_rng({shuffle_seed}).permutation(y))  # random labels"]
            if shuffle_seed is not None
            else []
        ),
        *(["y = nn.functional.one_hot(y, 10).float()"] if one_hot else []),
    ]
    return Phrase("\n".join(keras), "\n".join(torch))
