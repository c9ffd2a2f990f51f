"""The server as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from neurarium.lab import Workspace
from neurarium.lab.exhibits import restore
from neurarium.server import api, entrance, front_end
from neurarium.server.attempts import Attempts
from neurarium.server.background import BackgroundRunner
from neurarium.server.body import BodyLimit
from neurarium.server.chinese import in_chinese
from neurarium.server.descriptors import Shortage
from neurarium.server.jupyter import JupyterKernels
from neurarium.server.prefix import StripPrefix
from neurarium.server.refusal import Refusal, Words
from neurarium.server.security import Guard
from neurarium.server.settings import ServerSettings
from neurarium.server.websocket import LabSocket
from neurarium.server.workers import RequestQueue, Workers

_CODES = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "not_allowed",
    408: "too_slow",
    413: "too_large",
    426: "upgrade_required",
    503: "not_built",
}


def create_app(workspace: Workspace, settings: ServerSettings, shortage: Shortage | None = None) -> Starlette:
    """Return the whole server: front end, lab, REST interface, and the guard before them.

    Parameters
    ----------
    workspace
        The learner's models and runs. It must be made with a real lock (`FairLock`), because sessions and
        runs work in threads; the application closes it at its end.
    settings
        Where the server listens and who may talk to it.
    shortage
        Says when descriptors have run out.
    """
    limits = settings.limits
    workers = Workers(limits.wait_ms, limits.work_ms)
    queue = RequestQueue(limits.api_requests)
    workspace.kernels = kernels = JupyterKernels.of(settings)
    socket = LabSocket(workspace, workers, limits)
    on_error = (shortage or Shortage()).on_error

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_exception_handler(on_error)
        restore(workspace)
        runner = BackgroundRunner(workspace.runs, limits.slice_ms)
        runner.start()
        try:
            yield
        finally:
            workers.close()
            queue.close()
            kernels.close()
            # In the middle of a step nothing can be saved: the run resumes from what was saved last.
            if runner.stop():
                workspace.close()

    return Starlette(
        routes=[
            WebSocketRoute("/ws", socket.serve),
            Route("/ws", socket.refuse, methods=["GET"]),
            *api.routes(workspace, queue, settings),
            *entrance.routes(),
            *front_end.routes(settings.static),
        ],
        middleware=[
            Middleware(
                BodyLimit,
                most=limits.message_bytes,
                timeout=limits.request_seconds,
                least_rate=limits.body_bytes_per_second,
            ),
            *([Middleware(StripPrefix, prefix=settings.base)] if settings.base != "/" else []),
            Middleware(Guard, settings=settings, attempts=Attempts(limits.wrong_tokens)),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={HTTPException: _error, ClientDisconnect: _gone},
        lifespan=lifespan,
    )


async def _error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _CODES.get(error.status_code, "error")
    words, chinese = Words(error.detail), in_chinese(code, {})
    return Refusal(error.status_code, code, words, chinese, error.headers or {}).answer(request.headers)


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=400)  # the client is gone: nobody reads this
