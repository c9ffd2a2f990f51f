"""One browser tab's session: frames in, frames out."""

import logging

from neurarium.lab.encoding import decode, encode
from neurarium.lab.lab import Lab
from neurarium.lab.protocol import LabError, Reply, brief, failure, internal_error

_log = logging.getLogger(__name__)


class Session:
    """One lab behind encoded messages.

    Parameters
    ----------
    lab
        The session's lab.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    def close(self) -> None:
        """End the session: its page is gone."""
        self._lab.close()

    def answer(self, frame: bytes | None, budget_ms: float) -> bytes:
        """Return the one reply to a frame, encoded, whatever the frame is.

        Parameters
        ----------
        frame
            The frame received; None stands for a text frame, which is no message here.
        budget_ms
            Milliseconds for an operation without a natural end.
        """
        return encoded(self.reply(frame, budget_ms))

    def reply(self, frame: bytes | None, budget_ms: float) -> Reply:
        """Return the same reply as plain values and arrays; `encoded` makes bytes of it."""
        if frame is None:
            hint = "Send MessagePack in binary frames."
            reason = "it is text, not bytes"
            error = LabError("bad_frame", "The message is text, not bytes.", hint, {"reason": reason})
            return failure(None, error)
        try:
            message = decode(frame)
        except LabError as error:
            return failure(None, error)
        return self._lab.handle(message, budget_ms)


def encoded(reply: Reply) -> bytes:
    """Return a reply as bytes; one that cannot be sent becomes an error."""
    try:
        return encode(reply)
    except (TypeError, ValueError, OverflowError):  # invalid Unicode, a number beyond 64 bits
        _log.exception("an answer could not be sent: %s", brief(reply))
        return encode(failure(reply["id"], internal_error()))
