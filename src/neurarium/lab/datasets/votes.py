"""What the learner thinks of labels, kept in the data folder."""

import json
from pathlib import Path

from neurarium.lab.protocol import LabError
from neurarium.persist.atomic import write_atomically

RIGHT, UNREADABLE = "right", "unreadable"
VOTES = (RIGHT, UNREADABLE, *map(str, range(10)))
"""The label is right; nobody can read it; or it is really this class."""

MOST_VOTES = 10_000
_MOST_BYTES = 2**20


class Votes:
    """The votes on the images of one data set.

    Parameters
    ----------
    folder
        Of the workspace.
    dataset
        The name of the data set; empty: MNIST.
    """

    def __init__(self, folder: Path, dataset: str) -> None:
        self._path = folder / "votes" / (f"own/{dataset}.json" if dataset else "mnist.json")

    def all(self) -> dict[int, str]:
        """Return each vote by the number of its image; what cannot be read is no vote."""
        try:
            if self._path.stat().st_size > _MOST_BYTES:
                return {}
            plain = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(plain, dict):
            return {}
        return {int(number): vote for number, vote in plain.items() if number.isdecimal() and vote in VOTES}

    def clear(self) -> None:
        """Forget all."""
        self._path.unlink(missing_ok=True)

    def set(self, number: int, vote: str) -> None:
        """Keep a vote on an image; an empty one takes it back.

        Raises
        ------
        LabError
            `too_large`, if there are too many; `internal`, if they cannot be kept.
        """
        votes = self.all()
        votes.pop(number, None)
        if vote:
            votes[number] = vote
        if len(votes) > MOST_VOTES:
            raise LabError(
                "too_large",
                f"There are {MOST_VOTES:,} votes already.",
                "Take some back.",
                {"limit": MOST_VOTES, "got": len(votes), "unit": "votes"},
            )
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, json.dumps({str(n): votes[n] for n in sorted(votes)}).encode())
        except OSError as error:
            raise LabError(
                "internal",
                f"The vote could not be kept: {error.strerror or error}.",
                f"Look at the folder {self._path.parent}.",
            ) from error
