"""The body of a request: limited in size and time, and read to its end before the answer is sent."""

import asyncio
from contextlib import nullcontext, suppress

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CLOSE = {"connection": "close"}
"""The rest of the request will not be read."""

_DISCARD_FACTOR = 4
"""At most so many times the limit is read and discarded before a refusal is sent."""

_DISCARDED_AT_ONCE = 2
"""Bodies: a hundred refused photos that are read in turn do not come between a page and its answer."""


class BodyLimit:
    """ASGI middleware for all bodies: 413 for one that is too large, 408 for one that does not arrive.

    Every answer waits until the rest of the body has been read and discarded. A connection that is closed
    with unread bytes in it is reset, and the client may lose the answer with it: it would see a broken
    connection instead of the reason (RFC 9112, section 9.6).

    Parameters
    ----------
    app
        The application. It must turn `HTTPException` into a response.
    most
        The most bytes that a body may have.
    timeout
        How many seconds to wait for each next part.
    least_rate
        Bytes per second, on average, that a body must come with once `timeout` seconds have passed.
    """

    def __init__(self, app: ASGIApp, most: int, timeout: float, least_rate: float) -> None:
        self._app = app
        self._most = most
        self._timeout = timeout
        self._least_rate = least_rate
        self._turns = asyncio.Semaphore(_DISCARDED_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a limited body, and pass the answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        body = _Body(receive, self._most, self._timeout, self._least_rate, announced)
        has_rest = announced != "0" or "transfer-encoding" in Headers(scope=scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                async with self._turns if has_rest and not body.is_over else nullcontext():
                    await body.discard()
            await send(message)

        await self._app(scope, body.receive, answer)


class _Body:
    """The body of one request, as far as it has arrived."""

    def __init__(
        self, channel: Receive, most: int, timeout: float, least_rate: float, announced: str
    ) -> None:
        self._channel = channel
        self._most = most
        self._timeout = timeout
        self._least_rate = least_rate
        self._announced = announced
        self._began: float | None = None
        self._read = 0
        self.is_over = False

    async def receive(self) -> Message:
        """Return the next part, or refuse the request."""
        if not self._announced.isdecimal() or int(self._announced) > self._most:
            raise self._too_large()
        if self.is_over:  # only the end of the connection can follow, however late
            return await self._channel()
        try:
            async with asyncio.timeout(self._seconds_left()):
                message = await self._next()
        except TimeoutError:
            self.is_over = True
            raise HTTPException(408, "The rest of the request did not arrive in time.", _CLOSE) from None
        if self._read > self._most:
            raise self._too_large()
        return message

    async def discard(self) -> None:
        """Read the rest, until it is too much or takes too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._timeout):
                while not self.is_over and self._read <= _DISCARD_FACTOR * self._most:
                    await self._next()

    def _seconds_left(self) -> float:
        """Return how many seconds the next part may take: a body that drips must not last for ever."""
        now = asyncio.get_running_loop().time()
        if self._began is None:
            self._began = now
        ends = self._began + self._timeout + self._read / self._least_rate
        return min(self._timeout, ends - now)

    async def _next(self) -> Message:
        message = await self._channel()
        self._read += len(message.get("body", b""))
        self.is_over = not message.get("more_body", False)
        return message

    def _too_large(self) -> HTTPException:
        refusal = f"The request is larger than {self._most} bytes; send a smaller picture."
        return HTTPException(413, refusal, _CLOSE)
