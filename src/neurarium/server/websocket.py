"""The lab over one WebSocket per browser tab."""

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from neurarium.lab import Lab, Workspace
from neurarium.lab.session import Session
from neurarium.server.settings import Limits
from neurarium.server.workers import Workers

_TRY_AGAIN_LATER = 1013

_LARGE_BYTES = 64 * 1024
"""Larger frames hold a picture, and reading one takes long."""


class LabSocket:
    """Serves sessions, each step by step: read a frame, compute the answer, send it, read the next.

    That is all the flow control there is, and it is enough: while an answer is computed or sent nothing more
    is read, so a page that asks too fast waits at its own end of the connection.

    Parameters
    ----------
    workspace
        Shared by all sessions.
    workers
        Where answers are computed.
    limits
        How many sessions may be open.
    """

    def __init__(self, workspace: Workspace, workers: Workers, limits: Limits) -> None:
        self._workspace = workspace
        self._workers = workers
        self._most = limits.sessions
        self._open = 0

    async def serve(self, socket: WebSocket) -> None:
        """Serve one session until its page closes."""
        await socket.accept()
        if self._open >= self._most:
            await socket.close(_TRY_AGAIN_LATER, f"there are {self._most} pages open already")
            return
        self._open += 1
        try:
            await self._serve(socket)
        except WebSocketDisconnect:  # while a reply was being sent
            pass
        finally:
            self._open -= 1

    async def refuse(self, _: Request) -> Response:
        """Refuse a plain request to the WebSocket's address."""
        raise HTTPException(426, "This is the address of a WebSocket.", {"upgrade": "websocket"})

    async def _serve(self, socket: WebSocket) -> None:
        session = Session(Lab(self._workspace))
        try:
            while (message := await socket.receive())["type"] == "websocket.receive":
                frame = message.get("bytes")
                large = frame is not None and len(frame) > _LARGE_BYTES
                reply = await self._workers.run(partial(session.answer, frame), large=large)
                await socket.send_bytes(reply)
        finally:
            session.close()  # it only says so: nothing is waited for
