"""The trainer: events, learning, pausing and resuming, divergence, early stopping."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from neurarium.engine import (
    L1,
    L2,
    MLP,
    SGD,
    Adam,
    Diverged,
    ParameterError,
    Scaling,
    ShapeError,
    objective,
    one_hot,
)
from neurarium.engine.network import Network
from neurarium.persist import TrainingState
from neurarium.training import (
    Dataset,
    EarlyStopping,
    EpochEnd,
    Event,
    Finished,
    Progress,
    Started,
    TrainConfig,
    Trainer,
)

Array = npt.NDArray[Any]

CONFIG = TrainConfig(epochs=6, batch_size=32, optimizer=Adam(0.02), seed=3, backend="numpy")


def network(**settings: object) -> Network:
    return MLP([2, 8, 3], seed=1, **settings)


def test_a_run_tells_its_story_in_order(data: Dataset) -> None:
    """One Started, the epochs in order with their progress, one Finished."""
    trainer = Trainer(network(), data, CONFIG)
    assert trainer.ending is None
    events = list(trainer.run(steps_per_event=2))
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert events[-1] == trainer.ending == Finished("epochs", 6)
    ends = [e for e in events if isinstance(e, EpochEnd)]
    assert [e.record.epoch for e in ends] == [1, 2, 3, 4, 5, 6]
    progress = [e for e in events if isinstance(e, Progress) and e.epoch == 1]
    assert [e.samples for e in progress] == [64, 128, 150]  # 5 steps of at most 32 rows, told in twos
    assert [e.step for e in progress] == [2, 4, 5]


def test_it_learns(data: Dataset) -> None:
    """Three well separated blobs are distinguished, in training and in validation."""
    history = Trainer(network(), data, replace(CONFIG, epochs=30)).fit()
    assert history[-1].validation_accuracy > 0.95
    assert history[-1].train_loss < history[0].train_loss / 3


def test_how_often_events_come_changes_nothing(data: Dataset) -> None:
    """The same weights, bit for bit, whether told after every step or once an epoch."""
    ends = []
    for steps in (1, 3, 1000):
        net = network(dropout=0.3)
        list(Trainer(net, data, CONFIG).run(steps_per_event=steps))
        ends.append(net.theta)
    assert np.array_equal(ends[0], ends[1])
    assert np.array_equal(ends[0], ends[2])


@pytest.mark.parametrize("backend", ["numpy", "auto"])
def test_one_hot_rows_teach_what_class_numbers_teach(data: Dataset, backend: str) -> None:
    """The same weights, and the same accuracies on record."""
    rows = replace(data, y_train=one_hot(data.y_train, 3), y_validation=one_hot(data.y_validation, 3))
    networks, records = [], []
    for each in (data, rows):
        networks.append(network())
        records.append(Trainer(networks[-1], each, replace(CONFIG, backend=backend)).fit()[-1])
    np.testing.assert_allclose(networks[0].theta, networks[1].theta, atol=1e-6)
    assert records[0].train_accuracy == records[1].train_accuracy
    assert records[0].validation_accuracy == records[1].validation_accuracy


def test_the_seed_decides(data: Dataset) -> None:
    """The same seed gives the same bits, another seed others."""
    runs = []
    for seed in (3, 3, 4):
        net = network()
        Trainer(net, data, replace(CONFIG, seed=seed)).fit()
        runs.append(net.theta)
    assert np.array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])


def take(events: Iterator[Event], n: int) -> None:
    for _ in range(n):
        next(events)


@pytest.mark.parametrize("interrupted_after", [1, 2, 7, 11, 20])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_an_interrupted_run_goes_on_bit_for_bit(
    data: Dataset, interrupted_after: int, batch_norm: bool
) -> None:
    """State through JSON and copies, into a new trainer with a new network: the weights end equal."""
    config = replace(CONFIG, early_stopping=EarlyStopping(4))
    unbroken = network(dropout=0.2, batch_norm=batch_norm)
    history = Trainer(unbroken, data, config).fit()

    first = network(dropout=0.2, batch_norm=batch_norm)
    trainer = Trainer(first, data, config)
    take(trainer.run(steps_per_event=2), interrupted_after)
    state = trainer.state()
    state = TrainingState(state.tensors, json.loads(json.dumps(state.values)))

    second = network(dropout=0.2, batch_norm=batch_norm)
    second.theta[...], second.statistics[...] = first.theta, first.statistics
    resumed = Trainer(second, data, config)
    resumed.restore(state)
    resumed.fit()
    assert np.array_equal(second.theta, unbroken.theta)
    assert np.array_equal(second.statistics, unbroken.statistics)
    assert [replace(r, seconds=0) for r in resumed.history] == [replace(r, seconds=0) for r in history]


def test_a_state_is_a_copy(data: Dataset) -> None:
    """Further training does not change a state that was taken before."""
    trainer = Trainer(network(), data, CONFIG)
    list(trainer.advance(3))
    state = trainer.state()
    before = {name: tensor.copy() for name, tensor in state.tensors.items()}
    list(trainer.advance(3))
    assert all(np.array_equal(before[name], state.tensors[name]) for name in before)


def test_a_foreign_state_is_refused(data: Dataset) -> None:
    """The state of an SGD run does not fit an Adam run, nor does a damaged one."""
    sgd = Trainer(network(), data, replace(CONFIG, optimizer=SGD(0.1)))
    with pytest.raises(ParameterError, match="another optimizer"):
        Trainer(network(), data, CONFIG).restore(sgd.state())
    state = Trainer(network(), data, CONFIG).state()
    for values, tensors in (
        ({}, state.tensors),
        (state.values | {"position": 151}, state.tensors),
        (state.values | {"position": -1}, state.tensors),
        (state.values | {"history": [{}]}, state.tensors),
        (state.values | {"dropout": 5}, state.tensors),
        (state.values | {"best_epoch": 1}, state.tensors),
        (state.values, {name: tensor[:1] for name, tensor in state.tensors.items()}),
        (state.values, {name: tensor.astype(np.float64) for name, tensor in state.tensors.items()}),
    ):
        with pytest.raises(ParameterError, match="not the state of such a run"):
            Trainer(network(), data, CONFIG).restore(TrainingState(tensors, values))


def test_divergence_is_told_with_its_place(data: Dataset) -> None:
    """A huge learning rate ends with Diverged: step, epoch, learning rate and advice, and no warning."""
    config = replace(CONFIG, optimizer=SGD(1e30), epochs=50)
    with pytest.raises(Diverged, match="try a smaller learning rate") as caught:
        Trainer(MLP([2, 8, 8, 3], seed=1), data, config).fit()
    assert caught.value.learning_rate == 1e30
    assert caught.value.step >= 1
    assert caught.value.epoch == (caught.value.step - 1) // 5 + 1


@pytest.mark.parametrize("held", [True, False], ids=["validation", "no validation"])
def test_divergence_in_the_very_last_step_is_told(data: Dataset, held: bool) -> None:
    """The last step's own loss is still finite: what it did shows when the epoch is judged."""
    config = replace(CONFIG, optimizer=SGD(1e30), epochs=1, batch_size=None)
    data = data if held else Dataset(data.x_train, data.y_train)
    with pytest.raises(Diverged, match="step 1 \\(epoch 1\\) with learning rate 1e\\+30: try a smaller"):
        Trainer(MLP([2, 8, 8, 3], seed=1), data, config).fit()


def test_early_stopping_ends_and_brings_back_the_best(data: Dataset) -> None:
    """With no improvement within patience, the run ends with the weights of its best epoch."""
    config = replace(CONFIG, epochs=60, optimizer=Adam(0.3), early_stopping=EarlyStopping(3))
    net = network()
    trainer = Trainer(net, data, config)
    weights: dict[int, np.ndarray] = {}
    finished = None
    for event in trainer.run():
        if isinstance(event, EpochEnd) and trainer.ending is None:
            weights[event.record.epoch] = net.theta.copy()
        finished = event
    losses = trainer.history.column("validation_loss")
    best = int(np.argmin(losses)) + 1
    assert finished == trainer.ending == Finished("early_stopping", best)
    assert len(losses) == best + 3
    assert np.array_equal(net.theta, weights[best])


def test_a_gradient_step_on_the_whole_set_is_gradient_descent(data: Dataset) -> None:
    """With batch_size None one step moves by the mean gradient over all rows."""
    net, twin = network(), network()
    config = TrainConfig(optimizer=SGD(0.5), batch_size=None, epochs=1, l2=0.1, backend="numpy")
    Trainer(net, data, config).fit()
    trace = twin.forward(data.x_train)
    delta = trace.output.copy()
    delta[np.arange(150), data.y_train] -= 1
    grads = twin.backward(trace, delta / 150)
    for i in (0, 1):
        grads.parameters[i]["W"][...] += np.float32(0.1) * twin.parameters[i]["W"]
    np.testing.assert_allclose(net.theta, twin.theta - 0.5 * grads.vector, rtol=1e-5, atol=1e-6)


def test_the_learning_rate_can_change_on_the_way(data: Dataset) -> None:
    """From the next step on the new rate counts; the optimizer keeps its memory."""
    net = network()
    trainer = Trainer(net, data, CONFIG)
    list(trainer.advance(3))
    before = net.theta.copy()
    trainer.set_learning_rate(0.0)
    (event,) = trainer.advance(1)
    assert isinstance(event, Progress)
    assert event.learning_rate == 0
    assert np.array_equal(net.theta, before)
    with pytest.raises(ParameterError, match="seed"):
        trainer.reconfigure(replace(CONFIG, seed=99))


def test_a_schedule_spans_the_whole_run(data: Dataset) -> None:
    """Cosine decay is at its full rate at the first step and near its floor at the last."""
    trainer = Trainer(network(), data, replace(CONFIG, schedule="cosine"))
    rates = [e.learning_rate for e in trainer.run(steps_per_event=1) if isinstance(e, Progress)]
    assert rates[0] == 0.02
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] < 0.0002


def test_regression_has_no_accuracy() -> None:
    """A straight line is fitted; losses fall; accuracies are None."""
    x = np.linspace(-1, 1, 64, dtype=np.float32)[:, None]
    data = Dataset(x, 2 * x + 1, x, 2 * x + 1)
    config = TrainConfig(loss="mse", optimizer=Adam(0.05), epochs=200, batch_size=16)
    net = MLP([1, 1], output="linear")
    history = Trainer(net, data, config).fit()
    assert history[-1].train_accuracy is None
    assert history[-1].validation_loss < 1e-4
    np.testing.assert_allclose(net.theta, [2, 1], atol=0.02)


@pytest.mark.parametrize(
    ("sizes", "y", "message"),
    [
        ([3, 2], np.zeros(4, int), "takes 3 inputs"),
        ([2, 2], np.array([0, 1, 2, 0]), "from 0 to 1"),
        ([2, 2], np.array([0.5, 1, 1, 0]), "class numbers"),
        ([2, 2], np.zeros((4, 3)), "training targets have shape"),
    ],
)
def test_data_that_does_not_fit_is_refused(sizes: list[int], y: np.ndarray, message: str) -> None:
    """Wrong widths and class numbers out of range are found before the first step."""
    with pytest.raises(ShapeError, match=message):
        Trainer(MLP(sizes), Dataset(np.zeros((4, 2)), y), TrainConfig(loss="mse"))


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.array([0, 2]), "validation targets .* from 0 to 1"),
        (np.zeros((2, 3)), "validation targets have shape"),
        (np.array([[0.5, 0.5], [0.9, 0.9]]), "row 1 sums to 1.8"),
    ],
)
def test_validation_targets_are_checked_before_the_first_step(y: np.ndarray, message: str) -> None:
    """No epoch goes by before it is said that the held-back targets do not fit."""
    data = Dataset(np.zeros((4, 2)), np.array([0, 1, 1, 0]), np.zeros((2, 2)), y)
    with pytest.raises(ShapeError, match=message):
        Trainer(MLP([2, 2]), data)


def test_a_loss_must_go_with_the_output(data: Dataset) -> None:
    """Cross-entropy on linear outputs is refused, with the mend named."""
    with pytest.raises(ParameterError, match="output='softmax'"):
        Trainer(network(output="linear"), data, CONFIG)


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_a_trainer_looks_at_any_rows(data: Dataset, backend: str, dropout: float) -> None:
    """With each backend, it returns the loss and accuracy of the weights as they are, without dropout."""
    net = network(dropout=dropout)
    scaled = replace(data, scaling=Scaling(0.5, 2.0))
    trainer = Trainer(net, scaled, replace(CONFIG, backend=backend))
    x, y = np.tile(data.x_train, (5, 1)), np.tile(data.y_train, 5)  # more than one batch, and a short one
    for _ in range(2):
        outputs = net.predict((x - np.float32(0.5)) * np.float32(2))
        found = trainer.evaluate(x, y)
        assert found.loss == pytest.approx(-np.log(outputs[np.arange(len(y)), y]).mean(), rel=1e-5)
        assert found.accuracy == pytest.approx((outputs.argmax(axis=1) == y).mean())
        np.testing.assert_allclose(trainer.predict(x), outputs, rtol=1e-4, atol=1e-6)
        trainer.fit()  # and looks at the new weights afterwards


def test_silent_units_and_gradient_norms_are_recorded(data: Dataset) -> None:
    """Units pushed far below 0 count as silent; each dense layer has a gradient norm."""
    net = network()
    net.parameters[0]["b"][:3] = -1000
    history = Trainer(net, data, replace(CONFIG, epochs=1)).fit()
    assert history[0].silent_units == (3, 0)
    assert len(history[0].gradient_norms) == 2
    assert all(norm > 0 for norm in history[0].gradient_norms)


def test_a_run_without_a_record_learns_the_same_and_remembers_nothing(data: Dataset) -> None:
    """Epochs are counted, reported and resumed all the same; only nothing piles up."""
    trainers = [Trainer(network(), data, replace(CONFIG, record=record)) for record in (True, False)]
    told = [[e.record for e in t.run() if isinstance(e, EpochEnd)] for t in trainers]
    np.testing.assert_array_equal(trainers[1].network.theta, trainers[0].network.theta)
    assert [r.train_loss for r in told[1]] == [r.train_loss for r in told[0]]
    assert told[1][-1].gradient_norms == told[1][-1].silent_units == ()
    assert (len(trainers[1].history), trainers[1].epochs_done, trainers[1].finished) == (0, 6, True)
    again = Trainer(trainers[1].network, data, trainers[1].config)
    again.restore(trainers[1].state())
    assert again.epochs_done == 6


def test_units_behind_a_batch_norm_count_for_their_dense_layer(data: Dataset) -> None:
    """With batch norm the activation comes later, but there is still one number for each dense layer."""
    net = network(batch_norm=True)
    net.parameters[1]["beta"][:3] = -1000
    history = Trainer(net, data, replace(CONFIG, epochs=1)).fit()
    assert history[0].silent_units == (3, 0)
    assert len(history[0].gradient_norms) == 2


@pytest.mark.parametrize("rows", [33, 65])
def test_with_batch_norm_a_last_lonely_row_joins_the_batch_before(rows: int) -> None:
    """The running statistics are those of batches of 32 and 33 rows: a batch of one has no variance."""
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(5, 2, (rows, 2)), rng.integers(0, 3, rows))
    net = network(batch_norm=True)
    trainer = Trainer(net, data, replace(CONFIG, epochs=40, optimizer=SGD(0.0)))
    assert trainer.steps_per_epoch == rows // 32
    events = [e for e in trainer.run(steps_per_event=1) if isinstance(e, Progress)]
    assert [e.samples for e in events if e.epoch == 1] == [*range(32, rows - 32, 32), rows]
    sums = data.x_train @ net.parameters[0]["W"] + net.parameters[0]["b"]
    np.testing.assert_allclose(net.layer_statistics[1]["variance"], sums.var(axis=0), rtol=0.25)


@pytest.mark.parametrize(("rows", "batch_size"), [(1, 8), (9, 1), (1, None)])
def test_batch_norm_refuses_batches_of_one_row(rows: int, batch_size: int | None) -> None:
    """No variance can be taken of one row; the error says what is needed."""
    data = Dataset(np.ones((rows, 2)), np.zeros(rows, np.int64))
    with pytest.raises(ParameterError, match="expected at least 2 rows a batch, got"):
        Trainer(network(batch_norm=True), data, replace(CONFIG, batch_size=batch_size))


@pytest.mark.parametrize("backend", ["numpy", "compiled"])
def test_penalties_per_row_are_divided_by_the_rows_of_each_batch(data: Dataset, backend: str) -> None:
    """One epoch of two batches, 100 and 50 rows: the steps of rates 0.3 / 100 and 0.3 / 50, by hand."""
    config = TrainConfig(
        epochs=1, batch_size=100, optimizer=SGD(0.5), l2=0.3, l1=0.2, penalties_per_row=True, backend=backend
    )
    trained, by_hand = network(), network(dtype=np.float64)
    trainer = Trainer(trained, data, config)
    order = trainer._order
    trainer.fit()
    for rows in (order[:100], order[100:]):
        penalties = (L1(0.2 / len(rows)), L2(0.3 / len(rows)))
        found = objective(
            by_hand, config.loss, data.x_train[rows], data.y_train[rows], penalties, gradient=True
        )
        by_hand.theta -= 0.5 * found.gradient.vector
    np.testing.assert_allclose(trained.theta, by_hand.theta, atol=2e-6)


def test_a_row_with_weight_two_counts_twice(data: Dataset) -> None:
    """A full-batch run on weighted rows is the run on the rows that the weights stand for."""
    weights = np.resize([1.0, 2, 0], len(data))
    repeated = np.repeat(np.arange(len(data)), weights.astype(int))
    config = replace(CONFIG, batch_size=None, l2=0.3, penalties_per_row=True)
    ends = []
    for part in (
        Dataset(data.x_train, data.y_train, weights=weights),
        Dataset(data.x_train[repeated], data.y_train[repeated]),
    ):
        net = network(dtype=np.float64)
        Trainer(net, part, config).fit()
        ends.append(net.theta)
    np.testing.assert_allclose(ends[0], ends[1], rtol=1e-9)


@pytest.mark.parametrize("weights", [np.ones(3), -np.ones(150), np.zeros(150), np.full(150, np.nan)])
def test_weights_that_weigh_nothing_are_refused(data: Dataset, weights: Array) -> None:
    """One finite weight of 0 or more a row, not all 0."""
    with pytest.raises(ShapeError, match="expected 150 weights"):
        replace(data, weights=weights)


def test_the_last_rows_are_those_that_the_last_step_learned_from():
    """One step on these rows alone makes the same weights; over an epoch each row comes once."""
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(50, 4)), rng.integers(0, 3, 50)
    networks = [MLP([4, 6, 3], output="softmax", seed=1, dtype="float64") for _ in range(2)]
    config = TrainConfig(loss="cross_entropy", optimizer="sgd", epochs=2, batch_size=16, seed=5)
    trainer = Trainer(networks[0], Dataset(x, y), config)
    assert len(trainer.last_rows) == 0
    seen = []
    for _ in range(trainer.steps_per_epoch):
        networks[1].theta[...] = networks[0].theta
        list(trainer.advance(1))
        rows = trainer.last_rows
        seen.extend(rows)
        list(Trainer(networks[1], Dataset(x[rows], y[rows]), replace(config, batch_size=None)).advance(1))
        np.testing.assert_allclose(networks[1].theta, networks[0].theta, rtol=1e-9)
    assert sorted(seen) == list(range(50))
    list(trainer.advance(2))
    middle = Trainer(networks[1], Dataset(x, y), config)
    networks[1].theta[...] = networks[0].theta
    middle.restore(trainer.state())
    np.testing.assert_array_equal(middle.last_rows, trainer.last_rows)
