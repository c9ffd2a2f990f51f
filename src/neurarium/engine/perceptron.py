"""Rosenblatt's perceptron: one neuron with a step, and a rule that needs no derivative."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import Step
from neurarium.engine.errors import ParameterError, ShapeError
from neurarium.engine.family import require
from neurarium.engine.types import FloatArray, IntArray

ROUNDING = 1e-12
"""A sum so small, as a share of its largest terms, is 0 but for rounding, and is taken as 0."""


@dataclass(frozen=True)
class Update:
    """One sample, and what the rule changed for it.

    Attributes
    ----------
    epoch, sample
        Which pass through the data (from 1), which row (from 0).
    z
        The weighted sum ``w . x + b``.
    predicted, true
        The neuron's answer and the right one, each 0 or 1.
    w, b
        Weights ``(n_in,)`` and bias afterwards.
    """

    epoch: int
    sample: int
    z: float
    predicted: int
    true: int
    w: FloatArray
    b: float

    @property
    def changed(self) -> bool:
        """Whether the answer was wrong, so that the rule changed the weights."""
        return self.predicted != self.true


@dataclass(frozen=True)
class PerceptronResult:
    """How the training ended.

    Attributes
    ----------
    converged
        Whether a whole pass was without a mistake.
    epochs
        Passes through the data.
    errors
        Mistakes in each pass.
    updates
        Every update, in order.
    cycle
        Two passes after which the weights were exactly the same (0: the beginning): the passes between them
        repeat for ever, mistakes included, so the rule provably never converges. None if it converged, or was
        stopped before any weights came back.
    """

    converged: bool
    epochs: int
    errors: tuple[int, ...]
    updates: tuple[Update, ...]
    cycle: tuple[int, int] | None = None

    def __str__(self) -> str:
        if self.converged:
            return f"converged: no mistakes in pass {self.epochs}"
        stopped = f"stopped after {self.epochs} passes with {self.errors[-1]} mistakes in the last"
        if self.cycle is None:
            return (
                f"{stopped}: it has not converged. If no straight line separates the two classes "
                "(as for XOR), it never will: that takes a hidden layer"
            )
        first, second = self.cycle
        before = f"after pass {first}" if first else "it began with"
        return (
            f"{stopped}, and it never will converge: after pass {second} the weights are exactly those "
            f"{before}, so the same mistakes repeat for ever. No straight line separates the two "
            "classes: that takes a hidden layer"
        )


class Perceptron:
    """A neuron that answers 1 if ``w . x + b >= 0``, else 0.

    Parameters
    ----------
    n_in
        Number of inputs.
    learning_rate
        How much one mistake changes the weights.
    w, b
        Initial weights and bias; zeros by default.

    Attributes
    ----------
    start
        The initial weights and the bias, ``(n_in + 1,)``.
    corrections
        What the rule has added, in units of eta: the sum of ``(y - ŷ) (x, 1)``, ``(n_in + 1,)``.

    Notes
    -----
    For a sample that is answered wrongly the rule is ``w += eta (y - ŷ) x``, ``b += eta (y - ŷ)``. If some
    line separates the classes, it stops making mistakes after finitely many steps (Novikoff 1962); if none
    does, it never stops, but its weights stay bounded (Block & Levin 1970), so on whole numbers they return
    to earlier values, and everything repeats: that is detected and reported.

    The corrections are summed up before they are multiplied by eta, so that rounding cannot make the run
    depend on eta: from w = 0, every eta corrects the same samples.

    No line separates XOR's classes: it would take ``b < 0``, ``w2 + b >= 0``, ``w1 + b >= 0`` and
    ``w1 + w2 + b < 0``, but the middle two add up to ``w1 + w2 + b >= -b > 0``.

    Source: Rosenblatt, "The perceptron" (Psychological Review 65, 1958).

    Examples
    --------
    >>> from neurarium.engine import Perceptron
    >>> X = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> Perceptron(2).fit(X, [0, 0, 0, 1]).converged
    True
    >>> Perceptron(2).fit(X, [0, 1, 1, 0], max_epochs=50).converged
    False
    """

    def __init__(
        self,
        n_in: int,
        *,
        learning_rate: float = 0.1,
        w: npt.ArrayLike | None = None,
        b: float = 0.0,
    ) -> None:
        require(n_in >= 1, f"a perceptron needs at least one input, got {n_in!r}")
        require(
            bool(np.isfinite(learning_rate)) and learning_rate > 0,
            f"a perceptron needs a learning rate above 0, got {learning_rate!r}",
        )
        self.activation = Step()
        self.learning_rate = learning_rate
        begin: FloatArray = np.zeros(n_in) if w is None else np.array(w, np.float64)
        if begin.shape != (n_in,):
            raise ShapeError(f"expected {n_in} weights, got shape {begin.shape}")
        self.start: FloatArray = np.append(begin, float(b))
        self.corrections: FloatArray = np.zeros(n_in + 1)

    @property
    def w(self) -> FloatArray:
        """The weights, ``(n_in,)``."""
        return self.start[:-1] + self.learning_rate * self.corrections[:-1]

    @property
    def b(self) -> float:
        """The bias."""
        return float(self.start[-1] + self.learning_rate * self.corrections[-1])

    def weighted_sum(self, X: npt.ArrayLike) -> FloatArray:
        """Return ``z = X w + b``, ``(n,)``, for rows `X` ``(n, n_in)``."""
        X = self._rows(X)
        rows = np.column_stack([X, np.ones(len(X))])  # the bias is the weight of a constant 1
        z = rows @ self.start + self.learning_rate * (rows @ self.corrections)  # (n,)
        size = np.abs(rows) @ (np.abs(self.start) + self.learning_rate * np.abs(self.corrections))
        exact: FloatArray = np.where(np.abs(z) <= ROUNDING * size, 0.0, z)
        return exact

    def predict(self, X: npt.ArrayLike) -> IntArray:
        """Return the answers, 0 or 1, ``(n,)``."""
        return self.activation.forward(self.weighted_sum(X)).astype(np.int64)

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike, *, max_epochs: int = 100) -> PerceptronResult:
        """Pass through the samples, in order, until a whole pass brings no mistake.

        Parameters
        ----------
        X
            Samples, ``(n, n_in)``.
        y
            Answers, 0 or 1, ``(n,)``.
        max_epochs
            After this many passes it stops; the result says so.

        Raises
        ------
        ShapeError
            If `X` or `y` has another shape, there are no samples, or an answer is neither 0 nor 1.
        """
        X, y = self._samples(X, y)
        if max_epochs < 1:
            raise ParameterError(f"max_epochs must be 1 or more, got {max_epochs!r}")
        updates: list[Update] = []
        errors: list[int] = []
        cycle: tuple[int, int] | None = None
        seen = {self._position(): 0}  # the weights after each pass
        for epoch in range(1, max_epochs + 1):
            mistakes = 0
            for i, (x, true) in enumerate(zip(X, y, strict=True)):
                update = self.learn(x, int(true), epoch=epoch, sample=i)
                mistakes += update.changed
                updates.append(update)
            errors.append(mistakes)
            if mistakes == 0:
                break
            before = seen.setdefault(self._position(), epoch)
            if cycle is None and before < epoch:
                cycle = (before, epoch)
        return PerceptronResult(errors[-1] == 0, len(errors), tuple(errors), tuple(updates), cycle)

    def learn(self, x: npt.ArrayLike, true: int, *, epoch: int = 1, sample: int = 0) -> Update:
        """Apply Rosenblatt's rule to one sample `x` ``(n_in,)``."""
        x = np.asarray(x, np.float64)
        z = float(self.weighted_sum(x[None, :])[0])
        predicted = int(z >= 0)
        error = true - predicted  # y - ŷ: 1 if the answer is too low, -1 if too high, 0 if right
        self.corrections = self.corrections + error * np.append(x, 1.0)  # w += eta error x, b += eta error
        return Update(epoch, sample, z, predicted, true, self.w, self.b)

    def mistakes(self, X: npt.ArrayLike, y: npt.ArrayLike) -> Iterator[Update]:
        """Pass through the samples as `fit` does, and yield the updates of the wrong answers alone.

        The samples between two mistakes are answered all at once, so that a long training with few mistakes
        is soon done. It ends when a whole pass is right; where no line separates the classes it never does.
        `X` and `y` are those of `fit`.
        """
        X, y = self._samples(X, y)
        epoch, at = 1, 0  # the sample whose turn it is
        right = 0  # in a row
        while right < len(X):
            wrong = np.flatnonzero(self.predict(X[at:]) != y[at:])
            ahead = int(wrong[0]) if len(wrong) else len(X) - at
            right += ahead
            at += ahead
            if at < len(X) and right < len(X):
                update = self.learn(X[at], int(y[at]), epoch=epoch, sample=at)
                right = 0 if update.changed else right + 1
                at += 1
                if update.changed:
                    yield update
            if at == len(X):
                epoch, at = epoch + 1, 0

    def _position(self) -> tuple[float, ...]:
        return tuple(self.corrections.tolist())

    def _samples(self, X: npt.ArrayLike, y: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
        X, y = self._rows(X), np.asarray(y)
        if not len(X):
            raise ShapeError("a perceptron learns from samples: expected at least one row, got none")
        if y.shape != (len(X),) or not np.isin(y, (0, 1)).all():
            raise ShapeError(f"expected {len(X)} answers, each 0 or 1; got {y.tolist()!r:.60}")
        return X, y

    def _rows(self, X: npt.ArrayLike) -> FloatArray:
        X = np.asarray(X, np.float64)
        n_in = len(self.start) - 1
        if X.ndim != 2 or X.shape[1] != n_in:
            raise ShapeError(f"expected rows of {n_in} inputs, shape (n, {n_in}); got {X.shape}")
        return X
