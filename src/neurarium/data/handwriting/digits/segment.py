"""The steps from ink to separate digits: specks, split."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.digits.boxes import Boxes
from neurarium.data.handwriting.digits.despeckle import strong_pieces, writing_pieces
from neurarium.data.handwriting.digits.group import group_pieces
from neurarium.data.handwriting.digits.reading_order import reading_order
from neurarium.data.handwriting.digits.split_touching import split_touching
from neurarium.data.handwriting.errors import EmptyImage, UnreadableImage
from neurarium.data.handwriting.ink.binarise import UNEVEN, Ink
from neurarium.data.handwriting.source.picture import Limits
from neurarium.data.handwriting.steps import StepLog
from neurarium.data.handwriting.tools.components import Components, find_components
from neurarium.data.handwriting.tools.crop import ink_box

LEAP = 0.15  # of the stroke's width, on either side: a narrower gap is where the pen skipped


@dataclass(frozen=True)
class Segment:
    """The ink of one digit, trimmed, and where in the picture its upper left corner is."""

    ink: NDArray[np.float32]
    left: int
    top: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom."""
        h, w = self.ink.shape
        return self.left, self.top, self.left + w, self.top + h

    def part(self, mask: NDArray[np.bool_]) -> "Segment":
        """Return the ink under a mask, trimmed."""
        ink = np.where(mask, self.ink, np.float32(0))
        left, top, right, bottom = ink_box(ink)
        return Segment(ink[top:bottom, left:right], self.left + left, self.top + top)

    def on_picture(self, shape: tuple[int, int]) -> NDArray[np.float32]:
        """Return the whole picture with this digit alone on it."""
        picture = np.zeros(shape, dtype=np.float32)
        left, top, right, bottom = self.box
        picture[top:bottom, left:right] = self.ink
        return picture


def find_digits(found: Ink, log: StepLog, limits: Limits) -> list[Segment]:
    """Find the digits in reading order.

    Raises
    ------
    EmptyImage
        If there is nothing but specks.
    UnreadableImage
        If there are too many marks for a picture of a few digits.
    """
    pieces = find_components(found.soft > 0, leap=round(LEAP * found.stroke))
    strong = strong_pieces(pieces, found.sure)
    kept = writing_pieces(pieces, strong, uneven=found.unevenness > UNEVEN) if "specks" in log else strong
    ink = found.soft
    if not kept.all():
        wanted = np.append(kept, False)[pieces.labels]  # label -1, paper, is the last
        ink = np.where(wanted, ink, np.float32(0))
    log.add(
        "specks",
        ink,
        f"{strong.sum() - kept.sum()} specks and blobs at the border are gone.",
        on=bool((strong != kept).any()),
        removed=float(strong.sum() - kept.sum()),
    )
    if not kept.any():
        raise EmptyImage(
            "There is no digit to be seen, only specks. Write larger, or come closer with the camera."
        )

    if "split" in log:
        _check_count(int(kept.sum()), limits)
        group = group_pieces(pieces.boxes[kept], pieces.areas[kept])
        whole = _cut_out(ink, pieces, kept, group)
        segments = [part for segment in whole for part in _split(segment)]
        boxes = np.array([segment.box for segment in segments], dtype=np.int64)
        segments = [segments[i] for i in reading_order(boxes)]
        _check_count(len(segments), limits)
    else:
        segments = _cut_out(ink, pieces, kept, np.zeros(int(kept.sum()), dtype=np.intp))
    log.add(
        "split",
        ink,
        f"{len(segments)} digit{'s' * (len(segments) > 1)} found.",
        on=len(segments) > 1,
        digits=float(len(segments)),
    )
    return segments


def _cut_out(
    ink: NDArray[np.float32], pieces: Components, kept: NDArray[np.bool_], group: NDArray[np.intp]
) -> list[Segment]:
    """Cut each group of the kept pieces out of the picture."""
    group_of_piece = np.full(len(pieces) + 1, -1)  # the last is paper's
    group_of_piece[:-1][kept] = group
    segments = []
    for g in range(int(group.max()) + 1):
        left, top, right, bottom = _around(pieces.boxes[kept][group == g])
        own = group_of_piece[pieces.labels[top:bottom, left:right]] == g
        segments.append(Segment(np.where(own, ink[top:bottom, left:right], np.float32(0)), left, top))
    return segments


def _around(boxes: Boxes) -> tuple[int, int, int, int]:
    """Return the box round all boxes."""
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    return left, top, right, bottom


def _split(segment: Segment) -> list[Segment]:
    """Split digits that touch."""
    masks = split_touching(segment.ink)
    return [segment] if len(masks) == 1 else [segment.part(mask) for mask in masks]


def _check_count(marks: int, limits: Limits) -> None:
    if marks > limits.max_digits:
        raise UnreadableImage(
            f"There are {marks} separate marks in the picture; at most {limits.max_digits} digits are read "
            "at once. "
            "This looks like a page of text or a pattern: cut out the digits that are meant."
        )
