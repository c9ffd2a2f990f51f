"""What the learner wants of a run: left by any page at any time, carried out between two steps."""


class RunCommands:
    """The commands for one run, and what has been done about them.

    Pages only set them, from any thread; only the run, where it is trained, takes them.

    Attributes
    ----------
    playing
        Whether it goes on by itself.
    owed
        Steps that are still to be taken one by one.
    learning_rate
        Another learning rate that is waited for; None if there is none.
    rate_changes
        How often the learning rate was changed.
    stopping, examining
        Whether the run is to end, or to be asked all test images.
    unsaved
        Whether the run has come to rest, or was changed at rest, and is not written down yet.
    """

    def __init__(self, *, playing: bool = True) -> None:
        self.playing = playing
        self.owed = 0
        self.learning_rate: float | None = None
        self.rate_changes = 0
        self.stopping = False
        self.examining = False
        self.unsaved = False

    def play(self) -> None:
        """Go on."""
        self.playing = True

    def pause(self) -> None:
        """Rest after the stretch of steps that is being taken."""
        self.playing = False
        self.owed = 0
        self.unsaved = True

    def step(self, steps: int) -> None:
        """Take so many steps and rest again."""
        self.playing = False
        self.owed += steps

    def tune(self, learning_rate: float) -> None:
        """Go on with another learning rate."""
        self.learning_rate = learning_rate
        self.rate_changes += 1

    def stop(self) -> None:
        """End here, and save what has been learned."""
        self.stopping = True

    def examine(self) -> None:
        """Ask all test images."""
        self.examining = True

    @property
    def any_wait(self) -> bool:
        """Whether there is something to do besides steps."""
        return self.learning_rate is not None or self.stopping or self.examining or self.unsaved

    def take_rate(self) -> float | None:
        """Return the learning rate that was waited for, once."""
        rate, self.learning_rate = self.learning_rate, None
        return rate

    def note_steps(self, steps: int) -> None:
        """Count steps that have been taken."""
        self.owed = max(0, self.owed - steps)
