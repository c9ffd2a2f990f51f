"""`neurarium perceptron`: Rosenblatt's rule on AND, OR or XOR, update by update."""

from typing import Annotated, Any

import typer
from rich.table import Table

from neurarium.cli import values
from neurarium.cli.console import Output
from neurarium.data.tables import GATES, gate
from neurarium.engine.perceptron import Perceptron, PerceptronResult

LIMIT = 100
MAX_ROWS = 24


def perceptron(
    name: Annotated[
        Any,
        typer.Argument(
            metavar="|".join(GATES),
            help="The truth table to learn.",
            parser=values.choice(GATES),
            autocompletion=lambda incomplete: [n for n in GATES if n.startswith(incomplete)],
        ),
    ],
) -> None:
    """Teach one neuron a truth table by Rosenblatt's rule, and show every update.

    AND and OR are learned. XOR never is, because no straight line separates its two classes: the rule is
    stopped after 100 passes, in which the same weights come back again and again.
    """
    output = Output()
    table = gate(name)
    neuron = Perceptron(2, learning_rate=1.0)  # so that all numbers are whole and easy to follow
    result = neuron.fit(table.X, table.y, max_epochs=LIMIT)
    output.show(f"{name.upper()}: z = w1·a + w2·b + bias, answer 1 if z is 0 or more. At a mistake:")
    output.show("w ← w + (true - answer) · x, bias ← bias + (true - answer)")
    output.show(_updates(result, table.X.astype(int).tolist()))
    if len(result.updates) > MAX_ROWS:
        output.show(f"… and so on, {len(result.updates):,} samples in all.")
    output.show(f"It {result}.")
    if result.converged:
        w1, w2 = neuron.w
        output.show(f"The line: {w1:+.0f}·a {w2:+.0f}·b {neuron.b:+.0f} = 0")


def _updates(result: PerceptronResult, samples: list[list[int]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("pass", "a b", "z", "answer", "true", "", "w1", "w2", "bias"):
        table.add_column(column, justify="right")
    for update in result.updates[:MAX_ROWS]:
        a, b = samples[update.sample]
        table.add_row(
            str(update.epoch),
            f"{a} {b}",
            f"{update.z:+.0f}",
            str(update.predicted),
            str(update.true),
            "mistake" if update.changed else "",
            *(f"{value:+.0f}" for value in (*update.w, update.b)),
            style="bold" if update.changed else "dim",
        )
    return table
