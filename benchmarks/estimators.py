"""Our drop-ins against scikit-learn's own classes: how well they learn, and how fast.

    python benchmarks/estimators.py quality [--seeds 20]
    python benchmarks/estimators.py speed [--rounds 7]

Both print tables as docs/speed.md has them. Quality: accuracy or R² on held-back rows, default parameters on
standardised columns, one split and one random_state a seed; of numbers, once more with standardised targets.
Speed: float64 rows, default parameters, the same number of epochs; the two take turns within each round.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import sklearn.neural_network as theirs
from sklearn import datasets
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from neurarium import estimator as ours
from neurarium.data import mnist
from neurarium.kernels import prepare

Pair = tuple[np.ndarray, np.ndarray]

QUALITY: dict[str, Callable[[int], Pair]] = {
    "digits": lambda _: datasets.load_digits(return_X_y=True),
    "iris": lambda _: datasets.load_iris(return_X_y=True),
    "wine": lambda _: datasets.load_wine(return_X_y=True),
    "breast cancer": lambda _: datasets.load_breast_cancer(return_X_y=True),
    "moons": lambda seed: datasets.make_moons(500, noise=0.2, random_state=seed),
    "like covertype": lambda seed: datasets.make_classification(
        3000, 54, n_informative=20, n_classes=7, random_state=seed
    ),
    "diabetes": lambda _: datasets.load_diabetes(return_X_y=True),
    "friedman1": lambda seed: datasets.make_friedman1(1000, noise=1.0, random_state=seed),
    "friedman2": lambda seed: datasets.make_friedman2(1000, noise=125.0, random_state=seed),
    "friedman3": lambda seed: datasets.make_friedman3(1000, noise=0.1, random_state=seed),
}
NUMBERS = ("diabetes", "friedman1", "friedman2", "friedman3")
STANDARDIZED: dict[str, Any] = {"standardize_targets": True}


@cache
def images() -> Pair:
    """Return the training images of MNIST as most people have them: float64, 0 to 1."""
    data = mnist("raw")
    return data.x_train / 255.0, data.y_train


SPEED: list[tuple[str, Callable[[], Pair], int]] = [
    ("digits", lambda: datasets.load_digits(return_X_y=True), 100),
    ("MNIST", images, 3),
    ("MNIST", images, 10),
    ("5,000 x 20", lambda: datasets.make_classification(5000, 20, random_state=0), 50),
    ("iris", lambda: datasets.load_iris(return_X_y=True), 200),
    ("breast cancer", lambda: datasets.load_breast_cancer(return_X_y=True), 200),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("quality", "speed"))
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")  # of runs that have not converged: both stop at the same epoch
    prepare()
    if chosen.what == "quality":
        quality(chosen.seeds)
    else:
        speed(chosen.rounds)


def quality(seeds: int) -> None:
    """Print the mean score of each, and the mean difference with its 95 % interval."""
    print("| data | measure | scikit-learn | Neurarium | difference (95 % interval) |")
    print("|---|---|--:|--:|--:|")
    for name, load in QUALITY.items():
        measure, models = "accuracy", [theirs.MLPClassifier(), ours.MLPClassifier()]
        if name in NUMBERS:
            measure, models = "R²", [theirs.MLPRegressor(), ours.MLPRegressor()]
            models.append(ours.MLPRegressor(**STANDARDIZED))
        scores = np.array([held_scores(models, load(seed), seed) for seed in range(seeds)]).T
        for label, found in zip((name, f"{name}, targets standardised"), scores[1:], strict=False):
            difference = found - scores[0]
            half = 1.96 * difference.std(ddof=1) / np.sqrt(seeds)
            print(
                f"| {label} | {measure} | {scores[0].mean():.4f} | {found.mean():.4f} "
                f"| {difference.mean():+.4f} ± {half:.4f} |",
                flush=True,
            )


def held_scores(models: list[Any], data: Pair, seed: int) -> list[float]:
    """Return each model's score on rows that were held back, after it was fitted on the others."""
    x, x_held, y, y_held = train_test_split(*data, test_size=0.25, random_state=seed)
    scaler = StandardScaler().fit(x)
    x, x_held = scaler.transform(x), scaler.transform(x_held)
    return [model.set_params(random_state=seed).fit(x, y).score(x_held, y_held) for model in models]


def speed(rounds: int) -> None:
    """Print the median seconds of each, and the median of the rounds' ratios."""
    print("| data | epochs | scikit-learn | Neurarium | times as fast |")
    print("|---|--:|--:|--:|--:|")
    for name, load, epochs in SPEED:
        x, y = load()
        settings: dict[str, Any] = {
            "max_iter": epochs,
            "tol": 0,
            "n_iter_no_change": np.inf,
            "random_state": 0,
        }
        times = np.array(
            [
                [seconds(package.MLPClassifier(**settings), x, y) for package in (theirs, ours)]
                for _ in range(rounds)
            ]
        )
        first, second = np.median(times, axis=0)
        ratio = np.median(times[:, 0] / times[:, 1])
        print(f"| {name} | {epochs} | {first:.3f} s | {second:.3f} s | {ratio:.1f} |", flush=True)


def seconds(model: Any, x: np.ndarray, y: np.ndarray) -> float:
    start = time.perf_counter()
    model.fit(x, y)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
