"""What a run did that its settings did not plan."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Course:
    """The course of a run.

    Attributes
    ----------
    rates
        After which step the learner set which learning rate, in order.
    stopped
        After how many steps the learner ended it; None if it goes on, or came to its own end.
    """

    rates: tuple[tuple[int, float], ...] = ()
    stopped: int | None = None


AS_PLANNED = Course()
