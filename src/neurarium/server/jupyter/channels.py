"""The sockets of one kernel, for one thread."""

import socket
from contextlib import suppress
from typing import Any

import zmq
from jupyter_client.session import Session

Message = dict[str, Any]

_PORTS = {"shell": zmq.DEALER, "control": zmq.DEALER, "iopub": zmq.SUB}


class Channels:
    """Connections to a kernel. Only the thread that made them may use them, but for `wake`.

    Parameters
    ----------
    connection
        What the kernel's connection file says.
    """

    def __init__(self, connection: Message) -> None:
        self._context = zmq.Context()
        self._session = Session(
            key=connection["key"].encode(),
            signature_scheme=connection["signature_scheme"],
            username="lab",
            copy_threshold=2**31,  # without copies pyzmq would keep a thread for ever
        )
        self._sockets: dict[str, Any] = {}
        self._poller = zmq.Poller()
        for name, kind in _PORTS.items():
            channel = self._context.socket(kind)
            channel.linger = 0
            channel.reconnect_ivl = 20  # the kernel is not there yet: milliseconds between two tries
            channel.rcvhwm = 0  # what the kernel says is limited by the kernel
            if kind == zmq.SUB:
                channel.subscribe(b"")
            else:
                channel.identity = self._session.bsession
            channel.connect(f"ipc://{connection['ip']}-{connection[f'{name}_port']}")
            self._sockets[name] = channel
            self._poller.register(channel, zmq.POLLIN)
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        self._poller.register(self._woken, zmq.POLLIN)

    def wake(self) -> None:
        """Let `receive` return, from any thread."""
        with suppress(OSError):  # it is awake, or closed
            self._waker.send(b"!")

    def send(self, channel: str, kind: str, content: Message) -> str:
        """Send a message; return its id, which answers name as their parent's."""
        message = self._session.send(self._sockets[channel], kind, content)
        assert message is not None
        return str(message["header"]["msg_id"])

    def receive(self, wait_ms: int) -> list[tuple[str, Message]]:
        """Return the messages that have come, with their channels; wait for the first at most so long."""
        if not self._poller.poll(wait_ms):
            return []
        with suppress(BlockingIOError):
            self._woken.recv(4096)
        found: list[tuple[str, Message]] = []
        for name, channel in self._sockets.items():
            for _ in range(200):  # then the others' turn
                parts = self._parts(channel)
                if parts is None:
                    break
                try:
                    _, parts = self._session.feed_identities(parts)
                    found.append((name, self._session.deserialize(parts)))
                except ValueError:  # not signed with the key
                    continue
        return found

    def close(self) -> None:
        """Close all."""
        for channel in self._sockets.values():
            channel.close()
        self._context.term()
        self._woken.close()
        self._waker.close()

    def _parts(self, channel: Any) -> Any:
        try:
            return channel.recv_multipart(zmq.NOBLOCK)
        except zmq.Again:
            return None
