"""The state of the exhibit: the writing, the model, and what the model reads."""

from contextlib import AbstractContextManager, nullcontext

from neurarium.data.handwriting import HandwritingError, Picture, Prepared
from neurarium.lab.exhibits.recognise.reader import (
    Digit,
    Guess,
    Reader,
    Reading,
    read,
)
from neurarium.lab.exhibits.recognise.settings import Focus, Settings, Writing
from neurarium.lab.image_errors import image_error
from neurarium.lab.model_cache import ModelCache
from neurarium.lab.preparation import Source, prepared
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError


class ReadingState:
    """The writing, the model and the reading; each change reads again.

    Attributes
    ----------
    settings
        How to read.
    reader
        The model, some of its units silenced; None if there is none, and `problem` says why.
    source
        The writing; None if there is nothing yet, or it cannot be read.
    reading
        What was read.
    """

    def __init__(
        self,
        models: ModelCache,
        settings: Settings,
        writing: Writing,
        decoding: AbstractContextManager[object],
    ) -> None:
        self._models = models
        self._decoding = decoding
        self._configure(settings)
        self.write(writing)

    def configure(self, settings: Settings) -> None:
        """Read the same writing in another way."""
        self._configure(settings)
        self._read()

    def write(self, writing: Writing) -> None:
        """Read something else."""
        self.source: Source | None = None
        self.unreadable: Problem | None = None
        self._size = writing.size
        try:
            with nullcontext() if writing.image is None else self._decoding:
                self.source = writing.source()
        except HandwritingError as error:
            self.unreadable = Problem.of(image_error(error))
        if isinstance(self.source, Picture):
            self._size = self.source.size
        self._read()

    @property
    def answers(self) -> list[int]:
        """The digits that were read."""
        return [digit.answer.digit for digit in self.reading.digits if digit.answer]

    @property
    def before(self) -> list[int]:
        """The digits that would be read if nothing were switched off."""
        return self.answers if self.reading.plain is None else [guess.digit for guess in self.reading.plain]

    def digit(self, at: Focus) -> Digit:
        """Return the digit that an operation is about.

        Raises
        ------
        LabError
            `no_ink`, if there is none.
        """
        if not self.reading.digits:
            raise LabError("no_ink", "There is no digit.", "Draw one.")
        return self.reading.digits[min(at.focus, len(self.reading.digits) - 1)]

    def need_reader(self) -> Reader:
        """Return the model.

        Raises
        ------
        LabError
            `no_model`, if there is none.
        """
        if self.reader is None:
            assert self.problem is not None
            problem = self.problem
            raise LabError("no_model", problem.message, problem.hint, problem.data)
        return self.reader

    def need_source(self) -> Source:
        """Return the writing.

        Raises
        ------
        LabError
            `no_ink`, if there is none.
        """
        if self.source is None:
            raise LabError("no_ink", "There is nothing to read yet.", "Draw a digit.")
        return self.source

    def _configure(self, settings: Settings) -> None:
        self.settings = settings
        self.reader: Reader | None = None
        self.problem: Problem | None = None
        try:
            named = self._models.reader(settings.model or None)
            self.reader = Reader(named, settings.silenced)
            self._whole = Reader(named)
        except LabError as error:  # without a model one can still draw, choose another one, or train
            self.problem = Problem.of(error)

    def _read(self) -> None:
        self.reading = Reading(self._size, problem=self.unreadable)
        if self.source is None:
            return
        try:
            digits = prepared(self.source, self.settings.off)
        except LabError as error:
            self.reading = Reading(self._size, problem=Problem.of(error))
        else:
            self.reading = Reading(self._size, read(self.reader, digits), self._plain(digits))

    def _plain(self, digits: Prepared) -> tuple[Guess, ...] | None:
        """Return what would be read if nothing were switched off."""
        if self.reader is None or not (self.settings.off or self.reader.silenced):
            return None
        if self.settings.off:
            try:
                digits = prepared(self.need_source(), ())
            except LabError:
                return ()
        return self._whole.guesses(digits.images)
