"""`neurarium export`: write a model for another program."""

from pathlib import Path
from typing import Annotated

import typer

from neurarium.cli import models_found, values
from neurarium.cli.console import Output
from neurarium.cli.evaluate import ModelArgument
from neurarium.interop import EXPORTERS

TARGETS = tuple(EXPORTERS)


def export(
    model: ModelArgument,
    out: Annotated[
        Path,
        typer.Argument(metavar="OUT", help="The file to write.", parser=values.new_file),
    ],
    to: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help=f"Target: {', '.join(TARGETS)}.",
            parser=values.choice(TARGETS),
            autocompletion=lambda incomplete: [name for name in TARGETS if name.startswith(incomplete)],
        ),
    ],
) -> None:
    """Write a model for another program: an ONNX file, or a script for Keras, PyTorch or plain NumPy.

    A script comes with a file of weights beside it.
    """
    script = to != "onnx"
    if script != (out.suffix == ".py"):
        raise typer.BadParameter(
            f"--to {to} writes {'a Python script' if script else 'an ONNX file'}, got {str(out)!r}: "
            f"write {out.with_suffix('.py' if script else '.onnx').name!r}"
        )
    found, _ = models_found.load(model)
    for file in EXPORTERS[to](found, out):
        Output().show(f"Written: {file}")
