"""What each refusal speaks of: the shape of an error's `data`, by its code.

The front end words a refusal from its code and this data, in its reader's language; `message` and `hint` say
the same in English. ``scripts/web_types`` writes the shapes into the front end.
"""

from collections.abc import Mapping
from typing import Literal, TypedDict

from neurarium.lab.protocol import ErrorCode

Missing = Literal[
    "attempt", "dataset", "digits", "model", "package", "run", "source", "sweep", "training", "unit"
]
"""What may not be found."""

Unit = Literal["bytes", "datasets", "digits", "pixels", "points", "programs", "runs", "votes"]
"""What may be too many."""


DataReason = Literal[
    "nothing",  # no file came
    "too_large",  # more bytes than are taken; limit
    "many_files",  # more files than are taken; limit, got
    "many_images",  # more images than are taken; limit, got
    "many_training",  # more training images than are taken; limit, got
    "unknown",  # no file is of a kind that is read; file: the first one
    "mixed",  # files of several kinds; got: the kinds
    "damaged",  # a file is not whole; file
    "empty",  # a file has no bytes; file
    "objects",  # an array holds Python objects; file: the array
    "large_array",  # an array is larger than is taken; file, limit
    "unpacked",  # an archive would unpack to too much; limit, got
    "packing",  # an archive is encrypted, or packed in a way that is not read; file
    "outside",  # an archive has a path that leads out of it; file
    "arrays",  # there are not images and labels; got
    "shape",  # images have a shape that is none of pictures; got
    "values",  # pixels are not from 0 to 255 or from 0 to 1; got
    "labels",  # not one label for each image; limit: how many images, got: the shape
    "label_kind",  # labels are neither whole numbers nor names; got
    "classes",  # fewer than two classes or more than ten; got
    "few",  # too few images; limit: how many are needed, got
    "unlabelled",  # a picture's place says no label; file
    "picture",  # a picture cannot be read, or is too large; file
]
"""Why files are no data set, and which of the data say more."""


KernelReason = Literal[
    "not_local",  # others than this machine reach the lab; what: the address it is open to
    "not_installed",  # what: packages
    "system",  # what: the operating system
    "no_processes",  # the lab is not in a server
    "too_many",  # what: how many kernels there are at most
    "running",  # a program is running
    "failed",  # the kernel did not start; what: why, in English
]
"""Why no program can be run, and what more is said of it."""


ProgramReason = Literal[
    "not_text",
    "not_json",
    "not_notebook",
    "version",  # of the format of notebooks; what: which
    "language",  # what: the language it is written in
    "too_long",  # what: how many characters are taken
]
"""Why a file cannot be opened as a program, and what more is said of it."""


class Nothing(TypedDict):
    """There is nothing to say beyond the code."""


class Reason(TypedDict):
    """What was wrong, in English."""

    reason: str


class WrongParam(TypedDict):
    """A value that is not what was expected; what was is a rule, or a text where the lab has no rule."""

    param: str
    expected: object
    got: str


class Choice(TypedDict):
    """A name that is not known, and those that are."""

    expected: str
    got: str


class Versions(TypedDict):
    """The versions of the protocol that the lab and the page speak."""

    expected: int
    got: int


class ClosedExhibit(TypedDict):
    """Which exhibit is not open."""

    exhibit: str


class Size(TypedDict):
    """How much it is and how much is taken; None where that is not known."""

    got: int | None
    limit: int | None
    unit: Unit


class NotFound(TypedDict):
    """What is not there; `name` is empty where none was asked for."""

    what: Missing
    name: str


class BadModel(TypedDict):
    """Which model, and what is wrong with it, in English."""

    name: str
    reason: str


class BadData(TypedDict):
    """Why files are no data set; what has no meaning for the reason is empty."""

    reason: DataReason
    file: str
    got: str
    limit: str


class NoKernel(TypedDict):
    """Why no program can be run; `what` is empty where there is no more to say."""

    reason: KernelReason
    what: str


class BadProgram(TypedDict):
    """Why a file cannot be opened as a program; `what` is empty where there is no more to say."""

    reason: ProgramReason
    what: str


class Divergence(TypedDict):
    """Where the loss became infinite or no number, counted from 1, and with which learning rate."""

    step: int
    epoch: int
    learning_rate: float


class BusyRun(TypedDict):
    """The run that is not finished: its name, and which run it is; empty where it has none."""

    name: str
    run: str


ERROR_DATA: Mapping[ErrorCode, type] = {
    "bad_frame": Reason,
    "bad_request": WrongParam,
    "version_mismatch": Versions,
    "unknown_exhibit": Choice,
    "unknown_op": Choice,
    "not_open": ClosedExhibit,
    "bad_param": WrongParam,
    "bad_settings": Reason,
    "bad_image": Reason,
    "no_ink": Nothing,
    "too_large": Size,
    "not_found": NotFound,
    "no_model": Nothing,
    "no_mnist": Nothing,
    "bad_model": BadModel,
    "not_saved": Reason,
    "covered": Nothing,
    "bad_data": BadData,
    "bad_program": BadProgram,
    "kernel": NoKernel,
    "diverged": Divergence,
    "busy": BusyRun,
    "elsewhere": Nothing,
    "internal": Nothing,
}
