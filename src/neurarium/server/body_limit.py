"""No request may have a body beyond the limit, whether it says so or not, nor one that never comes."""

import asyncio
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What is left of the request will not be read.
_CLOSE = {"connection": "close"}

#: Of a body that is too large, so many times the limit is read and thrown away before the refusal.
_PATIENTLY_READ = 4


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
                raise await self._too_large(receive, read)
            if is_whole:  # what is waited for now is the end of the connection, however late
                return await receive()
            try:
                async with asyncio.timeout(self._patience):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, "The rest of the request did not come.", _CLOSE) from None
            read += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if read > self._most:
                raise await self._too_large(receive, read, more=not is_whole)
            return message

        await self._app(scope, counted, send)

    async def _too_large(self, receive: Receive, read: int, *, more: bool = True) -> HTTPException:
        """Return the refusal, when the client is through: cut off while it sends, it would never see it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                while more and read <= _PATIENTLY_READ * self._most:
                    message = await receive()
                    read += len(message.get("body", b""))
                    more = message.get("more_body", False)
        refusal = f"The request is larger than {self._most} bytes; send a smaller picture."
        return HTTPException(413, refusal, _CLOSE)
