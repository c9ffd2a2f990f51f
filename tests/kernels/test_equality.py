"""The compiled twin against the NumPy reference: the same seed gives the same network."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neurarium.data import augment
from neurarium.engine import (
    MLP,
    SGD,
    Adam,
    AdamW,
    BinaryCrossEntropy,
    CrossEntropy,
    Diverged,
    LeakyReLU,
    MeanSquaredError,
    Momentum,
    Nesterov,
    RMSprop,
    Scaling,
)
from neurarium.kernels.predict import Predictor
from neurarium.kernels.transpose import MOST_ROWS
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training.backends import StepPlan, Streams
from neurarium.training.backends.compiled import CompiledBackend
from neurarium.training.backends.reference import ReferenceBackend

ACTIVATIONS = ["linear", "sigmoid", "tanh", "relu", "leaky_relu", LeakyReLU(0.3), "gelu"]
# Steps are small, so that rounding does not grow along the way as it does in a wild run.
OPTIMIZERS = [
    SGD(0.05),
    Momentum(0.02),
    Nesterov(0.02),
    RMSprop(1e-3),
    Adam(1e-3),
    AdamW(1e-3, weight_decay=0.1),
]


def train_on(network, data, config, backend):
    """Train a copy of the network to the end; return it, and the trainer."""
    copy = network.copy()
    trainer = Trainer(copy, data, replace(config, backend=backend))
    assert trainer.started().backend == backend
    trainer.fit()
    return copy, trainer


def _data(rng, n, n_in, n_out, loss, *, kind):
    if kind == "floats":
        x, scaling = rng.normal(size=(n, n_in)).astype(np.float32), None
    elif kind == "sparse":
        x = rng.integers(0, 256, (n, n_in), dtype=np.uint8) * (rng.random((n, n_in)) < 0.2).astype(np.uint8)
        scaling = Scaling.unit()
    else:
        x, scaling = rng.integers(0, 256, (n, n_in), dtype=np.uint8), Scaling(shift=33.0, scale=1 / 78)
    if loss == "cross_entropy" and rng.random() < 0.5:
        y = rng.integers(0, n_out, n)
    elif loss == "cross_entropy":
        y = np.eye(n_out, dtype=np.float32)[rng.integers(0, n_out, n)]
    elif loss == "binary_cross_entropy":
        y = rng.integers(0, 2, (n, n_out))
    else:
        y = rng.normal(size=(n, n_out)).astype(np.float32)
    return Dataset(x, y, scaling=scaling)


LOSSES = st.sampled_from(
    [
        ("cross_entropy", "softmax"),
        ("binary_cross_entropy", "sigmoid"),
        ("mse", "linear"),
        ("mse", "tanh"),
        ("mse", "sigmoid"),
        ("mse", "softmax"),
    ]
)


@given(
    widths=st.lists(st.integers(1, 70), min_size=0, max_size=3),
    n_in=st.integers(1, 90),
    n_out=st.integers(1, 20),
    kind=st.sampled_from(["floats", "bytes", "sparse"]),
    loss_and_output=LOSSES,
    activation=st.sampled_from(ACTIVATIONS),
    optimizer=st.sampled_from(OPTIMIZERS),
    schedule=st.sampled_from(["constant", "cosine", "one_cycle"]),
    batch_size=st.one_of(st.none(), st.integers(1, 40)),
    penalties=st.sampled_from([(0, 0), (1e-3, 0), (0, 1e-2), (1e-3, 1e-2)]),
    dropout=st.sampled_from([0.0, 0.0, 0.25]),
    seed=st.integers(0, 1000),
)
@example(
    [64, 33], 784, 10, "sparse", ("cross_entropy", "softmax"), "relu", Adam(), "constant", 32, (0, 0), 0.2, 1
)
@example(
    [100], 784, 10, "bytes", ("cross_entropy", "softmax"), "relu", Adam(), "constant", 32, (0, 1e-4), 0.0, 2
)
@example([], 784, 10, "sparse", ("cross_entropy", "softmax"), "relu", SGD(), "constant", 32, (0, 0), 0.0, 3)
@example([8, 8], 2, 1, "floats", ("mse", "tanh"), "tanh", SGD(), "constant", 10, (1e-3, 0), 0.0, 4)
@example([8, 8], 2, 1, "floats", ("mse", "tanh"), "gelu", SGD(), "constant", 10, (1e-3, 0), 0.0, 4)
@example(
    [64, 33], 90, 10, "bytes", ("cross_entropy", "softmax"), "gelu", Adam(), "constant", 32, (0, 0), 0.25, 1
)
def test_any_network_and_settings(
    widths, n_in, n_out, kind, loss_and_output, activation, optimizer, schedule, batch_size,
    penalties, dropout, seed,
):  # fmt: skip
    """After two epochs the weights and the record agree with the reference, as far as float32 reaches."""
    rng = np.random.default_rng(seed)
    loss, output = loss_and_output
    n_out = max(n_out, 2) if output == "softmax" else n_out
    data = _data(rng, 83, n_in, n_out, loss, kind=kind)
    network = MLP(
        [n_in, *widths, n_out], activation=activation, output=output, dropout=dropout, seed=seed, bias=0.1
    )
    config = TrainConfig(
        loss=loss, optimizer=optimizer, schedule=schedule, epochs=2, batch_size=batch_size,
        l1=penalties[0], l2=penalties[1], seed=seed,
    )  # fmt: skip
    try:
        expected, reference = train_on(network, data, config, "numpy")
    except Diverged:  # steps too wild for these inputs: then for both
        with pytest.raises(Diverged):
            train_on(network, data, config, "compiled")
        return
    found, twin = train_on(network, data, config, "compiled")

    # How far float32 can be trusted at all, the same run in float64 tells: Adam, for one, makes whole
    # steps of gradients that are nothing but rounding.
    precise = MLP(
        [n_in, *widths, n_out], activation=activation, output=output, dropout=dropout, dtype=np.float64
    )
    precise.theta[...] = network.theta
    exact, _ = train_on(precise, data, config, "numpy")
    tolerance = 2e-6 * max(np.abs(exact.theta).max(), 1) + 30 * np.abs(expected.theta - exact.theta).max()
    assert np.abs(found.theta - exact.theta).max() <= tolerance

    last, other = reference.history.rows()[-1], twin.history.rows()[-1]
    assert other["train_loss"] == pytest.approx(last["train_loss"], rel=1e-4 + tolerance, abs=1e-5)
    if last["train_accuracy"] is not None:
        assert abs(last["train_accuracy"] - other["train_accuracy"]) <= 1.5 / 83
    for name, tensor in twin.state().tensors.items():
        assert tensor.shape == reference.state().tensors[name].shape
        assert np.isfinite(tensor).all()


def test_augmented_images(raw_mnist):
    """Augmentation draws the same random numbers and warps alike, so that training comes to the same."""
    data = Dataset(raw_mnist.x_train[:300].reshape(300, -1), raw_mnist.y_train[:300], scaling=Scaling.unit())
    for name in ("shift", "elastic"):
        config = TrainConfig(epochs=2, batch_size=64, augmentation=augment.PRESETS[name], optimizer=SGD(0.1))
        expected, _ = train_on(MLP([784, 40, 10]), data, config, "numpy")
        found, _ = train_on(MLP([784, 40, 10]), data, config, "compiled")
        np.testing.assert_allclose(found.theta, expected.theta, atol=2e-6)


def test_same_bits_for_any_number_of_threads(raw_mnist, monkeypatch):
    """How many threads there are changes nothing at all, and neither does a second run."""
    monkeypatch.setattr("neurarium.kernels.stepper.available_cores", lambda: 3)
    monkeypatch.setattr("neurarium.kernels.stepper.WORK_PER_THREAD", 1)
    x, y = raw_mnist.x_train[:700].reshape(700, -1), raw_mnist.y_train[:700]
    for sizes, scaling in (([784, 112, 48, 10], Scaling.unit()), ([784, 100, 10], Scaling(1.0, 1 / 255))):
        thetas = []
        for threads in (1, 2, 3, 2):
            network = MLP(sizes, dropout=0.1)
            config = TrainConfig(epochs=1, threads=threads, backend="compiled", l2=1e-4)
            trainer = Trainer(network, Dataset(x, y, scaling=scaling), config)
            assert f"{threads} thread" in trainer.started().why
            trainer.fit()
            thetas.append(network.theta)
        for theta in thetas[1:]:
            np.testing.assert_array_equal(theta, thetas[0])


@pytest.mark.parametrize("sizes", [[784, 10], [784, 16, 16, 10], [784, 32, 10]])
@pytest.mark.parametrize("empty", [slice(0, 0), slice(0, 783), slice(1, 784)])
def test_a_narrow_layer_is_cut_in_two(raw_mnist, monkeypatch, sizes, empty):
    """Two threads share the inputs of a narrow layer, wherever the ink lies; one comes to the same bits."""
    monkeypatch.setattr("neurarium.kernels.stepper.available_cores", lambda: 3)
    monkeypatch.setattr("neurarium.kernels.stepper.WORK_OF_TWO", 1)
    x, y = raw_mnist.x_train[:300].reshape(300, -1).copy(), raw_mnist.y_train[:300]
    x[7] = 0
    x[:150, [0, 783]] = 200
    x[:, empty] = 0
    data = Dataset(x, y, scaling=Scaling.unit())
    network = MLP(sizes, dropout=0.1)
    config = TrainConfig(epochs=2, batch_size=32, l1=1e-5, l2=1e-4)
    expected, _ = train_on(network, data, config, "numpy")
    found = []
    for threads in (1, 2, 3):
        trained, trainer = train_on(network, data, replace(config, threads=threads), "compiled")
        assert f"{min(threads, 2)} thread" in trainer.started().why
        found.append(trained.theta)
    np.testing.assert_allclose(found[0], expected.theta, atol=5e-6)
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])


def test_a_batch_of_more_rows_than_lists_can_number(monkeypatch):
    """The whole of a large, sparse set as one batch is computed too, alike for any number of threads."""
    monkeypatch.setattr("neurarium.kernels.stepper.available_cores", lambda: 2)
    rng = np.random.default_rng(2)
    x = rng.integers(1, 256, (MOST_ROWS + 200, 9), dtype=np.uint8)
    x[rng.random(x.shape) < 0.8] = 0
    data = Dataset(x, rng.integers(0, 3, len(x)), scaling=Scaling.unit())
    network = MLP([9, 80, 3])
    config = TrainConfig(epochs=3, batch_size=None, optimizer=SGD(0.1))
    expected, _ = train_on(network, data, config, "numpy")
    found = [train_on(network, data, replace(config, threads=n), "compiled")[0].theta for n in (1, 2)]
    np.testing.assert_allclose(found[0], expected.theta, atol=2e-6)
    np.testing.assert_array_equal(found[1], found[0])


def test_slices_change_nothing(raw_mnist):
    """Steps asked for one at a time, or by the dozen, give the bits of one long run."""
    data = Dataset(raw_mnist.x_train[:640].reshape(640, -1), raw_mnist.y_train[:640], scaling=Scaling.unit())
    thetas = []
    for steps in (1, 7, 100):
        network = MLP([784, 64, 10], dropout=0.2)
        trainer = Trainer(network, data, TrainConfig(epochs=2, batch_size=32, backend="compiled"))
        while not trainer.finished:
            list(trainer.advance(steps))
        thetas.append(network.theta)
    np.testing.assert_array_equal(thetas[1], thetas[0])
    np.testing.assert_array_equal(thetas[2], thetas[0])


@pytest.mark.parametrize("sizes", [[784, 64, 10], [4, 8, 3]])
def test_divergence_stops_at_the_same_step(sizes):
    """A loss that is not finite ends training at the step at which the reference ends it, not later."""
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(200, sizes[0])), rng.normal(size=(200, sizes[-1])))
    found = {}
    for backend in ("numpy", "compiled"):
        config = TrainConfig(loss="mse", optimizer=SGD(30.0), batch_size=20, epochs=20, backend=backend)
        trainer = Trainer(MLP(sizes, output="linear"), data, config)
        with pytest.raises(Diverged) as error:
            trainer.fit()
        found[backend] = (error.value.step, error.value.epoch)
    assert found["compiled"] == found["numpy"]


@given(
    widths=st.lists(st.integers(1, 70), min_size=2, max_size=4),
    activation=st.sampled_from(ACTIVATIONS),
    output=st.sampled_from(["softmax", "linear", "sigmoid"]),
    n=st.sampled_from([1, 2, 50, 300]),
    density=st.sampled_from([0.1, 0.5, 1.0]),
    dropout=st.sampled_from([0.0, 0.5]),
    seed=st.integers(0, 99),
)
@example([2, 8, 8, 1], "tanh", "sigmoid", 300, 1.0, 0.0, 1)
def test_prediction(widths, activation, output, n, density, dropout, seed):
    """A predictor's outputs are those of `Network.predict`, for sparse and dense rows in any mixture."""
    rng = np.random.default_rng(seed)
    network = MLP(widths, activation=activation, output=output, dropout=dropout, bias=0.2, seed=seed)
    X = rng.normal(size=(n, widths[0])).astype(np.float32)
    X[rng.random(X.shape) >= density * rng.random((n, 1)) * 2] = 0
    np.testing.assert_allclose(Predictor(network)(X), network.predict(X), rtol=2e-4, atol=2e-5)
    scores = network.forward(X).z
    np.testing.assert_allclose(Predictor(network, scores=True)(X), scores, rtol=2e-4, atol=2e-5)


def test_losses_and_optimizers_are_all_there():
    """What the engine offers, the kernels offer, but for counts: nothing falls back by oversight."""
    from neurarium.engine import ACTIVATIONS as FAMILY
    from neurarium.engine import LOSSES as LOSS_FAMILY
    from neurarium.engine import OPTIMIZERS as OPTIMIZER_FAMILY
    from neurarium.kernels.losses import LOSS_CODES
    from neurarium.kernels.optimizers import OPTIMIZER_CODES
    from neurarium.kernels.plan import ACTIVATION_CODES

    assert {c.name for c in LOSS_CODES} == set(LOSS_FAMILY.names) - {"poisson"}
    assert {c.name for c in OPTIMIZER_CODES} == set(OPTIMIZER_FAMILY.names)
    assert {c.name for c in ACTIVATION_CODES} == set(FAMILY.names) - {"step", "exp"}
    assert {CrossEntropy, BinaryCrossEntropy, MeanSquaredError} == set(LOSS_CODES)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: optimizer.name)
@pytest.mark.parametrize("sizes", [[50, 40, 10], [8, 6, 3]])
def test_memory_of_the_optimizers(optimizer, sizes):
    """The optimizer's memory agrees too, so that either backend can resume where the other stopped."""
    rng = np.random.default_rng(5)
    data = Dataset(rng.normal(size=(90, sizes[0])), rng.integers(0, sizes[-1], 90))
    config = TrainConfig(optimizer=optimizer, epochs=1, batch_size=20, l2=1e-3)
    _, reference = train_on(MLP(sizes, activation="tanh"), data, config, "numpy")
    _, twin = train_on(MLP(sizes, activation="tanh"), data, config, "compiled")
    found = twin.state().tensors
    for name, tensor in reference.state().tensors.items():
        np.testing.assert_allclose(found[name], tensor, rtol=1e-3, atol=1e-5 * np.abs(tensor).max())


@pytest.mark.parametrize("per_row", [False, True])
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(
    ("sizes", "kind"),
    [([90, 70, 20, 3], "floats"), ([90, 40, 3], "sparse"), ([90, 9, 3], "sparse"), ([5, 7, 3], "floats")],
    ids=str,
)
def test_the_penalties_of_the_steps_are_added_up(sizes, kind, threads, per_row, monkeypatch):
    """Each step's penalty, of the weights before it and times its rows, is that of the reference."""
    monkeypatch.setattr("neurarium.kernels.stepper.available_cores", lambda: 2)
    monkeypatch.setattr("neurarium.kernels.stepper.WORK_OF_TWO", 1)
    rng = np.random.default_rng(0)
    data = _data(rng, 83, sizes[0], 3, "cross_entropy", kind=kind)
    config = TrainConfig(l1=0.3, l2=2.0, penalties_per_row=per_row, optimizer=Adam(1e-2), threads=threads)
    plan = StepPlan(rng.permutation(83), 20, 1, np.ones(5))  # the last batch has three rows
    network, by_hand = MLP(sizes), MLP(sizes)
    expected = 0.0
    reference = ReferenceBackend(by_hand, data, config, config.optimizer.init(by_hand.theta))
    for step in range(5):
        rows = plan.batch(step)
        weights = [W.astype(np.float64) for W in by_hand.weights()]
        penalty = sum(0.3 * np.abs(W).sum() + 2.0 / 2 * (W**2).sum() for W in weights)
        expected += penalty * (1 if per_row else len(rows))
        reference.take(StepPlan(rows, 20, 1 + step, np.ones(1)), Streams.from_seed(0))
    backend = CompiledBackend(network, data, config, config.optimizer.init(network.theta))
    assert backend.take(plan, Streams.from_seed(0)).penalty == pytest.approx(expected, rel=1e-5)
    again = MLP(sizes)
    backend = ReferenceBackend(again, data, config, config.optimizer.init(again.theta))
    assert backend.take(plan, Streams.from_seed(0)).penalty == pytest.approx(expected, rel=1e-5)
