"""The learner's own digits, kept in the workspace's folder: one small file each."""

import base64
import binascii
import json
import re
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.lab.protocol import LabError
from neurarium.persist.atomic import sweep, write_atomically

MOST_DIGITS = 500
"""More than this one person hardly draws; and all are shown on one sheet."""

MOST_FILE_BYTES = 300_000
_SUFFIX = ".json"
_ID = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{6}-[0-9a-f]{4}")
_SIDE = 28


@dataclass(frozen=True, eq=False)
class OwnDigit:
    """One digit that the learner wrote.

    Attributes
    ----------
    id
        Its file's name; in order of time.
    label, answer
        What it is, and what the model took it for when it was kept.
    image
        As the network saw it, ``(28, 28)``.
    strokes
        As it was drawn, if it was drawn: lists of points (x, y).
    picture
        The part of the image that it came from (PNG), if it came from one; else empty.
    """

    id: str
    label: int
    answer: int | None
    image: NDArray[np.uint8]
    strokes: Sequence[Sequence[Sequence[float]]] = ()
    picture: bytes = b""


class OwnDigits:
    """The collection.

    Parameters
    ----------
    folder
        Where the files are; made with the first digit. Files in it that are not such digits are passed over.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        sweep(folder)

    def add(
        self,
        label: int,
        answer: int | None,
        image: NDArray[np.uint8],
        strokes: Sequence[NDArray[Any]] = (),
        picture: bytes = b"",
    ) -> str:
        """Keep a digit; return its id.

        Raises
        ------
        LabError
            `too_large`, if there are too many already or this one is too large.
        """
        count = len(self._files())
        if count >= MOST_DIGITS:
            raise LabError(
                "too_large",
                f"There are {count} digits of your own; at most {MOST_DIGITS} are kept.",
                "Delete some first.",
                {"limit": MOST_DIGITS, "got": count + 1, "unit": "digits"},
            )
        content = {
            "label": label,
            "answer": answer,
            "pixels": base64.b64encode(image.tobytes()).decode("ascii"),
            "strokes": [np.round(stroke.astype(np.float64), 1).tolist() for stroke in strokes],
            "picture": base64.b64encode(picture).decode("ascii"),
        }
        data = json.dumps(content, separators=(",", ":")).encode("ascii")
        if len(data) > MOST_FILE_BYTES:
            raise LabError(
                "too_large",
                f"The drawing needs {len(data):,} bytes; at most {MOST_FILE_BYTES:,} are kept.",
                "Draw it with fewer strokes.",
                {"limit": MOST_FILE_BYTES, "got": len(data), "unit": "bytes"},
            )
        identity = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(2)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self.folder / (identity + _SUFFIX), data, replace=False)
        except OSError as error:
            raise LabError(
                "internal",
                f"The digit could not be kept: {error.strerror or error}.",
                f"Look at the folder {self.folder}.",
            ) from error
        return identity

    def all(self) -> list[OwnDigit]:
        """Return all digits, oldest first."""
        found = (_read(path) for path in self._files())
        return [digit for digit in found if digit is not None]

    def __len__(self) -> int:
        return len(self._files())

    def remove(self, ids: Collection[str]) -> int:
        """Delete the digits of these ids, as far as they are there; return how many that were."""
        known = {path.name.removesuffix(_SUFFIX): path for path in self._files()}
        removed = 0
        for identity in set(ids) & known.keys():  # a name that is not in the folder's own list is no path
            with suppress(OSError):
                known[identity].unlink()
                removed += 1
        return removed

    def clear(self) -> int:
        """Delete all."""
        return self.remove([path.name.removesuffix(_SUFFIX) for path in self._files()])

    def _files(self) -> list[Path]:
        try:
            names = sorted(self.folder.iterdir())
        except OSError:  # there is no such folder yet
            return []
        return [
            path for path in names if path.suffix == _SUFFIX and _ID.fullmatch(path.stem) and path.is_file()
        ]


def _read(path: Path) -> OwnDigit | None:
    """Return the digit in a file; None if there is none in it, or it has gone."""
    try:
        if path.stat().st_size > MOST_FILE_BYTES:
            return None
        content = json.loads(path.read_bytes())
        label, answer = content["label"], content["answer"]
        pixels = base64.b64decode(content["pixels"], validate=True)
        picture = base64.b64decode(content["picture"], validate=True)
        strokes = content["strokes"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return None
    if not _is_digit(label) or not (answer is None or _is_digit(answer)) or not isinstance(strokes, list):
        return None
    if len(pixels) != _SIDE * _SIDE:
        return None
    image = np.frombuffer(pixels, np.uint8).reshape(_SIDE, _SIDE)
    return OwnDigit(path.stem, label, answer, image, strokes, picture)


def _is_digit(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9
