"""Why a part of an answer is missing."""

from dataclasses import dataclass

from neurarium.lab.protocol import ErrorCode, LabError


@dataclass(frozen=True)
class Problem:
    """Why something could not be done; as an error of the lab, but it comes with what could be done."""

    code: ErrorCode
    message: str
    hint: str
    data: dict[str, object]

    @classmethod
    def of(cls, error: LabError) -> "Problem":
        """Return an error as a part of an answer."""
        return cls(error.code, error.message, error.hint, error.data)
