"""The vector layer against NumPy in float64."""

import numpy as np

from neurarium.kernels.activations import tanh
from neurarium.kernels.compiling import entry
from neurarium.kernels.vector_functions import (
    absolute,
    count_bits,
    exp,
    first_lanes,
    lane_max,
    lane_sum,
    log,
    lowest_bit,
    maximum,
    minimum,
    nonzero,
    nonzero_bytes,
    sign,
    sqrt,
    where_at_least,
    where_positive,
)
from neurarium.kernels.vectors import load, load_bytes, load_part, store, store_part

LANES = 16


@entry
def _functions(x, y, out):
    for i in range(0, len(x), 16):
        store(out[0], i, exp(load(x, i)))
        store(out[1], i, log(load(y, i)))
        store(out[2], i, tanh(load(x, i)))
        store(out[3], i, sqrt(load(y, i)))


@entry
def _arithmetic(x, y, raw, out, sums):
    a, b = load(x, 0), load(y, 0)
    store(out[0], 0, 2 * a + b / 3 - 1)
    store(out[1], 0, -(1 - a) * b)
    store(out[2], 0, maximum(a, b))
    store(out[3], 0, minimum(a, b))
    store(out[4], 0, where_positive(a, b, -b))
    store(out[5], 0, where_at_least(a, b, a, b))
    store(out[6], 0, first_lanes(a, 5, 7.0))
    store(out[7], 0, absolute(a) * sign(a))
    store(out[8], 0, load_bytes(raw, 3))
    store(out[9], 0, load_part(x, 2, 3))
    store_part(out[10], 1, a, 4)
    sums[0], sums[1] = lane_sum(a), lane_max(a)


@entry
def _marks(x, raw, out):
    out[0], out[1] = nonzero(load(x, 1)), nonzero_bytes(raw, 1)
    out[2], out[3] = count_bits(out[0]), lowest_bit(out[0])


def _ulps(found, exact):
    """Return the greatest error, in units of the last place of float32."""
    return (np.abs(found - exact) / np.spacing(np.abs(exact).astype(np.float32))).max()


def test_functions_are_exact_to_a_few_last_places():
    """exp, log, tanh and the root agree with float64 to a few units in the last place, over their range."""
    x = np.linspace(-80, 80, 1 << 14, dtype=np.float32)
    x[: 1 << 13] = np.linspace(-2, 2, 1 << 13)
    y = np.geomspace(1e-37, 1e37, 1 << 14).astype(np.float32)
    y[: 1 << 13] = np.linspace(0.3, 3, 1 << 13)
    out = np.empty((4, len(x)), np.float32)
    _functions(x, y, out)
    wide, tall = x.astype(np.float64), y.astype(np.float64)
    assert _ulps(out[0], np.exp(wide)) <= 2
    # Around 1, where the logarithm passes through 0, the absolute error counts.
    near = np.abs(tall - 1) < 0.05
    assert _ulps(out[1][~near], np.log(tall)[~near]) <= 3
    assert np.abs(out[1] - np.log(tall))[near].max() < 1e-8
    nonzero = x != 0
    assert _ulps(out[2][nonzero], np.tanh(wide)[nonzero]) <= 4
    assert _ulps(out[3], np.sqrt(tall)) <= 1


def test_functions_meet_infinity_and_nan_as_numpy_does():
    """Overflow gives infinity, underflow 0, and NaN stays NaN: the training loop looks for it."""
    x = np.array([np.inf, -np.inf, np.nan, 1000, -1000, 0, -0.0, 88, *[1] * 8], np.float32)
    y = np.array([np.inf, np.nan, 1, *[2] * 13], np.float32)
    out = np.empty((4, 16), np.float32)
    _functions(x, y, out)
    assert out[0][[0, 1, 3, 4, 5]].tolist() == [np.inf, 0, np.inf, 0, 1]
    assert np.isnan(out[0][2])
    assert np.isnan(out[2][2])
    assert out[2][[0, 1, 3, 4, 5]].tolist() == [1, -1, 1, -1, 0]
    assert out[1][0] == np.inf
    assert np.isnan(out[1][1])
    assert out[1][2] == 0


def test_operators_and_memory():
    """Operators act lane by lane, scalars are spread, incomplete registers touch nothing beyond."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, LANES)).astype(np.float32)
    raw = rng.integers(0, 256, 32, dtype=np.uint8)
    out = np.full((11, LANES), 99, np.float32)
    sums = np.zeros(2, np.float32)
    _arithmetic(x, y, raw, out, sums)
    expected = [
        2 * x + y / 3 - 1,
        -(1 - x) * y,
        np.maximum(x, y),
        np.minimum(x, y),
        np.where(x > 0, y, -y),
        np.where(x >= y, x, y),
        [*x[:5], *[7] * 11],
        x,
        raw[3:19],
        [*x[2:5], *[0] * 13],
        [99, *x[:4], *[99] * 11],
    ]
    np.testing.assert_allclose(out, np.array(expected, np.float64), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(sums, [x.sum(dtype=np.float64), x.max()], rtol=1e-5)


def test_which_lanes_are_not_zero():
    """Bit i stands for lane i; -0 is zero, NaN and the smallest number are not."""
    x, raw, out = np.zeros(20, np.float32), np.zeros(20, np.uint8), np.zeros(4, np.int64)
    x[[0, 4, 5, 6, 16, 17]] = 1, np.nan, -0.0, np.float32(1e-45), -2, 1
    raw[[0, 1, 2, 16, 17]] = 1, 255, 128, 1, 1
    _marks(x, raw, out)
    assert out.tolist() == [1 << 3 | 1 << 5 | 1 << 15, 1 << 0 | 1 << 1 | 1 << 15, 3, 3]
