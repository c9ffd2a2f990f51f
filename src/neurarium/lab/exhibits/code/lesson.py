"""The exhibit's tasks and questions: what a learner finds out by running programs."""

from collections.abc import Callable

from neurarium.lab.exhibits.code.desk import Desk
from neurarium.lab.kernel.output import Event
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, question, task

PRODUCT, SUM = "outer", "columns"
"""Which sizes remain of X @ W, and of X.sum(axis=0)."""


class Lesson(Tasks):
    """Checked against what the kernel of this page has run, as far as its output is kept."""

    desk: Desk

    @task("running", "failed", "silent")
    def first_run(self) -> Verdict:
        """Run a program that prints something, to its end."""
        return self._ended("silent", lambda event: event.kind in {"out", "tail", "result"})

    @task("error", "mended")
    def mend(self) -> Verdict:
        """Run into an error, and then run without one."""
        if not any(event.error and event.error.kind != "interrupted" for event in self._events()):
            return not_yet("error")
        return DONE if self._outcome() == "done" else not_yet("mended")

    @task("loop")
    def endless(self) -> Verdict:
        """Stop a program that does not end."""
        stopped = any(event.error and event.error.kind == "interrupted" for event in self._events())
        return DONE if stopped or self._outcome() == "stopped" else not_yet("loop")

    @task("running", "failed", "figure")
    def draw(self) -> Verdict:
        """Draw a figure."""
        return self._ended("figure", lambda event: event.png is not None)

    @question
    def predict_product(self, answer: str) -> Verdict:
        """Foresee the shape of X @ W, for X of shape (3, 4) and W of shape (4, 2)."""
        return Verdict(answer == PRODUCT, PRODUCT)

    @question
    def predict_sum(self, answer: str) -> Verdict:
        """Foresee the shape of X.sum(axis=0), for X of shape (3, 4)."""
        return Verdict(answer == SUM, SUM)

    def _events(self) -> tuple[Event, ...]:
        return self.desk.output(0).events

    def _outcome(self) -> str:
        return self.desk.state.outcome

    def _ended(self, missing: str, has: Callable[[Event], bool]) -> Verdict:
        """Return whether a run has come to its end, and some event of the last one is what is wanted."""
        outcome = self._outcome()
        if outcome == "":
            return not_yet("running")
        if outcome != "done":
            return not_yet("failed")
        run = self.desk.state.run
        return DONE if any(event.run == run and has(event) for event in self._events()) else not_yet(missing)
