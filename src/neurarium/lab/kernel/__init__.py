"""A kernel: a process that runs a learner's programs. What it is to the lab, and what it says.

(The compiled training steps of `neurarium.kernels` are something else.)

The lab knows a kernel by this interface only: a server has Jupyter's, a browser's Python could have a worker.
"""

from pathlib import Path
from typing import Protocol

from neurarium.lab.kernel.output import Completions, KernelState, Obstacle, Output, Variables


class Kernel(Protocol):
    """A kernel. No method waits for a program to end."""

    def run(self, source: str) -> int:
        """Run a program, starting the kernel first if it is off; return the number of the run.

        Raises
        ------
        LabError
            `kernel`, if one is running.
        """

    def stop(self) -> None:
        """Stop what runs: interrupt it, again if that does not help, then restart; `state` shows how far."""

    def restart(self) -> None:
        """Start anew: all variables are gone."""

    def state(self) -> KernelState:
        """Return what the kernel does."""

    def output(self, since: int) -> Output:
        """Return what is new since the event of this number, oldest first."""

    def complete(self, source: str, cursor: int) -> Completions:
        """Return how the name before the cursor may go on; ask again while that is not known yet."""

    def variables(self, name: str) -> Variables:
        """Return the variables, also while a program runs, with a picture of the array `name`."""

    def close(self) -> None:
        """End the process."""


class Held(Protocol):
    """What holds a kernel for a page."""

    def close(self) -> None:
        """End the kernel."""


class Kernels(Protocol):
    """Where kernels come from, and where they wait for pages that are loaded anew."""

    def obstacle(self) -> Obstacle | None:
        """Return why there can be no kernel here; None if there can."""

    def new(self, folder: Path) -> Kernel:
        """Return a kernel that is off yet and will work in `folder`.

        Raises
        ------
        LabError
            `kernel`, if there can be none, or as many as may be are in use.
        """

    def arrive(self, page: str) -> Held | None:
        """Note that a page of this name is here; return what it left when it went, if that is still there.

        Raises
        ------
        PageIsHere
            If there is a page of this name.
        """

    def leave(self, page: str, held: Held | None) -> None:
        """Note that a page has gone; what it leaves is ended after a while, if it does not come back."""

    def close(self) -> None:
        """End all kernels."""


class PageIsHere(Exception):  # noqa: N818  (it is an answer)
    """Another page has this name: a copy of a tab, or a connection that has not ended yet."""


class NoKernels:
    """A place without kernels.

    Parameters
    ----------
    why
        Why there are none.
    """

    def __init__(self, why: Obstacle) -> None:
        self._why = why

    def obstacle(self) -> Obstacle:
        """Return why there can be no kernel here."""
        return self._why

    def new(self, folder: Path) -> Kernel:
        """Refuse."""
        raise self._why.error()

    def arrive(self, page: str) -> None:
        """Say that nothing was left."""

    def leave(self, page: str, held: Held | None) -> None:
        """End what is left, if there can be any."""
        if held is not None:
            held.close()

    def close(self) -> None:
        """Do nothing."""


__all__ = ["Held", "Kernel", "Kernels", "NoKernels", "PageIsHere"]
