"""The server as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import WebSocketRoute

from neurarium.lab import Workspace
from neurarium.lab.exhibits import restore
from neurarium.server import api, front_end
from neurarium.server.background import BackgroundRunner
from neurarium.server.body import BodyLimit
from neurarium.server.security import Guard
from neurarium.server.settings import ServerSettings
from neurarium.server.websocket import LabSocket
from neurarium.server.workers import Workers

_CODES = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "not_allowed",
    408: "too_slow",
    413: "too_large",
}


def create_app(workspace: Workspace, settings: ServerSettings) -> Starlette:
    """Return the whole server: front end, lab, REST interface, and the guard before them.

    Parameters
    ----------
    workspace
        The learner's models and runs. It must be made with a real lock (`FairLock`), because sessions and
        runs work in threads; the application closes it at its end.
    settings
        Where the server listens and who may talk to it.
    """
    limits = settings.limits
    workers = Workers(limits.wait_ms, limits.work_ms)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        restore(workspace)
        runner = BackgroundRunner(workspace.runs, limits.slice_ms)
        runner.start()
        try:
            yield
        finally:
            workers.close()
            # In the middle of a step nothing can be saved: the run resumes from what was saved last.
            if runner.stop():
                workspace.close()

    return Starlette(
        routes=[
            WebSocketRoute("/ws", LabSocket(workspace, workers, limits).serve),
            *api.routes(workspace, workers, settings),
            *front_end.routes(settings.static),
        ],
        middleware=[
            Middleware(BodyLimit, most=limits.message_bytes, timeout=limits.request_seconds),
            Middleware(Guard, settings=settings),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={HTTPException: _error, ClientDisconnect: _gone},
        lifespan=lifespan,
    )


async def _error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _CODES.get(error.status_code, "error")
    body = {"error": {"code": code, "message": error.detail, "hint": ""}}
    return JSONResponse(body, error.status_code, error.headers)


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=400)  # the client is gone: nobody reads this
