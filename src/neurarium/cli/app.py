"""The application: all commands."""

import os
from pathlib import Path
from typing import Annotated

import typer

from neurarium import __version__
from neurarium.cli import lab
from neurarium.cli.console import Output
from neurarium.cli.data import data
from neurarium.cli.errors import Commands
from neurarium.cli.evaluate import evaluate
from neurarium.cli.examples import examples
from neurarium.cli.export import export
from neurarium.cli.gradcheck import gradcheck
from neurarium.cli.models import models
from neurarium.cli.perceptron import perceptron
from neurarium.cli.predict import predict
from neurarium.cli.show import show
from neurarium.cli.site import site
from neurarium.cli.train import train
from neurarium.cli.tune import tune
from neurarium.persist import default_folder

app = typer.Typer(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    epilog=examples("neurarium", "neurarium train", "neurarium predict photo.png"),
)


@app.callback()
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Look into neural networks: from one neuron to reading your own handwriting.

    Without a command it opens the lab in the browser.
    """
    if version:
        typer.echo(f"neurarium {__version__}")
        raise typer.Exit
    _check_data_home()
    if context.invoked_subcommand is None:
        lab.open_lab()


def _check_data_home() -> None:
    """Say where models are if the variable that should say so is one that nobody follows."""
    given = os.environ.get("XDG_DATA_HOME", "")
    if given and not Path(given).is_absolute() and not str(default_folder()).startswith(given):
        Output().say(
            f"XDG_DATA_HOME is ignored, because the specification asks for an absolute path and it is "
            f"{given!r}; models are in {default_folder()}"
        )


app.command(
    epilog=examples(
        "neurarium train",
        "neurarium train --layers 784-256-128-10 --epochs 10 --dropout 0.2 --name deep",
        "neurarium train --preset best --save best.safetensors --plot best.png",
        "neurarium train --resume best.safetensors",
    )
)(train)
app.command(
    epilog=examples(
        "neurarium tune --vary hidden=2,4,8,16 --vary activation=relu,tanh,sigmoid",
        "neurarium tune --vary learning-rate=0.001..0.1:log:7 --plot rates.png",
        "neurarium tune --vary hidden=8..256:log --vary learning-rate=0.0001..0.1:log --sampler sobol "
        "--budget 60s",
        "neurarium tune --resume",
    )
)(tune)
app.command(
    epilog=examples(
        "neurarium evaluate classic --plot confusion.png", "neurarium evaluate run.safetensors --json"
    )
)(evaluate)
app.command(
    epilog=examples(
        "neurarium predict photo.png",
        "neurarium predict *.jpg --model classic --json",
        "neurarium predict photo.png --steps pictures/",
    )
)(predict)
app.command(epilog=examples("neurarium models", "neurarium models --json"))(models)
app.command(epilog=examples("neurarium show classic"))(show)
app.command(
    epilog=examples(
        "neurarium export classic classic.onnx --to onnx", "neurarium export classic classic.py --to torch"
    )
)(export)
app.command(epilog=examples("neurarium data", "neurarium data --plot digits.png"))(data)
app.command(epilog=examples("neurarium perceptron and", "neurarium perceptron xor"))(perceptron)
app.command(epilog=examples("neurarium gradcheck"))(gradcheck)
app.command(
    name="lab",
    epilog=examples(
        "neurarium lab",
        "neurarium lab --port 9000 --no-browser",
        "neurarium lab --host 0.0.0.0",
        "neurarium lab --url https://example.org/lab/",
    ),
)(lab.lab)
app.command(epilog=examples("neurarium site public", "neurarium site public --pyodide pyodide-0.27.7/"))(site)
