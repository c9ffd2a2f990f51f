"""The exhibit's tasks and questions."""

from neurarium.lab.exhibits.compare.pair import PairTraining
from neurarium.lab.exhibits.compare.run import SweepRun
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, question, task
from neurarium.tuning.conclusion import Conclusion

TOLD = 0.05
"""A p below this tells two networks apart: equally good ones would do so in one of twenty cases."""


class CompareTasks(Tasks):
    """Checked against the sweep on stage, and the pair that is looked at."""

    run: SweepRun
    pair: PairTraining | None

    @property
    def _conclusion(self) -> Conclusion:
        return self.run.sweep.table().conclusion

    @task("trained", "confirmed")
    def sweep(self) -> Verdict:
        """Train a whole sweep, to its verdict."""
        if not self.run.sweep.results:
            return not_yet("trained")
        if self._conclusion.verdict == "too_few":
            left = len(self.run.sweep.left())
            return not_yet("confirmed", left=left)
        return DONE

    @task("confirmed", "difference")
    def equal(self) -> Verdict:
        """Find a comparison in which these seeds show no difference."""
        found = self._conclusion
        if found.verdict == "too_few":
            return not_yet("confirmed", left=len(self.run.sweep.left()))
        return DONE if found.verdict == "no_difference" else not_yet("difference")

    @task("confirmed", "none")
    def better(self) -> Verdict:
        """Find a comparison with a best that fresh seeds confirm."""
        found = self._conclusion
        if found.verdict == "too_few":
            return not_yet("confirmed", left=len(self.run.sweep.left()))
        return DONE if found.best is not None else not_yet("none")

    @task("pair", "trained", "images", "equal")
    def disagree(self) -> Verdict:
        """Find two networks that McNemar's test tells apart."""
        if self.pair is None:
            return not_yet("pair")
        if not self.pair.is_over:
            return not_yet("trained")
        between = self.pair.view().between
        if between is None:
            return not_yet("images")
        return DONE if between.p < TOLD else not_yet("equal", p=between.p)

    @task("one", "confirmed")
    def two(self) -> Verdict:
        """Vary two settings at once."""
        if len(self.run.sweep.plan.knobs) < 2:
            return not_yet("one")
        if self._conclusion.verdict == "too_few":
            return not_yet("confirmed", left=len(self.run.sweep.left()))
        return DONE

    @question
    def lucky(self, answer: str) -> Verdict:
        """Whether the best of twenty equal settings is better than the others."""
        return Verdict(answer == "luck", right="luck")

    @question
    def test_set(self, answer: str) -> Verdict:
        """Which images may choose."""
        return Verdict(answer == "validation", right="validation")
