"""The picture after each preparation step, as PNG files."""

import re
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from neurarium.cli.errors import CommandError
from neurarium.data.handwriting import PICTURE_STEPS, Step
from neurarium.persist.atomic import write_errors_as


def write_steps(folder: Path, image: str, number: int, ways: Sequence[Sequence[Step]]) -> list[Path]:
    """Write every step's picture into a folder; return the files.

    Steps on the whole picture are written once (``1-photo-01-grey.png``), the others for each digit
    (``1-photo-digit2-07-crop.png``).

    Parameters
    ----------
    folder
        An existing folder.
    image, number
        The picture's path, and which of the command's pictures it is, from 1: two may have the same name.
    ways
        The steps of each digit, in order.

    Raises
    ------
    CommandError
        If a file cannot be written.
    """
    # Letters of any script; 40 of them are at most 160 bytes, and file systems allow 255 bytes for a name.
    stem = re.sub(r"[^\w.-]", "_", Path(image).stem)[:40] or "picture"
    written = []
    for digit, way in enumerate(ways, 1):
        for place, step in enumerate(way, 1):
            whole = step.name in PICTURE_STEPS
            if whole and digit > 1:
                continue
            part = "" if whole else f"-digit{digit}"
            file = folder / f"{number}-{stem}{part}-{place:02}-{step.name}.png"
            with write_errors_as(CommandError, file):
                Image.fromarray(step.image).save(file)
            written.append(file)
    return written
