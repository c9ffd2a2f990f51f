"""Commands for a run, set from any thread, applied between two steps."""


class RunCommands:
    """The commands for one run that are not carried out yet.

    Pages set them, from any thread; the thread that trains the run carries them out.

    Attributes
    ----------
    playing
        Whether the run takes steps by itself.
    owed
        Steps to take although the run is paused.
    learning_rate
        A new learning rate to apply; None if there is none.
    stopping, examining
        Whether to end the run, or to test it on all test images.
    unsaved
        Whether the run was paused, or changed while paused, and is not saved yet.
    """

    def __init__(self, *, playing: bool = True) -> None:
        self.playing = playing
        self.owed = 0
        self.learning_rate: float | None = None
        self.stopping = False
        self.examining = False
        self.unsaved = False

    def play(self) -> None:
        """Resume."""
        self.playing = True

    def pause(self) -> None:
        """Pause after the steps that are being taken."""
        self.playing = False
        self.owed = 0
        self.unsaved = True

    def step(self, steps: int) -> None:
        """Take so many steps and pause again."""
        self.playing = False
        self.owed += steps

    def tune(self, learning_rate: float) -> None:
        """Change the learning rate."""
        self.learning_rate = learning_rate

    def stop(self) -> None:
        """End the run, and save the model."""
        self.stopping = True

    def examine(self) -> None:
        """Test on all test images."""
        self.examining = True

    @property
    def any_wait(self) -> bool:
        """Whether there is something to do besides steps."""
        return self.learning_rate is not None or self.stopping or self.examining or self.unsaved

    def take_rate(self) -> float | None:
        """Return the new learning rate, once."""
        rate, self.learning_rate = self.learning_rate, None
        return rate

    def note_steps(self, steps: int) -> None:
        """Count steps that have been taken."""
        self.owed = max(0, self.owed - steps)
