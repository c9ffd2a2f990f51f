"""The settings of the code lab."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.rules import Text


@dataclass(frozen=True)
class CodeSettings:
    """What a link holds: the program that is open. What a learner writes is kept in the data folder.

    Attributes
    ----------
    program
        The name of a given program, of a task, or of one of the learner's own.
    """

    program: Annotated[str, Text(60)] = "forward"
