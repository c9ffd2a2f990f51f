"""From a picture to digits and probabilities."""

import numpy as np
import pytest
from PIL import Image

from neurarium import MLP, Adam, Dataset, Model, Scaling, TrainConfig, Trainer, read_digits
from neurarium.data import Mnist
from neurarium.data.handwriting import STEPS, EmptyImage, UnreadableImage
from neurarium.engine import Network, ShapeError
from neurarium.recognizer import probabilities


@pytest.fixture(scope="module")
def model(raw_mnist: Mnist) -> Model:
    """Return a network that has learned from 8,000 images."""
    network = MLP([784, 32, 10], seed=1)
    data = Dataset(raw_mnist.x_train[:8000], raw_mnist.y_train[:8000], scaling=Scaling.unit())
    Trainer(network, data, TrainConfig(optimizer=Adam(0.005), epochs=4, backend="numpy")).fit()
    return Model(network, scaling=data.scaling)


def picture(raw_mnist: Mnist, numbers: list[int], size: int = 140) -> Image.Image:
    """Return test images side by side, dark on light, each `size` pixels wide."""
    row = np.hstack([raw_mnist.x_test[i].reshape(28, 28) for i in numbers])
    return Image.fromarray(255 - row).resize((size * len(numbers), size), Image.Resampling.BICUBIC)


def test_most_test_images_are_read_as_from_their_pixels(model: Model, raw_mnist: Mnist) -> None:
    """A digit that went through a picture is read like the original in nearly all cases."""
    n = 60
    direct = model.predict(raw_mnist.x_test[:n]).argmax(axis=1)
    read = [read_digits(picture(raw_mnist, [i]), model) for i in range(n)]
    same = sum(len(found) == 1 and found[0].digit == direct[i] for i, found in enumerate(read))
    assert same >= 0.9 * n


def test_a_reading_is_the_networks_answer_to_the_image_it_shows(model: Model, raw_mnist: Mnist) -> None:
    """Probabilities are exactly what the network says of `image`; digit and probability follow from them."""
    readings = read_digits(picture(raw_mnist, [0, 1, 2]), model)
    assert [reading.digit for reading in readings] == [7, 2, 1]
    for reading in readings:
        expected = model.predict(reading.image.reshape(1, 784))[0]
        np.testing.assert_allclose(reading.probabilities, expected, rtol=1e-5)
        assert reading.digit == expected.argmax()
        assert reading.probability == pytest.approx(expected.max())
        assert reading.image.shape == (28, 28)


def test_boxes_lie_where_the_digits_are(model: Model, raw_mnist: Mnist) -> None:
    """Each box lies in its third of the picture and holds its ink."""
    scan = picture(raw_mnist, [0, 1, 2])
    dark = np.asarray(scan) < 100
    for i, reading in enumerate(read_digits(scan, model)):
        x, y, width, height = reading.box
        assert 140 * i <= x < x + width <= 140 * (i + 1)
        part = dark[:, 140 * i : 140 * (i + 1)]
        rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0)) + 140 * i
        assert x <= columns[0] + 2
        assert columns[-1] - 2 <= x + width
        assert y <= rows[0] + 2
        assert rows[-1] - 2 <= y + height


def test_steps_only_if_asked_for(model: Model, raw_mnist: Mnist) -> None:
    """All steps in order, the last showing what the network saw; one that is left out is marked."""
    scan = picture(raw_mnist, [0])
    assert read_digits(scan, model)[0].steps == ()
    [reading] = read_digits(scan, model, steps=True, off=["thickness"])
    assert [step.name for step in reading.steps] == list(STEPS)
    assert [step.name for step in reading.steps if step.name == "thickness" and not step.on] == ["thickness"]
    assert np.array_equal(reading.steps[-1].image, reading.image)


def test_strokes_are_read_too(model: Model) -> None:
    """A list of strokes is a drawing: one upright line is a 1."""
    [reading] = read_digits([np.array([[50.0, 10.0], [50.0, 60.0], [50.0, 110.0]])], model)
    assert reading.digit == 1


def test_what_is_no_picture_of_digits(model: Model) -> None:
    """Empty and unreadable sources raise what `prepare` raises."""
    with pytest.raises(EmptyImage):
        read_digits(Image.new("L", (50, 50), 255), model)
    with pytest.raises(UnreadableImage):
        read_digits(b"no picture", model)


def test_a_model_of_another_shape_is_refused(raw_mnist: Mnist) -> None:
    """The message says what shape it has and what to do."""
    with pytest.raises(ShapeError, match="4 and 3"):
        read_digits(picture(raw_mnist, [0]), Model(MLP([4, 3])))


@pytest.mark.parametrize("output", ["softmax", "sigmoid", "linear", "tanh"])
def test_probabilities_sum_to_one_and_keep_the_order(output: str, raw_mnist: Mnist) -> None:
    """Whatever the output activation, ten probabilities come out, in the order of the outputs."""
    model = Model(MLP([784, 10], output=output, seed=2), scaling=Scaling.unit())
    rows = raw_mnist.x_test[:50]
    shares = probabilities(model, rows)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-5)
    assert (shares >= 0).all()
    assert np.array_equal(shares.argmax(axis=1), model.predict(rows).argmax(axis=1))


def test_ten_firm_noes_are_ten_equal_chances() -> None:
    """If every sigmoid rounds to 0, nothing is known: a tenth each, and no division by 0."""
    network: Network = MLP([784, 10], output="sigmoid", bias=-200.0, init="zeros")
    shares = probabilities(Model(network), np.zeros((2, 784), np.uint8))
    np.testing.assert_allclose(shares, 0.1)
