"""`neurarium predict`: read the digits in pictures."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from neurarium.cli import models_found, values
from neurarium.cli.console import Output, readable
from neurarium.cli.errors import FAILED
from neurarium.cli.options import option
from neurarium.cli.steps import write_steps
from neurarium.cli.text import percent
from neurarium.data.handwriting import HandwritingError, Limits
from neurarium.persist import Model
from neurarium.persist.choice import LOW_ACCURACY, doubt_of
from neurarium.recognizer import DigitReading, check_reads_digits, read_digits

BARS = " ▁▂▃▄▅▆▇█"
ASCII_BARS = " .:-=+*#@"

_DOUBTS = {
    "shuffled_labels": "was trained with random labels: it has not learned to read digits",
    "low_accuracy": f"reads less than {LOW_ACCURACY:.0%} of the test digits: many of its answers are wrong",
}


def predict(
    images: Annotated[
        list[str],
        typer.Argument(
            metavar="IMAGE...",
            help="Pictures (PNG, JPEG, WebP, BMP, GIF, TIFF, AVIF); - is standard input.",
        ),
    ],
    model: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="The name of one of your models, or a file (the one that reads test digits best).",
            autocompletion=models_found.complete,
            show_default=False,
        ),
    ] = None,
    steps: Annotated[
        Any,
        option(
            None,
            "--steps",
            "DIR",
            "Write the picture after each preprocessing step into this folder.",
            values.folder,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
) -> None:
    """Read the digits in pictures: photos, scans, drawings.

    A picture that cannot be read does not stop the others; the status is then 1.
    """
    output = Output(as_json=as_json)
    network, path = models_found.load(model)
    check_reads_digits(network)
    if steps is not None:
        steps.mkdir(parents=True, exist_ok=True)
    name = models_found.name_of(path, network)
    output.say(f"Reading with {name}", style="dim")
    if doubt := doubt_of(network):
        output.say(f"{name} {_DOUBTS[doubt]}", style="yellow")
    results = [_predict(image, network, steps, output, number) for number, image in enumerate(images, 1)]
    output.emit({"results": results})
    if any("error" in result for result in results):
        raise typer.Exit(FAILED)


def _predict(image: str, model: Model, folder: Path | None, output: Output, number: int) -> dict[str, Any]:
    """Read one picture; show and return what is in it, or why it cannot be read."""
    try:
        source = _standard_input() if image == "-" else Path(image)
        readings = read_digits(source, model, steps=folder is not None)
    except (HandwritingError, OSError) as error:
        output.say(f"{readable(image)}: {error}", style="red")
        if folder is not None:
            write_steps(folder, image, number, [getattr(error, "steps", ())])
        return {"image": readable(image), "error": str(error)}
    if folder is not None:
        write_steps(folder, image, number, [reading.steps for reading in readings])
    output.show(f"{image}: {''.join(str(reading.digit) for reading in readings)}")
    if readings[0].frames > 1:
        output.say(f"{readable(image)}: only the first of {readings[0].frames} frames was read", style="dim")
    output.show(*_lines(readings, ascii_only=output.results.options.ascii_only))
    frames = {"frames": readings[0].frames} if readings[0].frames > 1 else {}
    return {"image": readable(image), **frames, "digits": [reading.as_dict() for reading in readings]}


def _standard_input() -> bytes:
    """Return what standard input holds: no more than a picture may have, and a byte by which that is seen."""
    return sys.stdin.buffer.read(Limits().max_bytes + 1)


def _lines(readings: Sequence[DigitReading], *, ascii_only: bool) -> list[Text]:
    """Return a line for each digit, with a small bar for each of the ten probabilities."""
    levels = ASCII_BARS if ascii_only else BARS
    lines = [Text("                0 1 2 3 4 5 6 7 8 9", style="dim")]
    for reading in readings:
        line = Text(f"  {reading.digit}  {percent(reading.probability):>9}  ", style="bold")
        for digit, share in enumerate(reading.probabilities):
            # Rounded up, so that a small probability looks different from none.
            level = min(len(levels) - 1, int(share * (len(levels) - 1) + 0.99))
            line.append(levels[level] + " ", style="green" if digit == reading.digit else "dim")
        lines.append(line)
    return lines
