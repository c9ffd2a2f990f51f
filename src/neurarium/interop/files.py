"""Writing what was exported."""

from pathlib import Path

from neurarium.interop.errors import InteropError
from neurarium.persist.atomic import cannot_write, write_atomically


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, all of it or nothing: an older export stays whole if the new one fails.

    Raises
    ------
    InteropError
        If the file cannot be written.
    """
    try:
        write_atomically(path, data)
    except (OSError, ValueError) as error:
        raise InteropError(cannot_write(path, error)) from error
