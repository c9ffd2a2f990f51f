"""The table of layers: how a network's parameters add up."""

from neurarium.engine import MLP, BatchNorm, Dense, Dropout, Network, Residual


def test_the_sum_of_the_well_known_network() -> None:
    """784-16-16-10 has 12,960 weights and 42 biases: 13,002 parameters."""
    network = MLP([784, 16, 16, 10])
    summary = network.summary()
    assert (summary.weights, summary.biases, summary.parameters) == (12_960, 42, 13_002)
    assert network.theta.size == 13_002


def test_the_table_shows_each_sum() -> None:
    """Printed, each layer stands with its calculation, in columns, and the total below."""
    assert str(MLP([784, 16, 16, 10]).summary()) == (
        "dense 784 -> 16, relu    784 x 16 + 16 =    12,560\n"
        "dense 16 -> 16, relu      16 x 16 + 16 =       272\n"
        "dense 16 -> 10, softmax   16 x 10 + 10 =       170\n"
        "12,960 weights + 42 biases = 13,002 parameters"
    )


def test_every_layer_is_counted() -> None:
    """Batch norm adds scale and shift, dropout nothing, a block what is inside; the sum is theta's size."""
    network = Network(
        [Dense(3, 4), BatchNorm(4), Dropout(4), Residual((Dense(4, 2), Dense(2, 4))), Dense(4, 1)]
    )
    summary = network.summary()
    assert [row.parameters for row in summary.rows] == [16, 8, 0, 22, 5]
    assert [row.sum for row in summary.rows] == [
        "3 x 4 + 4",
        "4 + 4",
        "0",
        "4 x 2 + 2 + 2 x 4 + 4",
        "4 x 1 + 1",
    ]
    assert (summary.weights, summary.biases) == (32, 19)
    assert summary.parameters == network.theta.size


def test_every_layer_says_what_it_does() -> None:
    """Dropout its rate, a block what is inside, the others their activation."""
    network = MLP([3, 4, 4, 2], activation="tanh", dropout=0.25, batch_norm=True, residual=True)
    assert [row.layer for row in network.summary().rows] == [
        "dense 3 -> 4, linear",
        "batch_norm 4 -> 4, tanh",
        "dropout 4 -> 4, rate 0.25",
        "residual 4 -> 4, x + (dense, batch_norm tanh)",
        "dropout 4 -> 4, rate 0.25",
        "dense 4 -> 2, softmax",
    ]
