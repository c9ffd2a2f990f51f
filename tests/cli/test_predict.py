"""`neurarium predict`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import Result

from neurarium.data import Mnist
from neurarium.engine import MLP, Adam, Scaling
from neurarium.persist import Model, ModelStore
from neurarium.training import Dataset, TrainConfig, Trainer

Run = Callable[..., Result]
RunJson = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def trained(raw_mnist: Mnist) -> Model:
    """Return a network that has seen enough to read neat digits."""
    network = MLP([784, 32, 10], seed=1)
    data = Dataset(raw_mnist.x_train[:8000], raw_mnist.y_train[:8000], scaling=Scaling.unit())
    config = TrainConfig(optimizer=Adam(0.005), batch_size=50, epochs=4, backend="numpy")
    Trainer(network, data, config).fit()
    return Model(network, scaling=Scaling.unit(), name="reader")


@pytest.fixture(autouse=True)
def store(home: Path, trained: Model) -> ModelStore:
    """Put the network into the data folder."""
    store = ModelStore()
    store.save(trained)
    return store


@pytest.fixture
def picture(tmp_path: Path, raw_mnist: Mnist) -> Path:
    """Return the file of a scan with the test images 7, 2 and 1 in it, dark on light."""
    row = np.hstack([raw_mnist.x_test[i].reshape(28, 28) for i in (0, 1, 2)])
    file = tmp_path / "three.png"
    Image.fromarray(255 - row).resize((84 * 5, 28 * 5), Image.Resampling.BICUBIC).save(file)
    return file


def test_it_reads_several_digits(run: Run, run_json: RunJson, picture: Path) -> None:
    """Digits from left to right, each with ten probabilities that sum to 1, and its place."""
    [result] = run_json("predict", picture)["results"]
    assert result["image"] == str(picture)
    assert [found["digit"] for found in result["digits"]] == [7, 2, 1]
    for found in result["digits"]:
        assert set(found) == {"digit", "probability", "probabilities", "box"}
        assert sum(found["probabilities"]) == pytest.approx(1, abs=1e-5)
        assert found["probability"] == max(found["probabilities"])
        assert found["probabilities"].index(found["probability"]) == found["digit"]
        x, y, width, height = found["box"]
        assert 0 <= x < x + width <= 420
        assert 0 <= y < y + height <= 140
    text = run("predict", picture).stdout
    assert "three.png: 721" in text
    assert text.count("%") == 3
    assert "█" in text


def test_a_bad_picture_does_not_stop_the_others(run: Run, run_json: RunJson, picture: Path) -> None:
    """Its result is an error, the others are read, the status is 1."""
    (picture.parent / "text.png").write_text("no picture")
    Image.new("L", (60, 60), 255).save(picture.parent / "empty.png")
    results = run_json("predict", "missing.png", "text.png", "empty.png", picture, status=1)["results"]
    assert ["error" in result for result in results] == [True, True, True, False]
    assert all(set(result) == {"image", "error"} for result in results[:3])
    assert [found["digit"] for found in results[3]["digits"]] == [7, 2, 1]
    result = run("predict", "missing.png", picture)
    assert result.exit_code == 1
    assert "missing.png" in result.stderr
    assert "721" in result.stdout


def test_steps_are_written(run: Run, picture: Path, tmp_path: Path) -> None:
    """Every picture on the way to 28x28 pixels, the whole picture's once, those of each digit apart."""
    assert run("predict", picture, "--steps", "way").exit_code == 0
    names = sorted(file.name for file in (tmp_path / "way").iterdir())
    assert names[0] == "1-three-01-grey.png"
    assert sum("grey" in name for name in names) == 1
    ends = [name for name in names if "centre" in name]
    assert len(ends) == 3
    for name in ends:
        with Image.open(tmp_path / "way" / name) as last:
            assert last.size == (28, 28)


def test_steps_of_an_empty_picture(run: Run, tmp_path: Path) -> None:
    """How far it went is shown too."""
    Image.new("L", (60, 60), 255).save("empty.png")
    assert run("predict", "empty.png", "--steps", "way").exit_code == 1
    assert (tmp_path / "way" / "1-empty-01-grey.png").exists()


def test_steps_keep_their_pictures_name(run: Run, picture: Path, tmp_path: Path) -> None:
    """In any script; what is no letter becomes an underscore, and a long name is cut."""
    odd = picture.rename(picture.with_name("数字 7\udcff" + "三" * 60 + ".png"))
    assert run("predict", str(odd), "--steps", "way").exit_code == 0
    assert (tmp_path / "way" / f"1-数字_7_{'三' * 35}-01-grey.png").exists()


def test_the_best_model_reads(run: Run, picture: Path, store: ModelStore) -> None:
    """Without --model the one with the best test accuracy is taken; newer and worse ones are warned of."""
    late = {"created": "2999-01-01T00:00:00+00:00"}
    for name, accuracy, shuffled in (("best", 0.97, False), ("weak", 0.5, False), ("noise", 0.99, True)):
        metrics, config = {"test_accuracy": accuracy}, {"shuffle_labels": shuffled}
        store.save(Model(MLP([784, 10]), name=name, metrics=metrics, config=config, **late))
    store.save(Model(MLP([4, 3]), name="iris", **late))
    chosen = run("predict", picture).stderr
    assert "Reading with best" in chosen
    assert "test digits" not in chosen
    assert "random labels" not in chosen
    assert "weak reads less than 90%" in run("predict", picture, "--model", "weak").stderr
    assert "noise was trained with random labels" in run("predict", picture, "--model", "noise").stderr
    assert "Reading with reader" in run("predict", picture, "--model", "reader").stderr


def test_without_a_model_for_digits_nothing_is_read(run: Run, picture: Path, store: ModelStore) -> None:
    """Models of other things do not count; the error says how to get one."""
    store.delete("reader")
    store.save(Model(MLP([4, 3]), name="iris"))
    result = run("predict", picture)
    assert result.exit_code == 1
    assert "no model that reads digits yet" in result.stderr
    assert "neurarium train" in result.stderr


def test_file_names_that_are_no_text(run: Run, picture: Path) -> None:
    """A name with bytes that are no UTF-8 is read like any other and shown with escapes."""
    odd = picture.rename(picture.with_name("three\udcff.png"))
    result = run("predict", str(odd))
    assert result.exit_code == 0
    assert "three\\udcff.png: 721" in result.stdout


def test_a_picture_comes_through_standard_input(run: Run, run_json: RunJson, picture: Path) -> None:
    """The name - stands for it; nothing there is an error like any other."""
    [result] = run_json("predict", "-", input=picture.read_bytes())["results"]
    assert result["image"] == "-"
    assert [found["digit"] for found in result["digits"]] == [7, 2, 1]
    failed = run("predict", "-", input=b"")
    assert failed.exit_code == 1
    assert "The data is empty" in failed.stderr


def test_of_an_animation_it_says_which_frame_was_read(run: Run, run_json: RunJson, picture: Path) -> None:
    """The first of two, in words and in JSON; of a still picture nothing is said."""
    file = picture.with_name("two.gif")
    with Image.open(picture) as image:
        image.save(file, save_all=True, append_images=[Image.new("L", image.size, 255)])
    assert "only the first of 2 frames was read" in run("predict", file).stderr
    assert run_json("predict", file)["results"][0]["frames"] == 2
    assert "frames" not in run_json("predict", picture)["results"][0]
