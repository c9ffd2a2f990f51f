"""One browser tab's session: frames in, frames out."""

import logging

from neurarium.lab import Lab, LabError
from neurarium.lab.protocol import brief, failure, internal_error
from neurarium.server.encoding import decode, encode

_log = logging.getLogger(__name__)


class Session:
    """A lab of its own behind encoded messages.

    Parameters
    ----------
    lab : Lab
        The session's lab.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    def answer(self, frame: bytes | None, budget_ms: float) -> bytes:
        """Return the one reply to a frame, whatever the frame is.

        Parameters
        ----------
        frame : bytes or None
            What came in; None stands for a text, which is no message here.
        budget_ms : float
            Milliseconds that the answer may take, if it could take any time.
        """
        if frame is None:
            hint = "Send MessagePack in binary frames."
            return encode(failure(None, LabError("bad_frame", "The message is text, not bytes.", hint)))
        try:
            message = decode(frame)
        except LabError as error:
            return encode(failure(None, error))
        reply = self._lab.handle(message, budget_ms)
        try:
            return encode(reply)
        except (TypeError, ValueError, OverflowError):  # a text that is no Unicode, a number beyond 64 bits
            _log.exception("an answer could not be sent: %s", brief(message))
            return encode(failure(reply["id"], internal_error()))
