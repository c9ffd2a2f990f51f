"""Pictures as people take them: paper on a desk, ruled paper, colours, specks, broken strokes, thumbnails."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from sklearn.neighbors import KNeighborsClassifier
from tests.data.handwriting.scenes import ink_of, lay_out, sheet, to_uint8

from neurarium.data.handwriting import EmptyImage, HandwritingError, Limits, UnreadableImage, prepare
from neurarium.data.handwriting.polarity import find_polarity
from neurarium.data.handwriting.transparency import lay_on_ground

Samples = tuple[NDArray[np.uint8], NDArray[np.int64]]
RNG = np.random.default_rng


def likeness(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Return the best correlation of two images over shifts of up to a pixel."""
    shifts = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    return max(float(np.corrcoef(np.roll(a, s, (0, 1)).ravel(), b.ravel())[0, 1]) for s in shifts)


def numerals(ink: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return what is found in black ink on white."""
    return prepare(1 - ink).images


@pytest.mark.parametrize("invert", [False, True])
def test_mnists_own_images_come_back_as_they_are(samples: Samples, invert: bool) -> None:
    """An image of 28x28, the way it is in MNIST or inverted, is hardly changed: it was prepared before."""
    shown = 255 - samples[0] if invert else samples[0]
    alike = [
        likeness(a, prepare(b, off={"thickness"})[0].image) for a, b in zip(samples[0], shown, strict=True)
    ]
    assert np.median(alike) > 0.995
    assert min(alike) > 0.98


@pytest.mark.parametrize("height", [14, 30])
def test_small_pictures_are_read(reader: KNeighborsClassifier, samples: Samples, height: int) -> None:
    """Digits of a few pixels, as in thumbnails, keep their greys and are read."""
    images, labels = samples
    read = [reader.predict(numerals(np.pad(ink_of(i, height), 6))[:1].reshape(1, -1))[0] for i in images]
    assert np.mean(read == labels) > 0.88


@pytest.mark.parametrize("strength", [0.25, 0.6])
def test_ruled_paper_does_not_join_the_digits(
    reader: KNeighborsClassifier, samples: Samples, strength: float
) -> None:
    """Faint and strong rulings are taken away; the digits on them are counted and read."""
    images, labels = samples
    counted = right = 0
    for start in range(0, 30, 3):
        ink, _ = lay_out(images[start : start + 3], 100, 50, 60, RNG(start))
        found = prepare(sheet(ink, RNG(start), ruled=strength, gradient=0.2, noise=0.01)).images
        if len(found) == 3:
            counted += 1
            right += int((reader.predict(found.reshape(3, -1)) == labels[start : start + 3]).sum())
    assert counted >= 9
    assert right >= 0.85 * 3 * counted


def test_squared_paper_is_removed_both_ways() -> None:
    """Lines across and lines down are gone, and counted."""
    ink = np.zeros((300, 300), np.float32)
    ink[80:220, 142:158] = 1
    paper = np.ones((300, 300), np.float32)
    paper[25::50] = paper[:, 25::50] = 0.45
    digit = prepare(np.minimum(paper, 1 - ink), steps=True)[0]
    lines = next(step for step in digit.steps if step.name == "lines")
    assert lines.values["lines"] == 12
    assert digit.box == pytest.approx((142, 80, 16, 140), abs=3)


def test_digits_on_a_sheet_on_a_desk_are_counted(samples: Samples) -> None:
    """Rows of digits on a sheet that lies on a dark desk are found, and the desk is not."""
    found = 0
    for start in range(0, 30, 3):
        ink, _ = lay_out(samples[0][start : start + 3], 90, 40, 50, RNG(start))
        paper = sheet(ink, RNG(start), gradient=0.2, noise=0.01)
        desk = 0.2 + RNG(start).normal(0, 0.01, (ink.shape[0] + 150, ink.shape[1] + 120))
        desk[80:-70, 70:-50] = paper
        found += len(prepare(desk.astype(np.float32))) == 3
    assert found >= 9


def test_a_sheet_on_a_dark_desk_is_read() -> None:
    """The desk round the paper is not ink: the bar on the paper is found, and it is dark."""
    picture = np.full((300, 400), 0.2, np.float32)
    picture[60:240, 80:320] = 0.9
    picture[90:210, 190:206] = 0.1
    assert find_polarity(picture).dark_ink
    prepared = prepare(picture)
    assert len(prepared) == 1
    assert prepared[0].box == pytest.approx((190, 90, 16, 120), abs=4)


def test_the_border_of_the_canvas_and_dirt_are_no_digits(samples: Samples) -> None:
    """A frame round the picture, dust, a dark corner and a line below the digits are left out."""
    ink, boxes = lay_out(samples[0][:2], 90, 60, 50, RNG(1))
    h, w = ink.shape
    ink[[0, 1, -1, -2]] = 1
    ink[:, [0, 1, -1, -2]] = 1
    ink[20:26, 20:26] = 1
    ink[h - 30 : h - 26, 40 : w - 40] = 1
    prepared = prepare(1 - ink)
    assert len(prepared) == 2
    for digit, box in zip(prepared, boxes, strict=True):
        assert digit.box == pytest.approx(box, abs=16)


def test_parts_of_one_digit_stay_together() -> None:
    """The loose bar of a 5, and a stroke that the pen skipped, make one digit."""
    ink = np.zeros((200, 200), np.float32)
    ink[40:52, 80:130] = 1  # the bar
    ink[58:70, 70:82] = ink[58:110, 70:82] = ink[100:112, 70:120] = ink[100:160, 112:124] = 1
    ink[150:162, 70:124] = 1
    ink[132:134, 60:140] = 0  # a gap of two pixels
    assert len(prepare(1 - ink)) == 1


def test_coloured_ink_is_seen() -> None:
    """Red, green, blue on white, yellow on blue; without the step 'grey' red on white is as good as gone."""
    stroke = np.zeros((120, 120, 1), np.float32)
    stroke[20:100, 55:66] = 1

    def paint(ink: tuple[int, ...], paper: tuple[int, ...]) -> NDArray[np.uint8]:
        return (np.array(paper) * (1 - stroke) + np.array(ink) * stroke).astype(np.uint8)

    for ink, paper in (
        ((220, 30, 30), (255, 255, 255)),
        ((20, 120, 40), (255, 255, 255)),
        ((30, 40, 200), (240, 235, 220)),
        ((250, 230, 60), (20, 40, 120)),
    ):
        assert prepare(paint(ink, paper))[0].box == pytest.approx((55, 20, 11, 80), abs=2)
    with pytest.raises(EmptyImage):
        prepare(paint((255, 40, 40), (255, 255, 255)), off={"grey"})


@pytest.mark.parametrize("noise", [0.0, 0.01, 0.02, 0.05])
@pytest.mark.parametrize("seed", range(5))
def test_blank_paper_is_empty(noise: float, seed: int) -> None:
    """A blank sheet, with grain, shadow and slope of light, holds no digit."""
    blank = sheet(
        np.zeros((240, 320), np.float32), RNG(seed), noise=noise, gradient=0.3, shadow=0.15 * (seed % 3)
    )
    with pytest.raises(EmptyImage, match=r"no ink|only specks"):
        prepare(blank)


@pytest.mark.parametrize("light", [0.0, 1.0])
def test_transparent_ink_is_laid_on_its_opposite(light: float) -> None:
    """Ink alone, black or white, gets the ground on which it is seen; half-transparent edges stay soft."""
    alpha = np.array([[0.0, 0.5, 1.0]], np.float32)
    laid = lay_on_ground(np.full((1, 3, 3), light, np.float32), alpha)
    np.testing.assert_allclose(laid[0, :, 0], [1 - light, 0.5, light])


def test_holes_in_an_opaque_photo_are_filled_with_paper() -> None:
    """The transparent corners of a photo become paper, not ink."""
    image = Image.new("RGBA", (120, 120), (235, 235, 225, 255))
    image.paste((20, 20, 30, 255), (55, 25, 65, 95))
    for corner in ((0, 0), (108, 0), (0, 108), (108, 108)):
        image.paste((0, 0, 0, 0), (*corner, corner[0] + 12, corner[1] + 12))
    prepared = prepare(image)
    assert len(prepared) == 1
    assert prepared[0].box == pytest.approx((55, 25, 10, 70), abs=2)


def test_a_palette_with_a_transparent_colour_is_read(samples: Samples) -> None:
    """A GIF-like picture whose paper is the transparent entry of the palette."""
    ink = np.pad(ink_of(samples[0][0], 80) > 0.5, 20)
    image = Image.new("P", ink.shape[::-1])
    image.putdata(ink.astype(np.uint8).ravel().tolist())
    image.putpalette([0, 0, 0, 0, 0, 0])
    image.info["transparency"] = 0
    opaque = prepare(to_uint8(1 - ink.astype(np.float32)))[0].image
    assert likeness(prepare(image)[0].image, opaque) > 0.99


def test_boxes_are_in_the_pixels_of_the_large_original() -> None:
    """A large picture is worked on at a smaller size, but its boxes are in its own pixels."""
    picture = np.full((1800, 2600), 250, np.uint8)
    picture[500:1300, 900:1000] = 10
    prepared = prepare(picture)
    assert prepared.size == (2600, 1800)
    assert prepared[0].box == pytest.approx((900, 500, 100, 800), abs=5)


def test_limits_are_the_callers() -> None:
    """Smaller limits refuse what the usual ones take; a page of marks is no picture of a few digits."""
    picture = np.full((100, 400), 255, np.uint8)
    for x in range(20, 380, 40):
        picture[20:80, x : x + 8] = 0
    assert len(prepare(picture)) == 9
    with pytest.raises(UnreadableImage, match="9 separate marks"):
        prepare(picture, limits=Limits(max_digits=8))
    for limits in (Limits(max_pixels=39_999), Limits(min_side=101)):
        with pytest.raises(HandwritingError, match="400 x 100"):
            prepare(picture, limits=limits)
