"""Why a data set is refused, as an error of the lab."""

from neurarium.lab.error_data import DataReason
from neurarium.lab.protocol import LabError


def refused(
    reason: DataReason, message: str, *, file: str = "", got: object = "", limit: object = ""
) -> LabError:
    """Return the error; the last three are what the message speaks of, whole numbers grouped by commas."""
    hint = "See what is taken: IDX files, an .npz archive, or pictures in folders named by label."
    data = {"reason": reason, "file": file, "got": _text(got), "limit": _text(limit)}
    return LabError("bad_data", message, hint, data)


def _text(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
