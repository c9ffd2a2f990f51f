"""Run the server on this machine until Ctrl-C."""

import errno
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import uvicorn

from neurarium.lab import Workspace
from neurarium.server.addresses import PublicAddress
from neurarium.server.app import create_app
from neurarium.server.browser import Browser
from neurarium.server.descriptors import Shortage, raise_limit, with_connection_limit
from neurarium.server.front_end import NOT_BUILT, is_built
from neurarium.server.greeting import can_draw, greeting
from neurarium.server.locks import FairLock
from neurarium.server.secret_file import cookie_secret
from neurarium.server.settings import DEFAULT_PORT, STATIC, ServerSettings, new_token
from neurarium.server.timeouts import with_header_timeout
from neurarium.server.warm_up import WarmUp

_BACKLOG = 128  # connections that wait to be accepted


class ServerError(Exception):
    """The server cannot start; the message says why and what to do."""


def serve(
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    token: str | None = None,
    open_browser: bool = True,
    *,
    url: str | None = None,
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
    url
        The address as seen from outside, such as ``https://example.org/lab/``: behind a proxy, a tunnel or a
        forwarded port.
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
        If the front end is not built, the address cannot be listened on, `url` is no address, or the token
        has characters that an address cannot hold.
    """
    announce = announce or _to_terminal
    folder = folder or _user_folder()
    listener = _listen(host, port)
    with listener:
        try:
            settings = ServerSettings(
                host,
                listener.getsockname()[1],
                new_token() if token is None else token,
                static,
                public=None if url is None else PublicAddress.parse(url),
                secret=cookie_secret(folder),
            )
        except ValueError as error:
            raise ServerError(str(error)) from error
        if not is_built(settings.static):
            raise ServerError(NOT_BUILT)
        workspace = Workspace(folder, FairLock)
        for line in greeting(settings, draws=can_draw(sys.stderr)):
            announce(line)
        with ExitStack() as stack:
            stack.callback(leave_threads_behind)
            if open_browser:
                stack.enter_context(Browser(settings.url, announce))
            _run(workspace, settings, listener, WarmUp() if warm_up else None)


class _Server(uvicorn.Server):
    """Uvicorn's server, which shuts down silently: connections that it closes then are no errors."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _is_ours(record: logging.LogRecord) -> bool:
    """Return whether a log record concerns the person at the terminal.

    A malformed text frame ends its sender's session with a message to the sender: it is not logged.
    """
    error = (record.exc_info or (None, None))[1]
    return not (record.module.startswith("websockets") and isinstance(error, UnicodeDecodeError))


def make_server(workspace: Workspace, settings: ServerSettings) -> uvicorn.Server:
    """Return the application in its HTTP server, not running yet."""
    limits, shortage = settings.limits, Shortage()
    most = limits.connections or raise_limit() // 2
    config = uvicorn.Config(
        create_app(workspace, settings, shortage),
        http=with_connection_limit(with_header_timeout(limits.request_seconds), most, shortage),
        loop="asyncio",
        backlog=_BACKLOG,
        proxy_headers=False,  # anybody could write them
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
    _end_with_terminal(server)
    if warm_up is not None:
        warm_up.start()
    try:
        with suppress(KeyboardInterrupt):  # how a person ends the lab
            server.run(sockets=[listener])
    finally:
        if warm_up is not None:
            warm_up.stop()


def _end_with_terminal(server: uvicorn.Server) -> None:
    """Let the server save the runs when the terminal is closed, as uvicorn does at Ctrl-C and SIGTERM."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # else it was started to outlive the terminal
        signal.signal(signal.SIGHUP, server.handle_exit)


def leave_threads_behind(join_timeout: float = 1.0, end: Callable[[int], object] = os._exit) -> None:
    """End the process at once if threads are still at work after `join_timeout` seconds.

    A thread that computes cannot be interrupted, and Python waits for it: a training step with a huge batch
    would block the terminal for minutes. Everything that can be saved has been saved before. The threads of
    a kernel's team only work while one of the server's own waits for them, and rest as long as their network
    is there: nobody has to wait for those.
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
            listener.listen(_BACKLOG)
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
