"""Saving and loading files."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import safetensors
import safetensors.numpy

from neurarium.engine import MLP, Scaling
from neurarium.persist import Model, ModelError, TrainingState, load_card, load_model, save_model

Same = Callable[[Model, Model], None]


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_model_comes_back_in_every_bit(
    tmp_path: Path, new_model: Callable[..., Model], same: Same, dtype: type[np.floating]
) -> None:
    """Parameters, statistics, training state and all entries are the same after loading."""
    model = new_model(dtype)
    save_model(model, tmp_path / "m.safetensors")
    loaded = load_model(tmp_path / "m.safetensors")
    same(loaded, model)
    X = np.random.default_rng(0).normal(size=(5, 4))
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))


def test_a_loaded_model_can_be_trained_on(tmp_path: Path, model: Model) -> None:
    """Its arrays are its own and writable, and the views are views of theta."""
    save_model(model, tmp_path / "m")
    loaded = load_model(tmp_path / "m")
    loaded.network.theta += 1
    np.testing.assert_array_equal(loaded.network.parameters[0]["W"], model.network.parameters[0]["W"] + 1)
    assert loaded.training is not None
    for tensor in loaded.training.tensors.values():
        tensor[...] = 0


def test_a_bare_network_can_be_saved(tmp_path: Path) -> None:
    """A network alone is enough; scaling and metrics may be given along."""
    network = MLP([6, 4, 2], seed=3)
    save_model(network, tmp_path / "m", scaling=Scaling.unit(), metrics={"test_accuracy": 0.5})
    loaded = load_model(str(tmp_path / "m"))
    np.testing.assert_array_equal(loaded.network.theta, network.theta)
    assert (loaded.scaling, loaded.metrics, loaded.training) == (Scaling.unit(), {"test_accuracy": 0.5}, None)


def test_scaling_and_metrics_given_take_the_place_of_the_models(tmp_path: Path, model: Model) -> None:
    """The rest of the model stays."""
    save_model(model, tmp_path / "m", scaling=Scaling.unit(), metrics={"loss": 1})
    loaded = load_model(tmp_path / "m")
    assert (loaded.scaling, loaded.metrics, loaded.name) == (Scaling.unit(), {"loss": 1}, model.name)


def test_the_same_model_gives_the_same_bytes(tmp_path: Path, new_model: Callable[..., Model]) -> None:
    """Files can be compared by their bytes; a loaded model saves to the same file again."""
    save_model(new_model(), tmp_path / "a")
    save_model(new_model(), tmp_path / "b")
    save_model(load_model(tmp_path / "a"), tmp_path / "c")
    data = (tmp_path / "a").read_bytes()
    assert (tmp_path / "b").read_bytes() == data
    assert (tmp_path / "c").read_bytes() == data


def test_any_safetensors_reader_finds_the_arrays_by_name(tmp_path: Path, model: Model) -> None:
    """The format is safetensors' own: its own reader is the oracle."""
    save_model(model, tmp_path / "m")
    tensors = safetensors.numpy.load_file(tmp_path / "m")
    np.testing.assert_array_equal(tensors["layers.0.W"], model.network.parameters[0]["W"])
    np.testing.assert_array_equal(
        tensors["layers.1.statistics.mean"], model.network.layer_statistics[1]["mean"]
    )
    np.testing.assert_array_equal(tensors["layers.3.1.gamma"], model.network.parameters[3]["1.gamma"])
    assert model.training is not None
    np.testing.assert_array_equal(tensors["training.optimizer.m"], model.training.tensors["optimizer.m"])


def test_arrays_in_any_memory_order_are_saved_by_value(tmp_path: Path) -> None:
    """Transposed, strided and big-endian arrays arrive with the values that they show."""
    base = np.arange(12.0).reshape(3, 4)
    tensors = {
        "transposed": base.T,
        "strided": base[:, ::2],
        "big_endian": base.astype(">f8"),
        "scalar": base[1, 1],
    }
    save_model(Model(MLP([2, 2]), training=TrainingState(tensors)), tmp_path / "m")
    loaded = load_model(tmp_path / "m").training
    assert loaded is not None
    for name, tensor in tensors.items():
        np.testing.assert_array_equal(loaded.tensors[name], tensor)


def test_a_card_is_read_without_the_tensors(tmp_path: Path, model: Model) -> None:
    """Layers and card are those of the model."""
    save_model(model, tmp_path / "m")
    layers, card = load_card(tmp_path / "m")
    assert layers == model.network.layers
    assert (card.name, card.metrics, card.history) == (model.name, model.metrics, model.history)


def test_nothing_that_cannot_be_loaded_is_saved(tmp_path: Path, model: Model) -> None:
    """NaN in the weights is refused, and the file that was there stays."""
    save_model(model, tmp_path / "m")
    before = (tmp_path / "m").read_bytes()
    network = MLP([2, 2])
    network.parameters[0]["b"][1] = np.nan
    with pytest.raises(ModelError, match=r"tensor 'layers\.0\.b' has NaN or infinity"):
        save_model(network, tmp_path / "m")
    unknown = TrainingState({"x": np.zeros(2, np.complex128)})
    with pytest.raises(
        ModelError, match=r"tensor 'training\.x' is of type complex128, expected one of bool, float32"
    ):
        save_model(Model(MLP([2, 2]), training=unknown), tmp_path / "m")
    assert (tmp_path / "m").read_bytes() == before
    assert _names(tmp_path) == ["m"]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """An absent file, a folder, a pipe and an impossible path each get a clear word."""
    with pytest.raises(ModelError, match=r"cannot load .*absent: there is no such file"):
        load_model(tmp_path / "absent")
    with pytest.raises(ModelError, match="it is a folder"):
        load_model(tmp_path)
    with pytest.raises(ModelError, match="cannot load"):
        load_model("nul\0byte")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ModelError, match="it is not a regular file"):
            load_model(tmp_path / "pipe")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own reason is passed on."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    save_model(MLP([2, 2]), tmp_path / "m")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ModelError, match=r"cannot load .*m: Permission denied"):
        load_model(tmp_path / "m")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A missing folder, a folder in the file's place, a file in a folder's place, an impossible path."""
    with pytest.raises(ModelError, match=r"cannot write .*; make the folder .*missing first"):
        save_model(MLP([2, 2]), tmp_path / "missing" / "m")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ModelError, match=r"cannot write .*folder"):
        save_model(MLP([2, 2]), tmp_path / "folder")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ModelError, match="cannot write"):
        save_model(MLP([2, 2]), tmp_path / "file" / "m")
    with pytest.raises(ModelError, match="cannot write"):
        save_model(MLP([2, 2]), tmp_path / "nul\0byte")
    assert _names(tmp_path) == ["file", "folder"]


def test_a_file_can_be_protected_from_being_overwritten(tmp_path: Path) -> None:
    """With overwrite=False the first file stays as it is."""
    save_model(MLP([2, 2]), tmp_path / "m", overwrite=False)
    before = (tmp_path / "m").read_bytes()
    with pytest.raises(ModelError, match="m exists already: choose another name, or overwrite it"):
        save_model(MLP([3, 3]), tmp_path / "m", overwrite=False)
    assert (tmp_path / "m").read_bytes() == before
