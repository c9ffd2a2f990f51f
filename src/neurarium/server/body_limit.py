"""No request may have a body beyond the limit, whether it says so or not, nor one that never comes."""

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What is left of the request will not be read.
_CLOSE = {"connection": "close"}


class BodyLimit:
    """ASGI middleware that answers 413 as soon as a body is too large, and 408 when nothing more comes of it.

    Parameters
    ----------
    app : ASGI application
        What is protected. It must turn `HTTPException` into a response.
    most : int
        The most bytes that a body may have.
    patience : float
        How many seconds to wait for each next part of it.
    """

    def __init__(self, app: ASGIApp, most: int, patience: float) -> None:
        self._app = app
        self._most = most
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a body that is counted as it is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "0")
        read, is_whole = 0, False

        async def counted() -> Message:
            nonlocal read, is_whole
            if not told.isdecimal() or int(told) > self._most:
                raise self._too_large()
            if is_whole:  # what is waited for now is the end of the connection, however late
                return await receive()
            try:
                async with asyncio.timeout(self._patience):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, "The rest of the request did not come.", _CLOSE) from None
            read += len(message.get("body", b""))
            if read > self._most:
                raise self._too_large()
            is_whole = not message.get("more_body", False)
            return message

        await self._app(scope, counted, send)

    def _too_large(self) -> HTTPException:
        message = f"The request is larger than {self._most} bytes; send a smaller picture."
        return HTTPException(413, message, _CLOSE)
