"""The compiled backend: the engine's steps in machine code, from `neurarium.kernels`."""

from weakref import WeakKeyDictionary

from neurarium.data.augment import Augmentation
from neurarium.data.warp import Coordinates, image_side
from neurarium.engine.network import Network
from neurarium.engine.optimizers import State
from neurarium.kernels.predict import Predictor
from neurarium.kernels.rows import Rows, read_rows
from neurarium.kernels.stepper import Stepper
from neurarium.training.backends.base import LossNotFinite, StepPlan, Streams, Totals
from neurarium.training.blas import single_threaded_blas
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset
from neurarium.training.evaluation import Forward, is_classification


class CompiledBackend:
    """Takes many steps in one call.

    Importing this module imports Numba: `make_backend` does so once this backend is chosen.

    Parameters
    ----------
    network, data, config, state
        As for `ReferenceBackend`; such as `neurarium.kernels.why_not` has nothing against.

    Attributes
    ----------
    threads
        Number of threads.
    """

    name = "compiled"

    def __init__(self, network: Network, data: Dataset, config: TrainConfig, state: State) -> None:
        self._augmentation = config.augmentation
        self._side = image_side(data.x_train) if config.augmentation is not None else 0
        self._counts = is_classification(config.loss, data.y_train)
        self._stepper = Stepper(
            network,
            _rows(data, sparse=config.augmentation is None),
            data.y_train,
            loss=config.loss,
            optimizer=config.optimizer,
            state=state,
            regularizers=config.regularizers,
            penalties_per_row=config.penalties_per_row,
            batch_size=min(config.batch_size or len(data), len(data)),
            threads=config.threads,
        )
        self.threads = self._stepper.threads
        self.description = "compiled by Numba, " + (
            "1 thread" if self.threads == 1 else f"{self.threads} threads"
        )

    def take(self, plan: StepPlan, streams: Streams) -> Totals:
        """Take all steps of `plan`; signals (Ctrl-C) are checked several times a second."""
        taken = self._stepper.take(
            plan.order,
            plan.batch_size,
            plan.first_step,
            plan.scales,
            streams.dropout,
            None if self._augmentation is None else _Warps(self._augmentation, self._side, streams),
        )
        if taken.diverged is not None:
            raise LossNotFinite(plan.first_step + taken.steps, taken.diverged)
        return Totals(taken.loss, taken.correct if self._counts else 0, taken.rows, taken.penalty)

    def forward(self) -> Forward:
        """Return the compiled forward pass, on as many threads as the steps."""
        return Predictor(self._stepper.network, threads=self.threads, scores=True)


class _Warps:
    """Draws how images are changed, batch by batch, from the run's stream for augmentation."""

    def __init__(self, augmentation: Augmentation, side: int, streams: Streams) -> None:
        self._augmentation = augmentation
        self._side = side
        self._streams = streams

    def __call__(self, n: int) -> Coordinates:
        with single_threaded_blas():  # its other threads would spin while the kernels work
            return self._augmentation.draw(n, self._side, self._streams.augment)


_ROWS: WeakKeyDictionary[Dataset, dict[bool, Rows]] = WeakKeyDictionary()
"""Training sets as the kernels read them: changing a setting during a run must not read them again."""


def _rows(data: Dataset, *, sparse: bool) -> Rows:
    """Return the training set as the kernels read it; if `sparse`, perhaps as lists of non-zero elements."""
    known = _ROWS.setdefault(data, {})
    if sparse not in known:
        known[sparse] = _read(data, sparse=sparse)
    return known[sparse]


def _read(data: Dataset, *, sparse: bool) -> Rows:
    if data.scaling is not None and data.scaling.columns is not None:
        return read_rows(data.scaling.apply(data.x_train), 0.0, 1.0)  # the kernels know one shift and factor
    shift, scale = (0.0, 1.0) if data.scaling is None else data.scaling.one
    return read_rows(data.x_train, shift, scale, sparse=sparse)
