"""While the machine code is on its way, nobody asks for it."""

from dataclasses import replace

import numpy as np
import pytest

from neurarium import kernels
from neurarium.engine import MLP
from neurarium.training import Dataset, TrainConfig, Trainer

DATA = Dataset(np.zeros((8, 3), np.float32), np.arange(8) % 2)


def backend_of(config: TrainConfig) -> str:
    return Trainer(MLP([3, 4, 2]), DATA, config).started().backend


def test_numpy_steps_in_until_the_code_has_come() -> None:
    """The automatic choice is the reference for the time being, and says why; then the kernels."""
    config = TrainConfig()
    with kernels.compiling_elsewhere():
        started = Trainer(MLP([3, 4, 2]), DATA, config).started()
        assert started.backend == "numpy"
        assert "still being compiled" in started.why
    assert backend_of(config) == "compiled"


def test_a_run_that_began_without_the_kernels_takes_them_with_its_next_epoch() -> None:
    """NumPy is for the time being only; what was learned and remembered so far stays."""
    trainer = Trainer(MLP([3, 4, 2]), DATA, TrainConfig(epochs=3))
    with kernels.compiling_elsewhere():
        slow = Trainer(MLP([3, 4, 2]), DATA, TrainConfig(epochs=3))
        list(slow.advance(1))
        assert slow.started().backend == "numpy"
    list(slow.advance(1))
    assert (slow.started().backend, slow.epochs_done) == ("compiled", 2)
    slow.fit()
    trainer.fit()
    np.testing.assert_allclose(slow.network.theta, trainer.network.theta, atol=1e-6)


def test_who_demands_the_kernels_gets_them() -> None:
    """A backend that was named is not changed."""
    with kernels.compiling_elsewhere():
        assert backend_of(replace(TrainConfig(), backend="compiled")) == "compiled"


def test_waiting_ends_with_the_last_who_waits() -> None:
    """Contexts may overlap, and an error in one ends its waiting too."""
    with kernels.compiling_elsewhere():
        with pytest.raises(ZeroDivisionError), kernels.compiling_elsewhere():
            raise ZeroDivisionError
        assert kernels.being_compiled()
    assert not kernels.being_compiled()
