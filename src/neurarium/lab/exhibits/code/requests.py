"""What the operations of the code lab take."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.rules import Integer, Text

LONGEST_SOURCE = 200_000
"""Characters of a program."""


@dataclass(frozen=True)
class Page:
    """Parameters of `arrive`: the name of a page, which it keeps when it is loaded anew."""

    page: Annotated[str, Text(64)]


@dataclass(frozen=True)
class Run:
    """Parameters of `run`: the program, or a selected part of it.

    Attributes
    ----------
    first_line
        The line of the program at which the part begins, from 1: errors name the lines of the program.
    """

    source: Annotated[str, Text(LONGEST_SOURCE)]
    first_line: Annotated[int, Integer(1, LONGEST_SOURCE)] = 1


@dataclass(frozen=True)
class Since:
    """Parameters of `output`: the `next` of the answer before, at first 0."""

    since: Annotated[int, Integer(0, 2**53 - 1)]


@dataclass(frozen=True)
class Cursor:
    """Parameters of `complete`: the program, and how many characters stand before the cursor."""

    source: Annotated[str, Text(LONGEST_SOURCE)]
    cursor: Annotated[int, Integer(0, LONGEST_SOURCE)]


@dataclass(frozen=True)
class Named:
    """Parameters of `variables`: the array whose picture is wanted, or an empty text."""

    name: Annotated[str, Text(200)] = ""
