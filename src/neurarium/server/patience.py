"""HTTP connections on which nothing comes do not stay open for good."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


def patient_for(seconds: float) -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP protocol, with a limit to how long a request may be on its way.

    Uvicorn waits for ever for the first request of a connection, and for the rest of one that has begun. Many
    such connections would use up what files a process may have open, and then nobody is let in.

    Parameters
    ----------
    seconds : float
        How long the line and the headers of a request may take, from when the connection is ready for it.
        (The body has its own limit, see `body`.)
    """

    class PatientProtocol(H11Protocol):
        _limit: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._expect()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._expect()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._expect()

        def handle_websocket_upgrade(self, event: Any) -> None:
            super().handle_websocket_upgrade(event)
            self._forget()

        def connection_lost(self, exc: Exception | None) -> None:
            self._forget()
            super().connection_lost(exc)

        def _expect(self) -> None:
            """Begin to wait, if headers are what is to come next and nobody waits already."""
            if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
                self._forget()
            elif self._limit is None:
                self._limit = self.loop.call_later(seconds, self.transport.close)

        def _forget(self) -> None:
            if self._limit is not None:
                self._limit.cancel()
                self._limit = None

    return PatientProtocol
