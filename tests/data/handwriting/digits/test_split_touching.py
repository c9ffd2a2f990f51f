"""Digits that touch are cut apart; single digits are not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from tests.data.handwriting.scenes import ink_of

from neurarium.data import Mnist
from neurarium.data.handwriting import Drawing, prepare
from neurarium.data.handwriting.digits.split_touching import cheapest_paths, split_touching
from neurarium.data.handwriting.tools.crop import trim


@given(hnp.arrays(np.float32, (2, 5, 4), elements=st.floats(0, 1, width=32)))
def test_no_other_path_is_cheaper(cost: NDArray[np.float32]) -> None:
    """Among all ways from top to bottom, one column aside per row at most, the found one costs least."""
    paths, totals = cheapest_paths(cost)

    def least(field: NDArray[np.float32], row: int, column: int) -> float:
        if not 0 <= column < 4:
            return np.inf
        here = float(field[row, column])
        return here + min(least(field, row + 1, column + d) for d in (-1, 0, 1)) if row < 4 else here

    for field, path, total in zip(cost, paths, totals, strict=True):
        assert total == pytest.approx(min(least(field, 0, c) for c in range(4)), abs=1e-6)
        assert total == pytest.approx(field[np.arange(5), path].sum(), abs=1e-6)
        assert np.abs(np.diff(path)).max() <= 1


def pushed_together(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return two digits side by side, the right one moved left until it overlaps the left one by a pixel."""
    h = max(left.shape[0], right.shape[0])
    upper = [(h - ink.shape[0]) // 2 for ink in (left, right)]
    left, right = (
        np.pad(ink, ((top, h - ink.shape[0] - top), (0, 0)))
        for ink, top in zip((left, right), upper, strict=True)
    )
    ends = [np.flatnonzero(row > 0.5).max(initial=-1000) for row in left]
    starts = [np.flatnonzero(row > 0.5).min(initial=1000) for row in right]
    at = max(0, *(end - start for end, start in zip(ends, starts, strict=True)))
    canvas = np.zeros((h, max(left.shape[1], at + right.shape[1])), np.float32)
    canvas[:, : left.shape[1]] = left
    region = canvas[:, at : at + right.shape[1]]
    np.maximum(region, right, out=region)
    return trim(canvas)


def test_most_touching_pairs_are_cut_in_two(raw_mnist: Mnist) -> None:
    """Of pairs too wide for one digit, two in three at least are cut near where they were joined."""
    images = raw_mnist.x_train[:240].reshape(-1, 28, 28)
    tried = right_place = 0
    for first, second in zip(images[::2], images[1::2], strict=True):
        left, right = trim(ink_of(first, 100)), trim(ink_of(second, 100))
        pair = pushed_together(left, right)
        if pair.shape[1] < 1.3 * pair.shape[0]:
            continue
        tried += 1
        masks = split_touching(pair)
        assert np.array_equal(np.sum(masks, axis=0), np.ones(pair.shape))  # every pixel in one part
        if len(masks) == 2:
            share = pair[masks[0]].sum() / pair.sum()
            right_place += int(abs(share - left.sum() / (left.sum() + right.sum())) < 0.1)
    assert tried > 40
    assert right_place >= 2 / 3 * tried


def test_single_digits_stay_whole(raw_mnist: Mnist) -> None:
    """Hardly any of MNIST's digits, wide ones included, is cut."""
    images = raw_mnist.x_test[:500].reshape(-1, 28, 28)
    whole = sum(len(split_touching(trim(ink_of(image, 80)))) == 1 for image in images)
    assert whole >= 495


def test_three_digits_in_one_piece_of_ink_are_read_in_order() -> None:
    """Three zeros joined in a chain become three digits, from the left."""
    y, x = np.mgrid[:120, :300]
    rings = [np.abs(np.hypot(x - middle, (y - 60) / 1.25) - 34) < 6 for middle in (70, 150, 230)]
    prepared = prepare(1 - np.any(rings, axis=0).astype(np.float32))
    assert len(prepared) == 3
    assert [round(d.box.x + d.box.width / 2, -1) for d in prepared] == [70, 150, 230]


@pytest.mark.parametrize("slant", [0, 4, 12, 25])
@pytest.mark.parametrize("length", [30, 40, 80, 150])
def test_a_flat_stroke_is_one_digit(length: int, slant: int) -> None:
    """The first stroke of a 7 or a 5 is as wide as several digits, but no digit is as flat."""
    dash = np.array([(180, 100), (180 + length, 100 + slant)])
    assert len(prepare(Drawing([dash], brush=22, size=(400, 300)))) == 1
