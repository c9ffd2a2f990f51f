"""The exhibit's tasks and quiz questions, checked against what the network reads."""

from dataclasses import dataclass

import numpy as np

from neurarium.data.handwriting import Drawing
from neurarium.lab.exhibits.recognise.reader import Guess, Reader
from neurarium.lab.exhibits.recognise.reading_state import ReadingState
from neurarium.lab.preparation import Source, prepared
from neurarium.lab.protocol import LabError
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, question, task

_CANVAS = (400.0, 300.0)


@dataclass(frozen=True)
class Correction:
    """The correction of the learner: the network read `answer`, but it is a `label`."""

    answer: int
    label: int


class RecogniseTasks(Tasks):
    """A part of the exhibit: what it can be asked to check."""

    _state: ReadingState
    _correction: Correction | None

    @task("digits")
    def three_digits(self) -> Verdict:
        """Write three digits or more at once."""
        digits = len(self._state.answers)
        return DONE if digits >= 3 else not_yet("digits", digits=digits)

    @task("correction", "other")
    def seven_as_one(self) -> Verdict:
        """Write a 7 that is read as 1, and say so."""
        said = self._correction
        if said is None:
            return not_yet("correction")
        if said == Correction(answer=1, label=7):
            return DONE
        return not_yet("other", answer=said.answer, label=said.label)

    @task("digit", "steps", "units", "same")
    def silence(self) -> Verdict:
        """Let one silenced unit, and nothing else, change the answer."""
        state = self._state
        if not state.answers:
            return not_yet("digit")
        if state.settings.off:
            return not_yet("steps")
        silenced = len(state.reader.silenced) if state.reader else 0
        if silenced != 1:
            return not_yet("units", units=silenced)
        return DONE if state.answers != state.before else not_yet("same", answer=state.answers[0])

    @task("digit", "steps", "silenced", "same")
    def corner(self) -> Verdict:
        """Have a small digit in a corner misread without crop and centring."""
        state = self._state
        if not len(state.answers) == len(state.before) == 1:
            return not_yet("digit", digits=len(state.answers))
        if not {"crop", "centre"} <= set(state.settings.off):
            return not_yet("steps")
        if state.settings.silenced:
            return not_yet("silenced")
        return DONE if state.answers != state.before else not_yet("same", answer=state.answers[0])

    @question
    def quiz_letter(self, answer: str) -> Verdict:
        """Ask what the network says to a letter: it has no word for it but a digit."""
        return _verdict(answer, "digit", _read(self._state.reader, _letter_x()))

    @question
    def quiz_small(self, answer: str) -> Verdict:
        """Ask whether the same digit at half its size, in a corner, is read as another."""
        guesses = _read(self._state.reader, *_large_and_small(self._state.source))
        return _verdict(answer, "same" if guesses[0].digit == guesses[1].digit else "other", guesses)


def _read(reader: Reader | None, *drawings: Drawing) -> list[Guess]:
    """Return what a model reads in each drawing, at its first digit."""
    if reader is None:
        raise LabError("no_model", "There is no trained model yet.", "Train one: it takes seconds.")
    return [reader.guesses(prepared(drawing, ()).images[:1])[0] for drawing in drawings]


def _verdict(answer: str, right: str, guesses: list[Guess]) -> Verdict:
    """Return the verdict with what the network said: ``digit0``, ``probability0``, ``digit1``, …."""
    values: dict[str, float] = {}
    for i, guess in enumerate(guesses):
        values |= {f"digit{i}": guess.digit, f"probability{i}": guess.probability}
    return Verdict(answer == right, right, values)


def _letter_x() -> Drawing:
    """Return an X, as large as the digits that people draw."""
    down = np.array([[130.0, 50.0], [270.0, 250.0]])
    return Drawing((down, down * [-1, 1] + [400, 0]), 20.0, _CANVAS)


def _large_and_small(source: Source | None) -> tuple[Drawing, Drawing]:
    """Return the learner's own drawing, or a 7, as it is and at half its size in the lower right corner."""
    drawing = source if isinstance(source, Drawing) else _seven()
    size = drawing.size or _CANVAS
    corner = 0.48 * np.array(size)
    brush = drawing.brush or 20.0
    strokes = [np.asarray(stroke, np.float64) * 0.5 + corner for stroke in drawing.strokes]
    return drawing, Drawing(strokes, brush / 2, size)


def _seven() -> Drawing:
    return Drawing((np.array([[130.0, 60.0], [270.0, 60.0], [180.0, 250.0]]),), 20.0, _CANVAS)
