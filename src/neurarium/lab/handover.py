"""What an exhibit shows, handed to the code lab as a program that does it."""

from dataclasses import dataclass

from neurarium.lab.drafts import Drafts
from neurarium.lab.workspace import Workspace

DATA_FOLDER = "../.."
"""The learner's data folder, as programs of the code lab find it from the folder that they work in."""


@dataclass(frozen=True)
class HandedOver:
    """A program that is now one of the learner's own.

    Attributes
    ----------
    name
        Under which the code lab opens it.
    """

    name: str


def drafts_of(workspace: Workspace) -> Drafts:
    """Return the learner's programs."""
    return Drafts(workspace.folder / "code" / "programs")


def hand_over(workspace: Workspace, exhibit: str, source: str) -> HandedOver:
    """Put an exhibit's program among the learner's own; nothing that is there already is replaced.

    Raises
    ------
    LabError
        `too_large`, if there are too many; `internal`, if the file cannot be written.
    """
    return HandedOver(drafts_of(workspace).add(exhibit, source))
