"""The exhibit's tasks and quiz questions, checked against what the network reads."""

from dataclasses import dataclass

import numpy as np

from neurarium.data.handwriting import Drawing
from neurarium.lab.exhibits.recognise.reader import Guess, Reader, Source, prepared
from neurarium.lab.exhibits.recognise.reading_state import ReadingState
from neurarium.lab.protocol import LabError
from neurarium.lab.tasks import Tasks, Verdict, question, task

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

    @task
    def three_digits(self) -> bool:
        """Write three digits or more at once."""
        return len(self._state.answers) >= 3

    @task
    def seven_as_one(self) -> bool:
        """Write a 7 that is read as 1, and say so."""
        return self._correction == Correction(answer=1, label=7)

    @task
    def silence(self) -> bool:
        """Let one silenced unit, and nothing else, change the answer."""
        state = self._state
        alone = state.reader is not None and len(state.reader.silenced) == 1 and not state.settings.off
        return alone and bool(state.answers) and state.answers != state.before

    @task
    def corner(self) -> bool:
        """Have a small digit in a corner misread without crop and centring."""
        state = self._state
        alone = {"crop", "centre"} <= set(state.settings.off) and not state.settings.silenced
        one = len(state.answers) == len(state.before) == 1
        return alone and one and state.answers != state.before

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
