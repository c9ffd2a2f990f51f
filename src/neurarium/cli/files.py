"""Writing what was asked for."""

from pathlib import Path

from neurarium.cli.errors import CommandError
from neurarium.persist.atomic import cannot_write, write_atomically


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, all of it or nothing.

    Raises
    ------
    CommandError
        If the file cannot be written.
    """
    try:
        write_atomically(path, data)
    except OSError as error:
        raise CommandError(cannot_write(path, error)) from error
