"""What is drawn in the terminal: digits, progress, numbers."""

import io

import numpy as np
import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

from neurarium.cli.console import Output
from neurarium.cli.pictures import Digits
from neurarium.cli.progress import RunProgress
from neurarium.cli.report import epoch_table
from neurarium.cli.text import decimal, percent, plural
from neurarium.data import Mnist
from neurarium.training import EpochEnd, EpochRecord, Finished, History, Progress, Started


def console(
    width: int = 80, *, colors: bool = False, no_color: bool = False, ascii_only: bool = False
) -> Console:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii" if ascii_only else "utf-8", write_through=True)
    return Console(
        file=stream,
        width=width,
        force_terminal=colors,
        color_system="truecolor" if colors else None,
        no_color=no_color,
    )


def written(console: Console) -> str:
    stream = console.file
    assert isinstance(stream, io.TextIOWrapper)
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode(stream.encoding)


@pytest.mark.parametrize(("width", "rows"), [(80, 2), (160, 1), (30, 5), (10, 10)])
def test_digits_fit_the_terminal(raw_mnist: Mnist, width: int, rows: int) -> None:
    """As many pictures side by side as there is room for, at least one."""
    out = console(width)
    out.print(Digits(raw_mnist.x_test[:10], [Text(f"no {i}") for i in range(10)]))
    lines = written(out).splitlines()
    assert len(lines) == rows * 8
    assert all(len(line) <= max(width, 14) for line in lines)
    assert written(out).count("no ") == 10


def test_digits_look_like_their_images() -> None:
    """A square in the lower left corner is drawn there: with greys, without them, and in plain ASCII."""
    image = np.zeros((28, 28), np.uint8)
    image[14:, :14] = 255
    plain, grey, letters = console(), console(colors=True), console(ascii_only=True)
    unwanted = console(colors=True, no_color=True)  # by NO_COLOR, on a terminal that has them
    for out in (plain, grey, letters, unwanted):
        out.print(Digits(image.reshape(1, 784), [Text("")]))
    # 14 rows of pixels are 7 lines: the square begins in the middle of the fourth.
    expected = [" " * 14] * 3 + ["▄" * 7 + " " * 7] + ["█" * 7 + " " * 7] * 3
    assert written(plain).splitlines()[:7] == expected
    assert written(unwanted).splitlines()[:7] == expected
    assert "255;255;255" in written(grey)
    assert [line[:7] for line in written(letters).splitlines()[4:7]] == ["@" * 7] * 3


def record(epoch: int) -> EpochRecord:
    return EpochRecord(epoch, 0.5, 0.875, 0.25, 0.9375, 0.001, (), (), 1.5)


EVENTS = [
    Started("numpy", "the NumPy reference", 2, 3, 300, 0),
    Progress(1, 1, 100, 1.25, 0.5, 0.001),
    Progress(3, 1, 300, 0.75, 0.625, 0.001),
    EpochEnd(3, record(1)),
    Progress(6, 2, 300, 0.5, 0.875, 0.001),
    EpochEnd(6, record(2)),
    Finished("epochs", 2),
]


def test_progress_without_a_terminal() -> None:
    """A line for each epoch, and no control characters."""
    output = Output()
    output.messages = console()
    with RunProgress(output) as progress:
        for event in EVENTS:
            progress.show(event)
    text = written(output.messages)
    assert text.splitlines() == [
        f"epoch {epoch}/2: loss 0.5000, accuracy 87.50 %; validation loss 0.2500, accuracy 93.75 %; 1.50 s"
        for epoch in (1, 2)
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_progress_on_a_terminal(width: int) -> None:
    """One live line with epoch, loss, accuracy, speed and time left, that fits the terminal's width."""
    output = Output()
    output.messages = console(width, colors=True)
    with RunProgress(output) as progress:
        for event in EVENTS[:5]:
            progress.show(event)
        drawn = console(width)
        drawn.print(progress._bar.get_renderable())
    line = written(drawn)
    assert "epoch 2/2" in line
    assert "loss 0.5000" in line
    assert "acc 87.50 %" in line
    assert "images/s" in line
    assert len(line.rstrip("\n")) <= width
    assert line.count("\n") == 1


def test_long_histories_are_shortened() -> None:
    """At most ten epochs are shown, the last among them."""
    for epochs in (1, 9, 10, 11, 57, 1000):
        table = epoch_table(History([record(epoch) for epoch in range(1, epochs + 1)]))
        shown = [int(cell) for cell in table.columns[0].cells]
        assert 1 <= len(shown) <= 10
        assert shown[-1] == epochs
        assert len(shown) == epochs or epochs > 10


@pytest.mark.parametrize("width", [20, 40, 80])
def test_numbers_are_never_cut(width: int) -> None:
    """In a narrow terminal a table keeps its words and numbers whole; the terminal breaks the lines."""
    output = Output()
    output.results = console(width)
    output.show(epoch_table(History([record(1)])))
    text = written(output.results)
    assert "…" not in text
    assert "validation loss  accuracy  seconds" in text
    assert "0.2500 93.75 % 1.50" in " ".join(text.split())
    assert text.count("\n") == 3  # the title, the names, the numbers: no line is broken by the table


@pytest.mark.parametrize("width", [20, 40, 80])
def test_only_words_that_may_be_folded_give_way(width: int) -> None:
    """Beside a long name that is folded, numbers stay whole; the table is no wider than it must be."""
    table = Table("count", box=None, pad_edge=False)
    table.add_column("name", overflow="fold")
    table.add_row("1,234,567", "a-rather-long-name-for-a-model-of-mine")
    output = Output()
    output.results = console(width)
    output.show(table)
    lines = written(output.results).splitlines()
    assert "1,234,567" in lines[1]
    assert "".join(line[11:].strip() for line in lines[1:]) == "a-rather-long-name-for-a-model-of-mine"
    assert max(map(len, lines)) <= max(width, 11 + 8)


def test_numbers() -> None:
    """Numbers as people read them."""
    assert percent(0.97534) == "97.53 %"
    assert percent(None) == decimal(None) == "-"
    assert decimal(0.123456) == "0.1235"
    assert plural(1, "epoch") == "1 epoch"
    assert plural(60_000, "image") == "60,000 images"
