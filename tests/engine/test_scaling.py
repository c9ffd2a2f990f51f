"""Scaling of inputs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neurarium.engine import ParameterError, Scaling


def test_unit_maps_every_byte_to_its_255th() -> None:
    """Bytes 0-255 become 0-1, both ends exact."""
    x = Scaling.unit().apply(np.arange(256, dtype=np.uint8))
    assert x.dtype == np.float32
    assert (x[0], x[255]) == (0.0, 1.0)
    np.testing.assert_allclose(x, np.arange(256) / 255, rtol=2e-7)


@given(
    raw=hnp.arrays(np.uint8, hnp.array_shapes(min_dims=1, max_dims=3, max_side=6)),
    shift=st.floats(-300, 300),
    scale=st.floats(1e-3, 100),
)
def test_apply_is_the_formula(raw: np.ndarray, shift: float, scale: float) -> None:
    """Scaling bytes agrees with (x - shift) * scale in double precision."""
    got = Scaling(shift, scale).apply(raw)
    np.testing.assert_allclose(got, (raw.astype(float) - shift) * scale, rtol=1e-5, atol=1e-4 * scale)


def test_apply_writes_in_place() -> None:
    """The result goes into the array given, which may be the input itself."""
    x = np.array([[1.0, 3.0]], dtype=np.float32)
    assert Scaling(1.0, 0.5).apply(x, out=x) is x
    np.testing.assert_array_equal(x, [[0.0, 1.0]])


def test_standard_gives_mean_0_and_deviation_1() -> None:
    """More rows than one block holds, uint8 and float alike, against NumPy's own statistics."""
    rng = np.random.default_rng(3)
    raw = rng.integers(0, 256, (3000, 7), dtype=np.uint8)
    scaling = Scaling.standard(raw)
    assert scaling.shift == pytest.approx(np.mean(raw, dtype=np.float64), rel=1e-12)
    assert scaling.scale == pytest.approx(1 / np.std(raw, dtype=np.float64), rel=1e-12)
    assert Scaling.standard(raw.astype(np.float32)).scale == pytest.approx(scaling.scale, rel=1e-12)
    x = scaling.apply(raw).astype(np.float64)
    assert abs(x.mean()) < 1e-6
    assert x.std() == pytest.approx(1, abs=1e-6)


def test_standard_refuses_what_has_no_spread() -> None:
    """All values equal, or none at all: nothing to scale by."""
    with pytest.raises(ValueError, match="differ, got 7 everywhere"):
        Scaling.standard(np.full((4, 2), 7, dtype=np.uint8))
    with pytest.raises(ValueError, match=r"got shape \(0, 784\)"):
        Scaling.standard(np.empty((0, 784), dtype=np.uint8))


@given(shift=st.floats(-1e6, 1e6), scale=st.floats(1e-6, 1e6))
def test_dict_round_trip(shift: float, scale: float) -> None:
    """What a model's header stores comes back equal."""
    scaling = Scaling(shift, scale)
    assert Scaling.from_dict(scaling.as_dict()) == scaling


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"shift": 0.0}, "keys 'shift' and 'scale'"),
        ({"shift": 0.0, "scale": 1.0, "more": 1}, "keys 'shift' and 'scale'"),
        ({"shift": "0", "scale": 1.0}, "shift of a Scaling to be a finite number, got '0'"),
        ({"shift": 0.0, "scale": math.inf}, "scale of a Scaling to be a finite number, got inf"),
        ({"shift": 10**400, "scale": 1.0}, "shift of a Scaling to be a finite number, got 1000"),
        ({"shift": 0.0, "scale": 1e39}, "scale of a Scaling to be a finite number, got 1e.39"),
        ({"shift": 0.0, "scale": True}, "scale of a Scaling to be a finite number, got True"),
        ({"shift": 0.0, "scale": 0.0}, "above 0, got 0.0"),
    ],
)
def test_unusable_values_are_refused(values: dict[str, object], message: str) -> None:
    """A header that was tampered with is refused by name."""
    with pytest.raises(ValueError, match=message):
        Scaling.from_dict(values)


def test_each_column_may_have_its_own_numbers() -> None:
    """The formula column by column, for bytes, float32 and float64; undo is the way back."""
    scaling = Scaling(shift=np.array([1.0, -2.0, 0.5]), scale=[2, 0.5, 10])  # type: ignore[arg-type]
    assert scaling == Scaling((1.0, -2.0, 0.5), (2.0, 0.5, 10.0))
    assert scaling.columns == 3
    raw = np.random.default_rng(0).integers(0, 256, (5, 3))
    expected = (raw - [1.0, -2.0, 0.5]) * [2.0, 0.5, 10.0]
    for kind in (np.uint8, np.float32, np.float64):
        x = scaling.apply(raw.astype(kind))
        assert x.dtype == np.float32
        np.testing.assert_allclose(x, expected, rtol=1e-6)
    np.testing.assert_allclose(scaling.undo(expected), raw, atol=1e-9)
    assert Scaling.from_dict(scaling.as_dict()) == scaling


def test_float64_values_are_narrowed_last() -> None:
    """A column far from zero with a small spread keeps its digits."""
    raw = 1.7e9 + np.arange(4.0)[:, None]
    np.testing.assert_array_equal(Scaling((1.7e9,), (1.0,)).apply(raw)[:, 0], np.arange(4))


def test_one_shift_and_scale_where_there_is_one() -> None:
    """`one` is for those who know only one; a scaling of columns refuses."""
    assert Scaling(3, 2).one == (3.0, 2.0)
    with pytest.raises(ValueError, match="got one for each of 2 columns"):
        _ = Scaling((0.0, 1.0), 2.0).one


@pytest.mark.parametrize(
    ("shift", "scale", "message"),
    [
        ((0.0, 1.0), (1.0,), r"for as many columns, got \[1, 2\]"),
        ((), 1.0, "for as many columns"),
        ((0.0, math.nan), 1.0, "shift of a Scaling to be a finite number, got nan"),
        (0.0, (1.0, -1.0), "above 0, got"),
        ("12", 1.0, "got '12'"),
    ],
)
def test_unusable_columns_are_refused(shift: object, scale: object, message: str) -> None:
    """Every number of every column is looked at."""
    with pytest.raises(ValueError, match=message):
        Scaling(shift, scale)  # type: ignore[arg-type]


def test_another_number_of_columns_is_refused() -> None:
    """The error names both numbers."""
    with pytest.raises(ValueError, match=r"for 2 columns, got values of shape \(4, 3\)"):
        Scaling((0.0, 1.0), 2.0).apply(np.zeros((4, 3)))


@pytest.mark.parametrize(
    "after", [Scaling(0.5, 4.0), Scaling((0.5, -1.0), (4.0, 0.25)), Scaling(1.0, (2.0, 3.0))]
)
@pytest.mark.parametrize("first", [Scaling(127.5, 1 / 255), Scaling((3.0, 0.0), 2.0)])
def test_one_scaling_does_the_work_of_two(first: Scaling, after: Scaling) -> None:
    """What comes out is what the second one makes of the first one's results."""
    raw = np.array([[0.0, 255.0], [10.0, -7.0]])
    expected = (((raw - first.shift) * first.scale) - after.shift) * after.scale
    np.testing.assert_allclose(first.then(after).apply(raw), expected, rtol=1e-6)


def test_two_scalings_are_for_the_same_columns() -> None:
    """Two and three columns do not go together."""
    with pytest.raises(ParameterError, match="of 2 columns after this one, got one of 3"):
        Scaling((1.0, 2.0), 1.0).then(Scaling((1.0, 2.0, 3.0), 1.0))
