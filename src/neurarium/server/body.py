"""The body of a request: bounded in size and in time, and read to its end before it is answered."""

import asyncio
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What is left of the request will not be read.
_CLOSE = {"connection": "close"}

#: Of a body that nobody wants, so many times the limit is read and thrown away before the answer.
_PATIENTLY_READ = 4


class BodyLimit:
    """ASGI middleware for all bodies: 413 for one that is too large, 408 for one that never comes.

    Whatever the answer is, this one or the application's own, it is held back until the rest of the body has
    been read and thrown away. A connection that is closed with bytes in it unread is reset, and the reset
    takes the answer along: the client would see a broken connection instead of why it was refused (RFC 9112,
    section 9.6).

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
        """Pass the request on, with a body that is counted as it is read, and the answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, self._most, self._patience, Headers(scope=scope).get("content-length", "0"))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                await body.throw_away()
            await send(message)

        await self._app(scope, body.receive, answer)


class _Body:
    """One request's body, as far as it has come."""

    def __init__(self, channel: Receive, most: int, patience: float, told: str) -> None:
        self._channel = channel
        self._most = most
        self._patience = patience
        self._told = told
        self._read = 0
        self._is_over = False

    async def receive(self) -> Message:
        """Return the next part, or refuse the whole."""
        if not self._told.isdecimal() or int(self._told) > self._most:
            raise self._too_large()
        if self._is_over:  # what is waited for now is the end of the connection, however late
            return await self._channel()
        try:
            async with asyncio.timeout(self._patience):
                message = await self._next()
        except TimeoutError:
            self._is_over = True
            raise HTTPException(408, "The rest of the request did not come.", _CLOSE) from None
        if self._read > self._most:
            raise self._too_large()
        return message

    async def throw_away(self) -> None:
        """Read what is left, until it becomes too much or takes too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                while not self._is_over and self._read <= _PATIENTLY_READ * self._most:
                    await self._next()

    async def _next(self) -> Message:
        message = await self._channel()
        self._read += len(message.get("body", b""))
        self._is_over = not message.get("more_body", False)
        return message

    def _too_large(self) -> HTTPException:
        refusal = f"The request is larger than {self._most} bytes; send a smaller picture."
        return HTTPException(413, refusal, _CLOSE)
