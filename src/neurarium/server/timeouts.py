"""Close connections whose request headers do not arrive in time."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def with_header_timeout(seconds: float) -> type[H11Protocol]:
    """Return uvicorn's HTTP protocol with a timeout for the headers of a request.

    Uvicorn waits without end for the first request of a connection, and for the rest of one that has begun.
    Many such connections would use up the file descriptors of the process, and nobody could connect.

    Parameters
    ----------
    seconds
        How long the request line and the headers may take, from when the connection is ready for them.
        (The body has its own timeout, see `body`.)
    """

    class TimeoutProtocol(H11Protocol):
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._start()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._start()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._start()

        def handle_websocket_upgrade(self, event: Any) -> None:
            super().handle_websocket_upgrade(event)
            self._cancel()

        def connection_lost(self, exc: Exception | None) -> None:
            self._cancel()
            super().connection_lost(exc)

        def _start(self) -> None:
            """Start the timer, if headers come next and it does not run yet."""
            if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
                self._cancel()
            elif self._timer is None:
                self._timer = self.loop.call_later(seconds, self.transport.close)

        def _cancel(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return TimeoutProtocol
