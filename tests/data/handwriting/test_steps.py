"""The steps on the way: named, pictured, each to be switched off."""

import numpy as np
import pytest
from tests.data.handwriting.scenes import sheet

from neurarium.data.handwriting import DIGIT_STEPS, PICTURE_STEPS, STEPS, Drawing, prepare

SEVEN = [[(20.0, 20.0), (80.0, 20.0), (45.0, 120.0)]]


def test_every_step_is_there_in_order() -> None:
    """A digit's steps are those of the picture, then its own; each has a picture and a sentence."""
    (digit,) = prepare(SEVEN, steps=True)
    assert tuple(step.name for step in digit.steps) == STEPS == PICTURE_STEPS + DIGIT_STEPS
    for step in digit.steps:
        assert step.image.dtype == np.uint8
        assert step.image.ndim == 2
        assert step.note
    assert np.array_equal(digit.steps[-1].image, digit.image)


def test_steps_cost_nothing_unless_wanted() -> None:
    """Without steps the same digit comes out, and none are kept."""
    (with_steps,) = prepare(SEVEN, steps=True)
    (without,) = prepare(SEVEN)
    assert without.steps == ()
    assert np.array_equal(with_steps.image, without.image)


@pytest.mark.parametrize("name", STEPS)
def test_each_step_can_be_switched_off(name: str) -> None:
    """The step says that it is off, and a 28x28 picture comes out all the same."""
    prepared = prepare(SEVEN, off={name}, steps=True)
    step = next(step for step in prepared[0].steps if step.name == name)
    assert not step.on
    assert prepared[0].image.shape == (28, 28)


def test_a_step_that_does_not_exist_is_refused() -> None:
    """The error names the steps that there are."""
    with pytest.raises(ValueError, match="centre"):
        prepare(SEVEN, off={"center"})


def test_without_centring_the_digit_stays_in_the_middle_of_its_box() -> None:
    """Switching the centre of mass off changes where a lopsided digit lies."""
    (on,), (off,) = prepare(SEVEN), prepare(SEVEN, off={"centre"})
    assert not np.array_equal(on.image, off.image)


def test_polarity_is_found_by_itself() -> None:
    """White on black gives the same digit as black on white."""
    ink = np.zeros((120, 100), np.float32)
    ink[20:100, 45:55] = 1
    (black,), (white,) = prepare(1 - ink), prepare(ink)
    assert np.abs(black.image.astype(int) - white.image).max() <= 2


def test_a_shadow_is_taken_off() -> None:
    """Half the sheet in the dark does not become ink."""
    ink = np.zeros((200, 200), np.float32)
    ink[40:160, 90:106] = 1
    dark = sheet(ink, np.random.default_rng(3), shadow=0.6)
    prepared = prepare(dark)
    assert len(prepared) == 1
    assert prepared[0].box[2] < 40


def test_where_and_how_large_it_is_drawn_does_not_matter() -> None:
    """The same strokes elsewhere on the canvas and in another unit give the same 28x28."""
    (here,) = prepare(Drawing(SEVEN, brush=14, size=(400, 400)))
    moved = [[(x * 3 + 300, y * 3 + 250) for x, y in SEVEN[0]]]
    (there,) = prepare(Drawing(moved, brush=42, size=(1200, 1200)))
    assert np.corrcoef(here.image.ravel(), there.image.ravel())[0, 1] > 0.98


def test_the_box_is_in_the_drawings_own_units() -> None:
    """The box encloses the strokes with half a brush around them."""
    (digit,) = prepare(Drawing(SEVEN, brush=10, size=(200, 200)))
    x, y, w, h = digit.box
    assert (x, y) == pytest.approx((15, 15), abs=2)
    assert (x + w, y + h) == pytest.approx((85, 125), abs=2)
