"""Whatever is shown, with whatever steps left out, digits or a clear refusal come out."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.data.handwriting.scenes import ink_of, sheet

from neurarium.data.handwriting import STEPS, Drawing, HandwritingError, ImageTooSmall, prepare

OFF = st.sets(st.sampled_from(STEPS))
POINT = st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
SIDE = st.floats(0.01, 1e5)


@given(OFF, st.integers(0, 2**32 - 1))
def test_pictures_with_any_steps_left_out(off: set[str], seed: int) -> None:
    """Noise, flat fields, slopes and bars of any size, with any steps left out."""
    rng = np.random.default_rng(seed)
    h, w = rng.integers(1, 70, 2)
    picture = (
        rng.random((h, w)),
        np.full((h, w), rng.random()),
        np.outer(np.linspace(0, 1, h), np.linspace(1, 0.3, w)),
        np.where(np.arange(w) > w // 2, 1.0, rng.random((h, 1))),
    )[rng.integers(4)]
    with suppress(HandwritingError):
        assert prepare(picture, off=off, steps=True).images.shape[1:] == (28, 28)


@given(OFF, st.lists(st.lists(POINT, max_size=6), max_size=3), st.none() | st.tuples(SIDE, SIDE))
def test_drawings_with_any_steps_left_out(
    off: set[str], strokes: list[list[tuple[float, float]]], size: tuple[float, float] | None
) -> None:
    """Strokes of any kind on canvases of any shape, with any steps left out."""
    with suppress(HandwritingError):
        assert prepare(Drawing(strokes, size=size), off=off).images.shape[1:] == (28, 28)


def test_a_canvas_without_height_is_refused() -> None:
    """A canvas a hundred times longer than high, on which no digit fits, is called too thin."""
    with pytest.raises(ImageTooSmall, match="long and thin"):
        prepare(Drawing([[(0, 0), (50_000, 100)]], brush=1, size=(80_000, 200)))


def test_a_picture_that_is_all_ink_is_no_trouble() -> None:
    """Without telling grey from red, and ink from paper, a picture may be ink from edge to edge."""
    with suppress(HandwritingError):
        prepare(Drawing([[(0, 0), (3e-7, 2e-7)]], size=(2e4, 6e4)), off={"grey", "polarity"})


@pytest.mark.parametrize("name", STEPS)
def test_a_photo_survives_the_loss_of_any_step(samples: tuple[NDArray[np.uint8], object], name: str) -> None:
    """A photo in uneven light still gives one picture on the way and a 28x28, for a class to look at."""
    ink = np.pad(ink_of(samples[0][17], 90), 70)
    photo = sheet(ink, np.random.default_rng(3), paper=0.8, pen=0.25, gradient=0.3, shadow=0.3, noise=0.02)
    prepared = prepare(photo, off={name}, steps=True)
    assert len(prepared[0].steps) == len(STEPS)
    whole = prepare(photo)[0].image
    same = np.array_equal(prepared[0].image, whole)
    assert same == (
        name in {"grey", "lines", "specks", "split", "thickness", "rescale"}
    )  # nothing to do there
