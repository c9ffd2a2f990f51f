"""A whole run of Rosenblatt's rule: each correction, the best line so far, and whether it repeats itself."""

from dataclasses import dataclass
from itertools import islice

import numpy as np

from neurarium.engine.perceptron import Perceptron, Update
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.perceptron.settings import MOST_MISTAKES


@dataclass(frozen=True)
class Cycle:
    """Weights that came back: what lies between them repeats for ever.

    Attributes
    ----------
    first, second
        The two passes after which the weights were the same (0: the beginning).
    first_step, second_step
        The same, counted in corrections.
    """

    first: int
    second: int
    first_step: int
    second_step: int


class Run:
    """The corrections from the start to where the run ends, repeats itself, or is cut off.

    Attributes
    ----------
    updates
        The corrections.
    states
        Weights and bias before the first and after each of them, ``(updates + 1, 3)``.
    wrong
        How many samples each of these states answers wrongly, ``(updates + 1,)``.
    best
        By state, which one so far answers the fewest wrongly: the pocket, ``(updates + 1,)``.
    cycle
        None if the weights never came back.
    converged
        Whether a whole pass was right.
    """

    def __init__(self, X: FloatArray, y: IntArray, eta: float, start: tuple[float, ...]) -> None:
        self.X, self.y, self.eta = X, y, eta
        neuron = Perceptron(2, learning_rate=eta, w=start[:2], b=start[2])
        self.updates: list[Update] = []
        self.cycle: Cycle | None = None
        self.converged = True
        now = (0.0, 0.0, 0.0)  # the corrections so far, in units of eta
        seen = {now: (0, 0)}  # these after each pass: which, and how many corrections before its end
        corrections = [now]
        passes = 0
        for update in islice(neuron.mistakes(X, y), MOST_MISTAKES + 1):
            if update.epoch > passes + 1:  # the pass before it has ended
                passes += 1
                first = seen.setdefault(now, (passes, len(self.updates)))
                if first[0] < passes:
                    self.cycle = Cycle(first[0], passes, first[1], len(self.updates))
            if self.cycle is not None or len(self.updates) == MOST_MISTAKES:
                self.converged = False
                break
            self.updates.append(update)
            now = tuple(neuron.corrections.tolist())
            corrections.append(now)
        self._neuron = neuron
        self._corrections = np.array(corrections)
        self.states = neuron.start + eta * self._corrections
        self.wrong = np.array([np.count_nonzero(self.answers(k) != y) for k in range(len(corrections))])
        lowest = np.minimum.accumulate(self.wrong)
        fresh = np.concatenate([[True], lowest[1:] < lowest[:-1]])
        self.best = np.maximum.accumulate(np.where(fresh, np.arange(len(fresh)), 0))

    def __len__(self) -> int:
        return len(self.updates)

    @property
    def passes(self) -> int:
        """Passes until a whole one was right, or that were begun."""
        last = self.updates[-1].epoch if self.updates else 0
        return last + 1 if self.converged else last

    def mistakes_per_pass(self) -> IntArray:
        """Return the corrections of each pass, ``(passes,)``."""
        return np.bincount([u.epoch - 1 for u in self.updates], minlength=self.passes)

    def next_pass(self, step: int) -> int:
        """Return the step at which the pass that comes after `step` has ended."""
        ends = np.cumsum(self.mistakes_per_pass())  # corrections up to each pass's end
        later = ends[ends > step]
        return int(later[0]) if len(later) else len(self)

    def sums(self, step: int) -> FloatArray:
        """Return z of every sample after so many corrections, ``(n,)``."""
        return self._at(step).weighted_sum(self.X)

    def answers(self, step: int) -> IntArray:
        """Return the answer to every sample after so many corrections, ``(n,)``."""
        return self._at(step).predict(self.X)

    def _at(self, step: int) -> Perceptron:
        self._neuron.corrections = self._corrections[step]
        return self._neuron
