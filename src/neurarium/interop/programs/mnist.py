"""MNIST as `x` and `y`, and as `x_test` and `y_test`, in Keras and in PyTorch."""

from collections.abc import Iterator

from neurarium.interop.phrases import Phrase


def mnist_lines(
    *,
    limit: int | None = None,
    standardize: bool = False,
    validation: float = 0.0,
    one_hot: bool = False,
    shuffle_seed: int | None = None,
    file: str | None = None,
) -> Phrase:
    """Return the lines that load MNIST as `x` and `y`, and its test images as `x_test` and `y_test`.

    Parameters
    ----------
    limit
        How many images, from the first one on.
    standardize
        Whether the pixels get mean 0 and standard deviation 1, instead of going from 0 to 1.
    validation
        The share that is held back later: it has no part in mean and standard deviation.
    one_hot
        Whether `y` are rows of 0 and 1 instead of class numbers.
    shuffle_seed
        If given, the labels change places at random.
    file
        If given, an .npz archive that is read instead: uint8 rows and labels under the same four names.
    """
    some = "" if limit is None else f"[:{limit}]"
    permuted = f"np.random.default_rng({shuffle_seed}).permutation(y)"
    own = [] if file is None else [f"data = np.load({file!r})"]
    keras = [
        *(
            [
                *own,
                f'x, y = data["x_train"]{some}, data["y_train"]{some}',
                'x_test, y_test = data["x_test"], data["y_test"]',
            ]
            if own
            else [
                "(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()",
                f"x, y = x{some}.reshape(-1, 784), y{some}" if some else "x = x.reshape(-1, 784)",
                "x_test = x_test.reshape(-1, 784)",
            ]
        ),
        *_scaling(standardize, validation, "std()"),
        *([f"y = {permuted}  # random labels"] if shuffle_seed is not None else []),
        *(["y = keras.utils.to_categorical(y, 10)"] if one_hot else []),
    ]
    torch = [
        *(
            [
                *own,
                (
                    f'x, y = torch.tensor(data["x_train"]{some}).float(), '
                    f'torch.tensor(data["y_train"]{some}).long()'
                ),
                'x_test, y_test = torch.tensor(data["x_test"]).float(), torch.tensor(data["y_test"]).long()',
            ]
            if own
            else [
                'data = datasets.MNIST(".", download=True)',
                'test = datasets.MNIST(".", train=False)',
                f"x, y = data.data{some}.reshape(-1, 784).float(), data.targets{some}",
                "x_test, y_test = test.data.reshape(-1, 784).float(), test.targets",
            ]
        ),
        *_scaling(standardize, validation, "std(correction=0)"),
        *([f"y = torch.tensor({permuted})  # random labels"] if shuffle_seed is not None else []),
        *(["y = nn.functional.one_hot(y, 10).float()"] if one_hot else []),
    ]
    return Phrase("\n".join(keras), "\n".join(torch))


def _scaling(standardize: bool, validation: float, deviation: str) -> Iterator[str]:
    if not standardize:
        yield "x, x_test = x / 255, x_test / 255"
        return
    learned = "x"
    if validation:
        yield f"learned = x[:-int(len(x) * {validation!r})]  # without what is held back"
        learned = "learned"
    yield f"mean, deviation = {learned}.mean(), {learned}.{deviation}"
    yield "x, x_test = (x - mean) / deviation, (x_test - mean) / deviation"
