"""For comparisons: a recipe that trains in an instant, and results of trainings that were not done."""

from neurarium.training.settings import RunSettings
from neurarium.tuning.trial import Result, Score

# Batch norm is what the kernels leave to NumPy: nothing has to be compiled.
QUICK = RunSettings(layers=(784, 8, 10), limit=400, epochs=2, batch_norm=True)


def fake_result(right: int, *, n: int = 1000, test: int | None = None, wrong: tuple[int, ...] = ()) -> Result:
    """Return a result with so many right answers of `n`; the rest is of no importance."""
    return Result(
        validation=Score(right, n),
        test=None if test is None else Score(test, 10_000),
        wrong=None if test is None else wrong,
        epochs=1,
        diverged=None,
        seconds=0.1,
        parameters=10,
        weights="0",
        computed_on="nowhere",
    )
