"""What a sweep varies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.engine.errors import ParameterError
from neurarium.training.settings import RunSettings
from neurarium.tuning import Range
from neurarium.tuning.knobs import KNOBS, Knob, as_text, knobs_of, with_values


@given(
    st.floats(1e-6, 1e6),
    st.floats(1.001, 1e6),
    st.integers(2, 50),
    st.booleans(),
)
def test_a_range_goes_from_end_to_end(low: float, factor: float, count: int, log: bool) -> None:
    """Its values ascend, the bounds are exact, and the spacing is that of NumPy's linspace and geomspace."""
    found = Range(low, low * factor, count, log).values()
    assert len(found) == count
    assert (found[0], found[-1]) == (low, low * factor)
    space = np.geomspace if log else np.linspace
    np.testing.assert_allclose(found, space(low, low * factor, count), rtol=1e-4)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: Range(1, 1), "to a larger one"),
        (lambda: Range(0, 1, log=True), "begins above 0"),
        (lambda: Range(0, 1, 1), "2 or more"),
        (lambda: Range(0, float("inf")), "got 0 to inf"),
        (lambda: Knob("hiden", (1,)), "no setting 'hiden'"),
        (lambda: Knob("seed", (1, 2)), "choose how many"),
        (lambda: Knob("hidden", ()), "at least one value"),
        (lambda: Knob("hidden", (8, 8)), "twice"),
        (lambda: Knob("activation", Range(0, 1)), "no range"),
        (lambda: Knob("hidden", Range(0, 8)), "1 or more"),
        (lambda: Knob("l2", (object(),)), "a number, a name"),
        (lambda: knobs_of({}), "vary at least one"),
        (lambda: knobs_of({"activation": "relu"}), "a list of values"),
        (lambda: knobs_of({"learning-rate": [1], "learning_rate": [2]}), "varied twice"),
        (lambda: knobs_of({"hidden": [1], "layers": [[784, 10]]}), "say the same"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(made, said: str) -> None:
    """The message says what was expected."""
    with pytest.raises(ParameterError, match=said):
        made()


def test_sizes_and_counts_are_whole_numbers() -> None:
    """A range of hidden units has no half units, and none twice."""
    assert Knob("hidden", Range(1, 4, 10)).grid() == (1, 2, 3, 4)
    assert Knob("hidden", (np.int64(4), np.int64(8))).grid() == (4, 8)


@given(st.floats(0, 1, exclude_max=True))
def test_a_list_gives_each_value_an_equal_part(share: float) -> None:
    """Of four values the one at a share of the way is number share x 4, rounded down."""
    assert Knob("activation", ("a", "b", "c", "d")).at(share) == "abcd"[int(share * 4)]


def test_values_replace_those_of_the_settings() -> None:
    """`hidden` changes the layers, another optimizer brings its own learning rate; the rest stays."""
    settings = RunSettings(epochs=7)
    assert with_values(settings, {"hidden": 32}).layers == (784, 32, 10)
    assert with_values(settings, {"hidden": (64, 32)}).layers == (784, 64, 32, 10)
    assert with_values(settings, {"hidden": ()}).layers == (784, 10)
    changed = with_values(settings, {"optimizer": "sgd", "augmentation": "shift", "schedule": "cosine"})
    assert (changed.learning_rate, changed.epochs) == (0.01, 7)
    assert changed.recipe().training.augmentation is not None
    with pytest.raises(ParameterError, match="no augmentation named"):
        with_values(settings, {"augmentation": "magic"})


def test_a_knob_is_plain_data_and_back() -> None:
    """What is written into a file is the same knob when it is read."""
    for knob in knobs_of({"hidden": [2, (4, 4)], "learning_rate": Range(0.1, 1, 3, log=True)}):
        assert Knob.of_plain(knob.plain()) == knob


def test_every_setting_can_be_written() -> None:
    """Each knob is a setting of a run, or `hidden`, and None has a word."""
    assert set(KNOBS) - {"hidden"} < set(RunSettings.__dataclass_fields__)
    assert as_text("batch_size", None) == "all"
    assert as_text("hidden", (256, 128)) == "256-128"
    assert as_text("batch_norm", True) == "yes"
