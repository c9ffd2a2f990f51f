"""The exhibit's operations."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting import Drawing, HandwritingError, Picture, prepare
from neurarium.engine.errors import Diverged
from neurarium.interop.programs import DenseLines
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.computed import Computed
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.recognise.cutting import cut_out
from neurarium.lab.exhibits.recognise.detail import Detail, Flipped, flows
from neurarium.lab.exhibits.recognise.lines import draw_computed, draw_layers
from neurarium.lab.exhibits.recognise.models import ModelInfo, ModelLine, describe, list_models
from neurarium.lab.exhibits.recognise.own_digits import MOST_DIGITS, OwnDigits
from neurarium.lab.exhibits.recognise.own_split import learned_by
from neurarium.lab.exhibits.recognise.reader import Reading, nearest
from neurarium.lab.exhibits.recognise.reading_state import ReadingState
from neurarium.lab.exhibits.recognise.settings import (
    Correct,
    Flip,
    Focus,
    Forget,
    RecogniseSettings,
    Settings,
    TrainParams,
    TuneParams,
    UnitOf,
    Versus,
    Writing,
)
from neurarium.lab.exhibits.recognise.short_training import FirstTraining, Progress, ShortTraining, Tuning
from neurarium.lab.exhibits.recognise.tasks import Correction, RecogniseTasks
from neurarium.lab.exhibits.recognise.unit import UnitView, look_at
from neurarium.lab.exhibits.recognise.why import Why, explain
from neurarium.lab.image_errors import image_error
from neurarium.lab.preparation import prepared, step_views
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError
from neurarium.lab.values import Axes
from neurarium.lab.workspace import Workspace


@dataclass(frozen=True)
class OwnSummary:
    """How many digits the learner has kept, and how many there may be."""

    count: int
    most: int


@dataclass(frozen=True, eq=False)
class RecogniseView:
    """The answer to `open` and to each change of the settings.

    Attributes
    ----------
    settings
        As they are in force: of the silenced units only those that the model has.
    best
        The model that reads unless another is chosen; None if there is none.
    model
        None if there is none; `problem` then says why.
    layers
        How each dense layer is found in the model's program; empty if it is no program.
    """

    settings: Settings
    models: tuple[ModelLine, ...]
    best: str | None
    model: ModelInfo | None
    problem: Problem | None
    own: OwnSummary
    reading: Reading
    computed: dict[str, Computed]
    layers: tuple[DenseLines, ...]


@dataclass(frozen=True, eq=False)
class OwnSheet:
    """The learner's own digits, and the answer of the chosen model to each (-1: no model).

    The model is scored on those that it has not learned from: `right` of `scored`.
    """

    ids: tuple[str, ...]
    labels: Annotated[NDArray[np.int32], Axes("digit")]
    images: Annotated[NDArray[np.uint8], Axes("digit", 28, 28)]
    answers: Annotated[NDArray[np.int32], Axes("digit")]
    learned: tuple[bool, ...]
    right: int
    scored: int
    most: int


class Recognise(RecogniseTasks, Exhibit):
    """Draw or upload a digit, and see how a network reads it."""

    id = "recognise"

    def __init__(self, settings: RecogniseSettings, workspace: Workspace) -> None:
        self._workspace = workspace
        self._own = OwnDigits(workspace.folder / "digits")
        self._training: ShortTraining | None = None
        self._correction: Correction | None = None
        self._state = ReadingState(
            workspace.model_cache,
            Settings(settings.model, settings.off, settings.silenced),
            Writing(settings.image, settings.strokes, settings.size, settings.brush),
            workspace.decoding,
        )

    # --- reading ----------------------------------------------------------------------------------------

    def view(self) -> RecogniseView:
        """Return everything."""
        state = self._state
        best = self._workspace.model_cache.best()
        silenced = state.reader.silenced if state.reader else state.settings.silenced
        network = state.reader.whole.network if state.reader else None
        layers = draw_layers(network) if network else ()
        return RecogniseView(
            settings=Settings(state.settings.model, state.settings.off, silenced),
            models=list_models(self._workspace.model_cache),
            best=best.name if best else None,
            model=describe(state.reader) if state.reader else None,
            problem=state.problem,
            own=OwnSummary(len(self._own), MOST_DIGITS),
            reading=state.reading,
            computed=draw_computed(network, layers),
            layers=layers,
        )

    @op
    def configure(self, params: Settings) -> RecogniseView:
        """Read the same writing in another way: another model, other steps, other units silenced."""
        self._state.configure(params)
        return self.view()

    @op
    def read(self, params: Writing) -> Reading:
        """Read something else. Called while a pen moves."""
        self._correction = None
        self._state.write(params)
        return self._state.reading

    @op
    def detail(self, params: Focus) -> Detail:
        """Return every step of one digit's preparation, and the strongest ways through the network."""
        state = self._state
        off = state.settings.off
        if state.source is None:
            return Detail(0, (), (), state.unreadable)
        try:
            digits = prepare(state.source, off=off, steps=True)
        except HandwritingError as error:
            problem = Problem.of(image_error(error))
            return Detail(0, step_views(error.steps, off), (), problem)
        focus = min(params.focus, len(digits) - 1)
        ways = flows(state.reader, digits[focus].image) if state.reader else ()
        return Detail(focus, step_views(digits[focus].steps, off), ways)

    @op
    def flip(self, params: Flip) -> Flipped:
        """Read with one step switched, to see its effect."""
        state = self._state
        source, reader = state.need_source(), state.need_reader()
        off = set(state.settings.off) ^ {params.step}
        now_off = params.step in off
        try:
            digits = prepared(source, off)
        except LabError as error:
            return Flipped(params.step, now_off, (), None, Problem.of(error))
        guesses = reader.guesses(digits.images)
        here = None
        if state.reading.digits:
            here = digits.digits.index(nearest(digits, state.digit(params).box))
        return Flipped(params.step, now_off, guesses, here)

    @op
    def why(self, params: Versus) -> Why:
        """Return what made the difference between two digits: by default the answer and the second best."""
        digit, reader = self._state.digit(params), self._state.need_reader()
        assert digit.answer is not None
        best, second = digit.answer.digit, digit.answer.second
        towards = best if params.towards is None else params.towards
        away = params.away if params.away is not None else second if towards == best else best
        return explain(reader, digit.image, towards, away)

    @op
    def unit(self, params: UnitOf) -> UnitView:
        """Return the weights, the sum and the outgoing weights of one hidden unit."""
        return look_at(self._state.need_reader(), self._state.digit(params).image, params.layer, params.unit)

    # --- the learner's own digits -----------------------------------------------------------------------

    @op
    def correct(self, params: Correct) -> OwnSummary:
        """Keep a digit with what it really is."""
        digit, source = self._state.digit(params), self._state.source
        answer = digit.answer.digit if digit.answer else None
        strokes = source.strokes if isinstance(source, Drawing) else ()
        picture = cut_out(source, digit.box) if isinstance(source, Picture) else b""
        self._own.add(params.label, answer, digit.image, [np.asarray(s) for s in strokes], picture)
        if answer is not None:
            self._correction = Correction(answer, params.label)
        return OwnSummary(len(self._own), MOST_DIGITS)

    @op
    def own(self) -> OwnSheet:
        """Return the learner's own digits, each read by the model on stage."""
        kept, reader = self._own.all(), self._state.reader
        images = np.array([digit.image for digit in kept], np.uint8).reshape(len(kept), 28, 28)
        labels = np.array([digit.label for digit in kept], np.int32)
        answers = np.full(len(kept), -1, np.int32)
        if reader and kept:
            answers[:] = [guess.digit for guess in reader.guesses(images)]
        known = learned_by(reader.whole) if reader else frozenset()
        learned = tuple(digit.id in known for digit in kept)
        fresh = ~np.array(learned, np.bool_) & (answers >= 0)
        return OwnSheet(
            ids=tuple(digit.id for digit in kept),
            labels=labels,
            images=images,
            answers=answers,
            learned=learned,
            right=int(np.sum(fresh & (answers == labels))),
            scored=int(fresh.sum()),
            most=MOST_DIGITS,
        )

    @op
    def forget(self, params: Forget) -> OwnSheet:
        """Delete some of them, or all."""
        if params.all:
            self._own.clear()
        else:
            self._own.remove(params.ids)
        return self.own()

    # --- short trainings --------------------------------------------------------------------------------

    @op
    def train(self, params: TrainParams) -> Progress:
        """Start to train the classic network; `advance` continues."""
        self._refuse_if_busy()
        self._training = FirstTraining(self._workspace.models, params.epochs, distorted=params.distorted)
        return self._training.progress()

    @op
    def tune(self, params: TuneParams) -> Progress:
        """Start to fine-tune the model on the learner's own digits; `advance` continues."""
        self._refuse_if_busy()
        own = self._own.all()
        if not own:
            raise LabError(
                "not_found",
                "There are no digits of your own yet.",
                "Draw some, and say what they are.",
                {"what": "digits", "name": ""},
            )
        named = self._workspace.model_cache.reader(self._state.need_reader().name)
        self._training = Tuning(self._workspace.models, named, own, params.epochs, params.name)
        return self._training.progress()

    @op
    def advance(self, params: Advance, budget: Budget) -> Progress:
        """Continue the short training; at its end the model is saved."""
        training = self._training
        if training is None:
            raise LabError(
                "not_found", "No training is running.", "Begin one.", {"what": "training", "name": ""}
            )
        try:
            budget.at_most(params.budget_ms).run(training.advance, params.steps)
        except Diverged as error:
            self._training = None
            raise LabError(
                "diverged",
                str(error),
                "Try another model.",
                {"step": error.step, "epoch": error.epoch, "learning_rate": error.learning_rate},
            ) from error
        if training.finished:
            self._training = None
        return training.progress()

    @op
    def stop(self) -> None:
        """Cancel the short training; nothing is saved."""
        self._training = None

    def _refuse_if_busy(self) -> None:
        if self._training is not None:
            raise LabError(
                "busy", "A training is running.", "Wait for its end, or stop it.", {"name": "", "run": ""}
            )
