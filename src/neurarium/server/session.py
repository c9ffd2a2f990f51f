"""One browser tab's session: frames in, frames out."""

import logging

from neurarium.lab import Lab, LabError
from neurarium.lab.protocol import brief, failure, internal_error
from neurarium.server.encoding import decode, encode

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
        """Return the one reply to a frame, whatever the frame is.

        Parameters
        ----------
        frame
            The frame received; None stands for a text frame, which is no message here.
        budget_ms
            Milliseconds for an operation without a natural end.
        """
        if frame is None:
            hint = "Send MessagePack in binary frames."
            reason = "it is text, not bytes"
            error = LabError("bad_frame", "The message is text, not bytes.", hint, {"reason": reason})
            return encode(failure(None, error))
        try:
            message = decode(frame)
        except LabError as error:
            return encode(failure(None, error))
        reply = self._lab.handle(message, budget_ms)
        try:
            return encode(reply)
        except (TypeError, ValueError, OverflowError):  # invalid Unicode, a number beyond 64 bits
            _log.exception("an answer could not be sent: %s", brief(message))
            return encode(failure(reply["id"], internal_error()))
