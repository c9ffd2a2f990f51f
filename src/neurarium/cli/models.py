"""`neurarium models`: list the models in the user's data folder."""

from typing import Annotated

import typer
from rich.table import Table

from neurarium.cli.console import Output
from neurarium.cli.models_found import HOW_TO_TRAIN
from neurarium.cli.text import percent
from neurarium.persist import ModelStore, StoredModel


def models(
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as one JSON object.")] = False,
) -> None:
    """List your models, the newest first."""
    output = Output(as_json=as_json)
    store = ModelStore()
    entries = store.entries()
    if entries:
        output.show(_table(entries))
    else:
        output.say(f"There is no model yet: {HOW_TO_TRAIN}")
    output.say(f"Folder: {store.folder}", style="dim")
    output.emit(
        {
            "folder": str(store.folder),
            "models": [entry.as_dict() | {"path": str(entry.path)} for entry in entries],
        }
    )


def _table(entries: list[StoredModel]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("name", style="bold", overflow="fold")
    table.add_column("layers", overflow="fold")
    table.add_column("parameters", justify="right")
    table.add_column("test accuracy", justify="right")
    table.add_column("trained")
    for entry in entries:
        if entry.error:
            table.add_row(entry.name, "(broken)")
        else:
            created = entry.created.astimezone().strftime("%Y-%m-%d %H:%M")
            table.add_row(
                entry.name, entry.shape, f"{entry.parameters:,}", percent(entry.test_accuracy), created
            )
    return table
