"""Run the server on this machine until Ctrl-C."""

import errno
import logging
import os
import socket
import sys
import threading
import time
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
from neurarium.server.timeouts import with_header_timeout
from neurarium.server.warm_up import WarmUp


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
    warm_up: bool = True,
) -> None:
    """Serve the lab until Ctrl-C.

    Parameters
    ----------
    host
        The address to listen on. Anything but this machine's own lets others in who have the token.
    port
        The port; 0 takes a free one.
    token
        What a browser must present; a new random one by default.
    open_browser
        Whether to open the lab in the default browser.
    folder
        Where models and runs are kept; the user's data folder by default.
    static
        The built front end.
    announce
        Called with each line for the person at the terminal; by default lines go to standard error.
    warm_up
        Whether to get the compiled kernels ready in the background; else the first training does it.

    Raises
    ------
    ServerError
        If the front end is not built, the address cannot be listened on, or the token has characters that an
        address cannot hold.
    """
    announce = announce or _to_terminal
    listener = _listen(host, port)
    with listener:
        try:
            settings = ServerSettings(
                host, listener.getsockname()[1], new_token() if token is None else token, static
            )
        except ValueError as error:
            raise ServerError(str(error)) from error
        if not is_built(settings.static):
            raise ServerError(NOT_BUILT)
        workspace = Workspace(folder or _user_folder(), FairLock)
        announce(f"Neurarium's lab is at {settings.url}")
        if not settings.is_loopback:
            announce("Whoever has this address can use the lab, from other machines too.")
        announce("Press Ctrl-C to end.")
        if open_browser:
            # In a thread: some browsers return only when they are closed, and the page needs the server now.
            threading.Thread(target=show, args=(settings.url, announce), daemon=True).start()
        _run(workspace, settings, listener, WarmUp() if warm_up else None)


def show(url: str, announce: Callable[[str], object]) -> None:
    """Open the lab in the default browser, or say that there is none."""
    try:
        opened = webbrowser.open(url)
    except webbrowser.Error:
        opened = False
    if not opened:
        announce("No browser could be opened from here: open the address above yourself.")


class _Server(uvicorn.Server):
    """Uvicorn's server, which shuts down silently: connections that it closes then are no errors."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _is_ours(record: logging.LogRecord) -> bool:
    """Return whether a log record concerns the person at the terminal.

    A malformed text frame ends its sender's session, and the sender is told: it is not logged.
    """
    error = (record.exc_info or (None, None))[1]
    return not (record.module.startswith("websockets") and isinstance(error, UnicodeDecodeError))


def make_server(workspace: Workspace, settings: ServerSettings) -> uvicorn.Server:
    """Return the application in its HTTP server, not running yet."""
    limits = settings.limits
    config = uvicorn.Config(
        create_app(workspace, settings),
        http=with_header_timeout(limits.request_seconds),
        log_level="warning",
        access_log=False,  # the first address holds the token
        server_header=False,
        ws_max_size=limits.message_bytes,
        ws_per_message_deflate=False,  # on one machine it only costs time
        timeout_graceful_shutdown=1,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_ours)
    return _Server(config)


def _run(
    workspace: Workspace, settings: ServerSettings, listener: socket.socket, warm_up: WarmUp | None
) -> None:
    server = make_server(workspace, settings)
    if warm_up is not None:
        warm_up.start()
    try:
        with suppress(KeyboardInterrupt):  # how a person ends the lab
            server.run(sockets=[listener])
    finally:
        if warm_up is not None:
            warm_up.stop()
        leave_threads_behind()


def leave_threads_behind(join_timeout: float = 1.0, end: Callable[[int], object] = os._exit) -> None:
    """End the process at once if threads are still at work after `join_timeout` seconds.

    A thread that computes cannot be interrupted, and Python waits for it: a training step with a huge batch
    would block the terminal for minutes. Everything that can be saved has been saved before.
    """
    until = time.monotonic() + join_timeout
    for thread in threading.enumerate():
        if thread.name.startswith("neurarium-"):
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                sys.stderr.flush()
                sys.stdout.flush()
                end(0)
                return


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket, so that a port in use is known before anything else happens."""
    if not 0 <= port <= 65535:  # the system would silently keep the lowest 16 bits
        raise _cannot_listen(host, port, "there are ports from 0 to 65535")
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
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    return listener


def _cannot_listen(host: str, port: int, reason: OSError | str) -> ServerError:
    other = port + 1 if 1024 <= port < 65535 else DEFAULT_PORT
    advice = f"Choose another port: neurarium lab --port {other}"
    if isinstance(reason, OSError):
        if reason.errno == errno.EADDRINUSE:
            advice = f"Perhaps the lab is running already; otherwise c{advice[1:]}"
        elif reason.errno != errno.EACCES:  # which is about ports that only an administrator may use
            advice = "Take this machine's own address, which needs no --host, or 0.0.0.0 for all it has."
        reason = reason.strerror or str(reason)
    return ServerError(f"Cannot listen on {host}, port {port}: {reason}. {advice}")


def _user_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("neurarium", appauthor=False)


def _to_terminal(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
