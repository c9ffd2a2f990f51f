"""What the page of the code lab draws."""

from dataclasses import dataclass
from typing import Literal

from neurarium.interop.phrases import Phrase
from neurarium.lab.kernel.output import KernelState, Obstacle


@dataclass(frozen=True)
class CodeView:
    """The code lab as it is opened.

    Attributes
    ----------
    obstacle
        Why programs cannot be run here; None if they can.
    kernel
        What the kernel of this page does.
    program
        A layer, forward and backward, in Keras and in PyTorch.
    """

    obstacle: Obstacle | None
    kernel: KernelState
    program: Phrase


@dataclass(frozen=True)
class Arrived:
    """How a page was received.

    Attributes
    ----------
    kernel
        `back`: it has its kernel again. `new`: it has none yet. `taken`: another page has this name, a copy
        of the tab, or this page's own connection before, which has not ended yet: ask again, and then with
        another name.
    """

    kernel: Literal["back", "new", "taken"]


@dataclass(frozen=True)
class Started:
    """The number of the run that was begun."""

    run: int
    kernel: KernelState
