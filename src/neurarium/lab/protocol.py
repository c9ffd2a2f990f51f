"""The lab protocol: what a request and a reply look like, and the errors that a reply may carry.

A request is ``{id, exhibit, op, params}``; its one reply is ``{id, ok: True, data}`` or
``{id, ok: False, error: {code, message, hint, data}}``. Both hold plain Python values and NumPy arrays
only: turning them into bytes is the transport's work. A change here goes together with
``web/src/protocol.ts`` and ``tests/snapshots/``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypedDict

PROTOCOL_VERSION = 2

ErrorCode = Literal[
    "bad_frame",  # the bytes are not a message of this protocol
    "bad_request",  # a message, but not a request: a field is missing or of the wrong type
    "version_mismatch",  # the front end speaks another version of the protocol
    "unknown_exhibit",
    "unknown_op",
    "not_open",  # the exhibit was not opened in this session
    "bad_param",  # a parameter is not what was expected
    "bad_settings",  # settings that are each right, but not together
    "bad_image",  # the image cannot be read
    "no_ink",  # the image is readable and empty
    "too_large",  # more bytes, pixels or items than the lab takes
    "not_found",  # there is no such model, run, unit …
    "no_model",  # nothing is trained yet
    "no_mnist",  # the images of MNIST are not there: the installation is not whole, or they are on their way
    "bad_model",  # the model's file is broken, or it is not one for this
    "not_saved",  # a model cannot be written
    "covered",  # it would show a score on test images that nobody has committed to yet
    "bad_data",  # files that are no data set, or the file of one is broken
    "bad_program",  # a file that cannot be opened as a program
    "kernel",  # there is no process for a learner's programs, or it is at work
    "diverged",  # the loss is not finite any more
    "busy",  # another long run holds what this one needs
    "elsewhere",  # another process of this machine holds it
    "internal",  # a defect of the lab: it is logged where the lab runs
]
"""Every code that an error reply can carry. The front end words it by its code and its data, so a code keeps
its meaning; the data of each is declared in `error_data`."""


class LabError(Exception):
    """A request that cannot be fulfilled, for a reason that the learner can understand and fix.

    Parameters
    ----------
    code
        Stable name of the reason, by which the front end translates it.
    message
        What was wrong, in English: where, what was expected, what came.
    hint
        What to do about it.
    data
        The values that the message speaks of, as plain values, for the translations.
    """

    def __init__(
        self, code: ErrorCode, message: str, hint: str = "", data: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.data = dict(data or {})


@dataclass(frozen=True)
class Request:
    """One question of the front end: operation `op` of `exhibit`, with its raw, unchecked parameters."""

    id: int
    exhibit: str
    op: str
    params: Mapping[object, object]


class ErrorBody(TypedDict):
    """The `error` field of a reply."""

    code: ErrorCode
    message: str
    hint: str
    data: dict[str, object]


class Success(TypedDict):
    """The reply to a request that was fulfilled."""

    id: int
    ok: Literal[True]
    data: object


class Failure(TypedDict):
    """The reply to a request that was not fulfilled; `id` is None if the request had no readable one."""

    id: int | None
    ok: Literal[False]
    error: ErrorBody


Reply = Success | Failure


def success(request_id: int, data: object) -> Success:
    """Return the reply that carries `data`."""
    return {"id": request_id, "ok": True, "data": data}


def failure(request_id: int | None, error: LabError) -> Failure:
    """Return the reply that carries `error`."""
    body: ErrorBody = {"code": error.code, "message": error.message, "hint": error.hint, "data": error.data}
    return {"id": request_id, "ok": False, "error": body}


def readable_id(message: object) -> int | None:
    """Return the id of a message if it has one, so that even a broken request gets its own reply."""
    identity = message.get("id") if isinstance(message, Mapping) else None
    return identity if isinstance(identity, int) and not isinstance(identity, bool) else None


def read_request(message: object) -> Request:
    """Check the frame of a message and return it as a request; its parameters stay unchecked.

    Raises
    ------
    LabError
        `bad_request`, if the message is not a map with an integer `id`, texts `exhibit` and `op` and,
        optionally, a map `params`.
    """
    if not isinstance(message, Mapping):
        raise _bad_request("message", "a map with the fields id, exhibit, op and params", message)
    identity = readable_id(message)
    if identity is None:
        raise _bad_request("id", "an integer", message.get("id"))
    exhibit, op, params = message.get("exhibit"), message.get("op"), message.get("params", {})
    if not isinstance(exhibit, str):
        raise _bad_request("exhibit", "a text", exhibit)
    if not isinstance(op, str):
        raise _bad_request("op", "a text", op)
    if not isinstance(params, Mapping):
        raise _bad_request("params", "a map", params)
    return Request(identity, exhibit, op, params)


def internal_error() -> LabError:
    """Return the error for a defect of the lab, whose details are logged."""
    return LabError(
        "internal",
        "The lab made a mistake and could not answer.",
        "Reset the exhibit; the details are in the terminal where the lab runs.",
    )


_LISTED = 8
"""Items of a list that are written out."""


def brief(value: object, limit: int = 60) -> str:
    """Return `value` as it would be written in Python, cut to at most `limit` characters."""
    # Only the beginning of a long value is ever written out: a message may carry megabytes.
    if isinstance(value, str | bytes):
        text = repr(value[: limit + 1])
    elif isinstance(value, int) and value.bit_length() > 200:  # Python may refuse to write it out
        text = "<a huge number>"
    elif isinstance(value, int | float | None):
        text = repr(value)
    elif isinstance(value, list | tuple) and len(value) <= _LISTED and all(map(_is_scalar, value)):
        text = f"[{', '.join(brief(item) for item in value)}]"
    else:
        size = f" of {len(value)}" if isinstance(value, Mapping | list | tuple) else ""
        text = f"<{type(value).__name__}{size}>"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | bytes | int | float | None)


def _bad_request(field: str, expected: str, got: object) -> LabError:
    return LabError(
        "bad_request",
        f"The request's '{field}' must be {expected}; got {brief(got)}.",
        "Send {id, exhibit, op, params}.",
        {"param": field, "expected": expected, "got": brief(got)},
    )
