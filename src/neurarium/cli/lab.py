"""`neurarium lab`: open the web lab."""

from typing import Annotated, Any

import typer

from neurarium.cli import values
from neurarium.cli.errors import CommandError, need_extra
from neurarium.cli.options import option

HOST = "127.0.0.1"
PORT = 8731
NEEDED = ("starlette", "uvicorn", "websockets", "msgpack", "segno")


def lab(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on.")] = HOST,
    port: Annotated[
        Any, typer.Option(metavar="PORT", help="The port; 0 takes a free one.", parser=values.port)
    ] = PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
    url: Annotated[
        Any,
        typer.Option(
            metavar="URL",
            help="The address as seen from outside, behind a proxy, a tunnel or a forwarded port.",
            show_default=False,
        ),
    ] = None,
    token: Annotated[
        Any,
        option(
            None,
            "--token",
            "TOKEN",
            "What the browser must present (by default a new random one).",
            values.token,
        ),
    ] = None,
) -> None:
    """Open the lab in the browser. Ctrl-C ends it."""
    open_lab(host, port, token, url, browser=not no_browser)


def open_lab(
    host: str = HOST,
    port: int = PORT,
    token: str | None = None,
    url: str | None = None,
    *,
    browser: bool = True,
) -> None:
    """Serve the lab until Ctrl-C."""
    for module in NEEDED:
        need_extra(module, "lab", "the lab")
    from neurarium.server import ServerError, serve

    try:
        serve(host, port, token, browser, url=url)
    except ServerError as error:
        raise CommandError(str(error)) from error
