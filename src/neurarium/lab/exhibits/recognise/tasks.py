"""The exhibit's tasks and quiz questions, checked against what the network reads."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.data.handwriting import Drawing
from neurarium.lab.exhibits.recognise.reader import Guess, Reader, Source, prepared
from neurarium.lab.exhibits.recognise.reading_state import ReadingState
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Choice, Text

TASKS = ("three_digits", "seven_as_one", "silence", "corner", "quiz_letter", "quiz_small")

_CANVAS = (400.0, 300.0)


@dataclass(frozen=True)
class Check:
    """Parameters of `check`."""

    task: Annotated[str, Choice(*TASKS)]
    answer: Annotated[str, Text(40)] = ""


@dataclass(frozen=True)
class Verdict:
    """Whether a task is done; for a quiz, the right answer and what the network said to the examples."""

    done: bool
    right: str = ""
    digits: tuple[int, ...] = ()
    probabilities: tuple[float, ...] = ()


@dataclass(frozen=True)
class Correction:
    """The correction of the learner: the network read `answer`, but it is a `label`."""

    answer: int
    label: int


def check(params: Check, state: ReadingState, correction: Correction | None) -> Verdict:
    """Check a task against the reading and the last correction, or the answer to a quiz question."""
    settings, answers, before = state.settings, state.answers, state.before
    match params.task:
        case "three_digits":  # write three digits or more at once
            return Verdict(len(answers) >= 3)
        case "seven_as_one":  # draw a 7 that is read as 1, and say so
            return Verdict(correction == Correction(answer=1, label=7))
        case "silence":  # one unit, and nothing else, changes the answer
            alone = state.reader is not None and len(state.reader.silenced) == 1 and not settings.off
            return Verdict(alone and bool(answers) and answers != before)
        case "corner":  # without crop and centring a small digit in a corner is misread
            alone = {"crop", "centre"} <= set(settings.off) and not settings.silenced
            return Verdict(alone and len(answers) == len(before) == 1 and answers != before)
        case "quiz_letter":  # what does the network say to a letter? It has no word for it but a digit
            guesses = _read(state.reader, _letter_x())
            return _verdict(params.answer, "digit", guesses)
        case _:  # quiz_small: the same digit at half its size, in a corner
            guesses = _read(state.reader, *_large_and_small(state.source))
            return _verdict(
                params.answer, "same" if guesses[0].digit == guesses[1].digit else "other", guesses
            )


def _read(reader: Reader | None, *drawings: Drawing) -> list[Guess]:
    """Return what a model reads in each drawing, at its first digit."""
    if reader is None:
        raise LabError("no_model", "There is no trained model yet.", "Train one: it takes seconds.")
    return [reader.guesses(prepared(drawing, ()).images[:1])[0] for drawing in drawings]


def _verdict(answer: str, right: str, guesses: list[Guess]) -> Verdict:
    digits = tuple(guess.digit for guess in guesses)
    return Verdict(answer == right, right, digits, tuple(guess.probability for guess in guesses))


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
