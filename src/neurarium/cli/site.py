"""`neurarium site`: the lab as a folder for any web host."""

from pathlib import Path
from typing import Annotated

import typer

from neurarium.cli.console import Output
from neurarium.cli.errors import need_extra


def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write.", show_default=False)],
    pyodide: Annotated[
        str | None,
        typer.Option(
            metavar="URL|DIR",
            help="A Pyodide distribution: an address, or a folder that is copied into the site.",
            show_default="its official distribution",
        ),
    ] = None,
) -> None:
    """Write the lab as a static site: it runs in the visitor's browser, without a server."""
    need_extra("msgpack", "lab", "the site")
    from neurarium.site.build import PYODIDE, write_site

    written = write_site(folder, pyodide or PYODIDE)
    Output().show(f"Written: {written.folder} ({written.files} files, {written.bytes / 2**20:.1f} MB)")
    Output().say(f"Look at it: python -m http.server --directory {written.folder}")
