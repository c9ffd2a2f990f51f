"""Sessions over a real WebSocket: used, flooded, cut off and fed with garbage."""

import gc
import logging
import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

import msgpack
import numpy as np
import pytest
from random_requests import RandomRequests, targets
from waiting import LONGEST_WAIT, eventually
from websockets.exceptions import ConnectionClosed

from neurarium.engine import MLP
from neurarium.kernels import available_cores
from neurarium.lab import PROTOCOL_VERSION, RunRegistry
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.encoding import ARRAY, decode, encode
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits import EXHIBITS
from neurarium.lab.rules import Integer
from neurarium.persist import Model
from neurarium.server.settings import Limits


@dataclass(frozen=True)
class BusySettings:
    megabytes: Annotated[int, Integer(0, 8)] = 0


class Busy(Exhibit):
    """An exhibit that uses all the time it is given, or answers with much."""

    id = "busy"
    alive = 0

    def __init__(self, settings: BusySettings, workspace: object) -> None:
        self.answer = np.zeros(settings.megabytes * 2**20, np.uint8)
        Busy.alive += 1

    def __del__(self) -> None:
        Busy.alive -= 1

    def view(self) -> np.ndarray[Any, Any]:
        return self.answer

    @op
    def advance(self, params: Advance, budget: Budget) -> dict[str, int]:
        def spin(steps: int) -> None:
            end = time.perf_counter() + steps * 1e-4
            while time.perf_counter() < end:
                pass

        return {"steps": budget.at_most(params.budget_ms).run(spin, params.steps)}


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXHIBITS, "busy", Busy)


def test_a_session(server, ask):
    """Requests are answered over the wire, in order, arrays included."""
    with server.connect() as session:
        assert ask(session, "lab", "hello", protocol=PROTOCOL_VERSION)["data"]["exhibits"] == list(EXHIBITS)
        view = ask(session, "neuron", "open", bias=-0.2)["data"]
        assert round(view["output"], 2) == 0.55
        assert view["curve"]["z"].shape == view["curve"]["a"].shape
        for i in range(50):  # sent without waiting
            session.send(encode({"id": i, "exhibit": "lab", "op": "model", "params": {}}))
        assert [decode(session.recv(timeout=LONGEST_WAIT))["id"] for _ in range(50)] == list(range(50))


def test_sessions_share_nothing(server, ask):
    """What one page opens is not open in another."""
    with server.connect() as one, server.connect() as other:
        ask(one, "neuron", "open", bias=2)
        assert ask(other, "neuron", "check", task="fire")["error"]["code"] == "not_open"


def test_text_and_empty_frames(server, ask):
    """A text frame and an empty one get an error each, and the session continues."""
    with server.connect() as session:
        for frame in ("hello", "", b""):
            session.send(frame)
            reply: Any = decode(session.recv(timeout=LONGEST_WAIT))
            assert reply["id"] is None
            assert reply["error"]["code"] == "bad_frame"
        assert ask(session, "lab", "model")["ok"]


def test_text_that_is_no_text_ends_its_session_only(server, ask, caplog, monkeypatch):
    """Bytes that are not UTF-8 in a text frame: the client gets an error, and the terminal stays quiet."""
    monkeypatch.setattr(logging.getLogger("uvicorn.error"), "handlers", [caplog.handler])
    with server.connect() as session, server.connect() as other:
        session.send(b"\xe2\x28", text=True)
        with pytest.raises(ConnectionClosed) as closed:
            session.recv(timeout=LONGEST_WAIT)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1007
        assert ask(other, "lab", "model")["ok"]
    assert not caplog.records


def test_a_frame_beyond_the_limit_ends_its_session_only(start, ask):
    """A frame that is too large closes its connection with the code for that; others continue."""
    server = start(limits=Limits(message_bytes=100_000))
    with server.connect() as other:
        with server.connect() as session:
            session.send(bytes(200_000))
            with pytest.raises(ConnectionClosed) as caught:
                session.recv(timeout=LONGEST_WAIT)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1009
        assert ask(other, "lab", "model")["ok"]


def test_too_many_sessions(start, ask):
    """Beyond the limit a new page is turned away with "try again later"; when one closes there is room."""
    server = start(limits=Limits(sessions=2))
    with server.connect() as one:
        with server.connect() as two:
            ask(one, "lab", "model")
            ask(two, "lab", "model")
            with server.connect() as three, pytest.raises(ConnectionClosed) as caught:
                three.recv(timeout=LONGEST_WAIT)
            assert caught.value.rcvd is not None
            assert caught.value.rcvd.code == 1013

        def is_let_in() -> bool:
            with server.connect() as three, suppress(ConnectionClosed):
                return ask(three, "lab", "model")["ok"]
            return False

        eventually(is_let_in, "that the server notices that the second has gone")


def handshake(server: Any) -> socket.socket:
    """Open a WebSocket by hand, to do with it what a well-made client would not."""
    connection = socket.create_connection(("127.0.0.1", server.settings.port))
    connection.sendall(
        "GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nHost: 127.0.0.1:{server.settings.port}\r\n"
        f"Authorization: Bearer {server.settings.token}\r\n\r\n".encode()
    )
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += connection.recv(1)
    assert answer.startswith(b"HTTP/1.1 101")
    return connection


def frame_of(payload: bytes) -> bytes:
    """Return a WebSocket frame of these bytes, masked (as a client must) with zeros."""
    size = len(payload)
    if size < 126:
        return bytes([0x82, 0x80 | size]) + bytes(4) + payload
    kind, width = (126, 2) if size < 2**16 else (127, 8)
    return bytes([0x82, 0x80 | kind]) + size.to_bytes(width, "big") + bytes(4) + payload


def payload_of(connection: Any, stream: Any) -> bytes:
    """Read a whole, unmasked WebSocket frame of bytes and return what is in it; answer pings before it."""
    while True:
        kind, size = stream.read(2)
        if size >= 126:
            size = int.from_bytes(stream.read(2 if size == 126 else 8), "big")
        payload: bytes = stream.read(size)
        if kind != 0x89:
            break
        connection.sendall(bytes([0x8A, 0x80 | size]) + bytes(4) + payload)
    assert kind == 0x82
    return payload


def random_frame(requests: RandomRequests, request: dict[str, Any]) -> bytes:
    """Return a frame: the request whole, bent or cut, any other message, or random bytes."""
    rng = requests.rng
    kind = rng.randrange(10)
    if kind == 0:
        return rng.randbytes(rng.randrange(1, 60))
    if kind == 1:
        parts = msgpack.packb([rng.choice(["<f4", "|O", ">i8", ""]), [rng.getrandbits(40)], rng.randbytes(8)])
        return encode({"id": 1, "x": msgpack.ExtType(ARRAY, parts)})
    frame = bytearray(encode(requests.anything() if kind == 2 else request))
    if kind == 3:
        frame[rng.randrange(len(frame))] = rng.randrange(256)
    if kind == 4:
        del frame[rng.randrange(len(frame)) :]
    return bytes(frame)


def test_ten_thousand_random_messages(start, ask, caplog, monkeypatch):
    """Each of 10,000 random messages, to all operations, gets one reply, none of them a defect."""
    monkeypatch.setattr(
        RunRegistry, "advance", lambda registry, budget_ms: False
    )  # begun trainings are not done
    server = start()
    network = MLP([784, 16, 10], seed=1)
    server.workspace.models.save(Model(network, name="a", created="2026-01-01T12:00:00+00:00"))
    requests = RandomRequests(20240229)
    threads, codes, answered = set(threading.enumerate()), set(), set()
    with handshake(server) as connection, connection.makefile("rb") as stream:
        for i in range(10_000):
            request = requests.request()
            connection.sendall(frame_of(random_frame(requests, request)))
            reply: Any = decode(payload_of(connection, stream))
            code = "ok" if reply["ok"] else reply["error"]["code"]
            assert code != "internal", (i, request, caplog.text)
            codes.add(code)
            if code == "ok":
                answered.add((request["exhibit"], request["op"]))
        last = {"id": 3, "exhibit": "neuron", "op": "open", "params": {}}
        connection.sendall(frame_of(encode(last)))
        reply = decode(payload_of(connection, stream))
        assert reply["id"] == 3
        assert reply["data"]["settings"]["bias"] == -0.2
    assert {"ok", "bad_frame", "bad_request", "bad_param", "not_found", "busy"} <= codes
    # What needs a stroke of luck, such as a digit in a random picture, is not asked to have been answered.
    assert {exhibit for exhibit, _ in answered} == {"lab", *EXHIBITS}
    assert len(answered) > 0.7 * len(targets())
    # The workers, and the threads of the networks that the session has on its pages; with it those go too.
    begun = Counter(each.name.rpartition("_")[0] for each in threading.enumerate() if each not in threads)
    networks = begun.pop("kernel-team", 0)
    assert networks <= len(EXHIBITS) * (available_cores() - 1)
    assert begun.keys() <= {"neurarium-worker", "neurarium-large", "neurarium-console"}
    assert begun["neurarium-console"] <= 1  # the one kernel of this page
    assert begun["neurarium-worker"] <= 4
    assert begun["neurarium-large"] <= 2
    server.stop()
    eventually(lambda: [gc.collect()] and not set(threading.enumerate()) - threads, "the end of all threads")
    assert not caplog.records


def test_an_answer_that_cannot_be_sent(start, ask, busy, monkeypatch, caplog):
    """An answer with a text that is no Unicode is a defect, which is logged; the session continues."""
    monkeypatch.setattr(Busy, "view", lambda self: {"name": "\udcff", "number": 1})
    with start().connect() as session:
        error = ask(session, "busy", "open")["error"]
        assert error["code"] == "internal"
        assert ask(session, "lab", "model")["ok"]
    assert "could not be sent" in caplog.text


def test_pages_that_vanish_leave_nothing(start, ask, busy):
    """Connections that are cut in the middle of a frame, or of an answer, free their session."""
    server = start()
    opening = frame_of(encode({"id": 1, "exhibit": "busy", "op": "open", "params": {"megabytes": 1}}))
    advancing = frame_of(encode({"id": 2, "exhibit": "busy", "op": "advance", "params": {}}))
    for last in (advancing, advancing[:9], b"", opening * 3, b"\x82\xff" + bytes(4)) * 4:
        with handshake(server) as connection:
            connection.sendall(opening + last)
            connection.recv(100)
    with server.connect() as session:

        def all_gone() -> bool:
            ask(session, "lab", "model")
            gc.collect()
            return Busy.alive == 0

        eventually(all_gone, "the end of all sessions")


def test_a_page_that_does_not_read_waits_alone(start, ask, busy, monkeypatch):
    """A page that asks for much and reads nothing is not answered ahead, and holds up nobody."""
    server = start()
    answered = 0

    class Counted(Busy):
        def view(self) -> np.ndarray[Any, Any]:
            nonlocal answered
            answered += 1
            return super().view()

    monkeypatch.setitem(EXHIBITS, "busy", Counted)
    with handshake(server) as greedy:
        opening = encode({"id": 1, "exhibit": "busy", "op": "open", "params": {"megabytes": 8}})
        greedy.sendall(frame_of(opening) * 100)
        with server.connect() as other:
            for _ in range(50):
                assert ask(other, "neuron", "open")["ok"]
            eventually(lambda: answered, "the greedy page's first answer")
    assert answered <= 4


def test_no_session_stalls_another(start, ask, busy):
    """While others compute without end, a session is answered again and again, and all get on alike."""
    server = start()
    stop, all_are_in = threading.Event(), threading.Barrier(9)
    counts = [0] * 8

    def compute(i: int) -> None:
        with server.connect() as session:
            ask(session, "busy", "open")
            all_are_in.wait(LONGEST_WAIT)
            while not stop.is_set():
                assert ask(session, "busy", "advance")["ok"]
                counts[i] += 1

    threads = [threading.Thread(target=compute, args=(i,)) for i in range(len(counts))]
    for thread in threads:
        thread.start()
    try:
        with server.connect() as session:
            all_are_in.wait(LONGEST_WAIT)
            asked = 0

            def get_on_alike() -> bool:
                nonlocal asked
                assert ask(session, "neuron", "open")["ok"]
                asked += 1
                return asked >= 30 and min(counts) >= 3 and max(counts) <= 3 * min(counts)

            # A client that the machine leaves without time falls behind: in the long run that evens out.
            eventually(get_on_alike, "that all get on alike")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
