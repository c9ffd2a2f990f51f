"""Running the server on this machine until Ctrl-C."""

import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from neurarium.lab import Workspace
from neurarium.server.app import create_app
from neurarium.server.front_end import NOT_BUILT, is_built
from neurarium.server.locks import FairLock
from neurarium.server.settings import DEFAULT_PORT, STATIC, ServerSettings, new_token


class ServerError(Exception):
    """The server cannot start; the message says why and what to do."""


def serve(
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    token: str | None = None,
    open_browser: bool = True,
    *,
    folder: Path | None = None,
    static: Path = STATIC,
    announce: Callable[[str], object] | None = None,
) -> None:
    """Serve the lab until Ctrl-C.

    Parameters
    ----------
    host : str
        The address to listen on. Anything but this machine's own lets others in who have the token.
    port : int
        The port; 0 takes a free one.
    token : str, optional
        What a browser must present; a new random one by default.
    open_browser : bool
        Whether to open the lab in the default browser.
    folder : Path, optional
        Where models and runs are kept; the user's data folder by default.
    static : Path
        The built front end.
    announce : callable, optional
        Called with each line for the person at the terminal; by default lines go to standard error.

    Raises
    ------
    ServerError
        If the front end is not built, or the address cannot be listened on.
    """
    announce = announce or _to_terminal
    listener = _listen(host, port)
    with listener:
        settings = ServerSettings(host, listener.getsockname()[1], token or new_token(), static)
        if not is_built(settings.static):
            raise ServerError(NOT_BUILT)
        workspace = Workspace(folder or _user_folder(), FairLock)
        announce(f"Neurarium's lab is at {settings.url}")
        if not settings.is_loopback:
            announce("Whoever has this address can use the lab, from other machines too.")
        announce("Press Ctrl-C to end.")
        if open_browser and not webbrowser.open(settings.url):
            announce("No browser could be opened from here: open the address above yourself.")
        _run(workspace, settings, listener)


def _run(workspace: Workspace, settings: ServerSettings, listener: socket.socket) -> None:
    config = uvicorn.Config(
        create_app(workspace, settings),
        log_level="warning",
        access_log=False,  # the first address holds the token
        server_header=False,
        ws_max_size=settings.limits.message_bytes,
        ws_per_message_deflate=False,  # on one machine it only costs time
        timeout_graceful_shutdown=1,
    )
    with suppress(KeyboardInterrupt):  # how a person ends the lab
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens, so that a taken port is known before anything else happens."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            if sys.platform != "win32":  # there it would let two servers share a port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError:
            listener.close()
            raise
    except (OSError, OverflowError) as error:
        raise ServerError(
            f"Cannot listen on {host}, port {port}: {error}. "
            "Perhaps the lab is running already; otherwise choose another port: "
            f"neurarium lab --port {port + 1}"
        ) from error
    return listener


def _user_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("neurarium", appauthor=False)


def _to_terminal(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
