"""The perceptron's tasks and quiz questions."""

from neurarium.engine.margin import Margin
from neurarium.lab.exhibits.perceptron.hidden import Trials
from neurarium.lab.exhibits.perceptron.run import Run
from neurarium.lab.exhibits.perceptron.settings import XOR, PerceptronSettings, make_points
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, question, task

AND = (0, 0, 0, 1)
MANY = 15
SURE = 95


class PerceptronTasks(Tasks):
    """A part of the exhibit: what it can be asked to check."""

    settings: PerceptronSettings
    run: Run
    margin: Margin
    step: int
    trials: Trials | None

    @task("table", "early")
    def learn_and(self) -> Verdict:
        """Let the neuron learn AND, to the last correction."""
        if self.settings.data != "gate" or self.settings.truth != AND:
            return not_yet("table")
        return self._to_the_end()

    @task("table", "early")
    def xor_cycle(self) -> Verdict:
        """See XOR's weights come back."""
        if self.settings.data != "gate" or self.settings.truth != XOR:
            return not_yet("table")
        return self._to_the_end()

    @task("gate", "xor", "learnable")
    def the_other(self) -> Verdict:
        """Find the other truth table that one neuron cannot learn."""
        if self.settings.data != "gate":
            return not_yet("gate")
        if self.settings.truth == XOR:
            return not_yet("xor")
        return DONE if self.settings.unlearnable_table else not_yet("learnable", mistakes=len(self.run))

    @task("gate", "inseparable", "few")
    def many_mistakes(self) -> Verdict:
        """Make it hard, but possible: many mistakes before the last."""
        if self.settings.data == "gate":
            return not_yet("gate")
        if not self.margin.separable:
            return not_yet("inseparable")
        if len(self.run) < MANY:
            return not_yet("few", mistakes=len(self.run))
        return DONE

    @task("layer", "untried", "running", "few")
    def sure_layer(self) -> Verdict:
        """Find how many hidden neurons make training nearly sure to find XOR."""
        if not (self.settings.layer and self.settings.unlearnable_table):
            return not_yet("layer")
        if self.trials is None:
            return not_yet("untried")
        if not self.trials.done:
            return not_yet("running", tried=len(self.trials.outcomes))
        return DONE if self.trials.found >= SURE else not_yet("few", found=self.trials.found)

    @question
    def quiz_gate(self, answer: str) -> Verdict:
        """Ask which gate is not learned: each is tried."""
        gates = {"and": AND, "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": XOR}
        runs = {name: self._run_of(truth) for name, truth in gates.items()}
        (right,) = (name for name, run in runs.items() if not run.converged)
        mistakes = {name: float(len(run)) for name, run in runs.items() if run.converged}
        return Verdict(answer == right, right, mistakes)

    @question
    def quiz_rate(self, answer: str) -> Verdict:
        """Ask what ten times the learning rate does to the mistakes on AND, from w = 0: both are run."""
        one, ten = (len(self._run_of(AND, eta)) for eta in (1.0, 10.0))
        right = "same" if one == ten else "fewer" if ten < one else "more"
        return Verdict(answer == right, right, {"one": one, "ten": ten})

    def _run_of(self, truth: tuple[int, ...], eta: float = 1.0) -> Run:
        X, y = make_points(PerceptronSettings(truth=truth))
        return Run(X, y, eta, (0.0, 0.0, 0.0))

    def _to_the_end(self) -> Verdict:
        left = len(self.run) - self.step
        return not_yet("early", left=left) if left > 0 else DONE
