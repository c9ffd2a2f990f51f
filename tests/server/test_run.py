"""Running the server: starting, refusing to start, and ending."""

import re
import signal
import socket
import subprocess
import sys
import threading

import pytest
from waiting import LONGEST_WAIT
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from neurarium.kernels.team import Team
from neurarium.server import ServerError, serve
from neurarium.server.run import leave_threads_behind

PROGRAM = """
import sys
from pathlib import Path
from neurarium.server import serve
port, folder, static = sys.argv[1:]
serve(port=int(port), token="t", open_browser=False, folder=Path(folder), static=Path(static))
"""

NO_MASK = bytes(4)  # what a frame is masked with: zeros leave it as it is
MALFORMED = {
    "text that is not UTF-8": b"\x81\x82" + NO_MASK + b"\xe2\x28",
    "the same in two fragments": b"\x01\x81" + NO_MASK + b"\xe2" + b"\x80\x81" + NO_MASK + b"\x28",
    "not masked": b"\x82\x01a",
    "reserved bits": b"\xf2\x81" + NO_MASK + b"a",
    "no such kind of frame": b"\x83\x81" + NO_MASK + b"a",
    "a continuation of nothing": b"\x80\x81" + NO_MASK + b"a",
    "a long ping": b"\x89\xfe\x00\x80" + NO_MASK + bytes(128),
    "a closing reason that is not UTF-8": b"\x88\x84" + NO_MASK + b"\x03\xe8\xff\xff",
    "a huge length": b"\x82\xff\x7f" + b"\xff" * 7 + NO_MASK,
    "cut off": b"\x82\x85" + NO_MASK + b"ab",
}


def test_a_taken_port(tmp_path, start):
    """A taken port is said to be taken, with the command that takes another."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ServerError, match=f"port {port}.*running already.*--port {port + 1}"):
            serve(port=port, open_browser=False, folder=tmp_path, static=tmp_path / "static")


@pytest.mark.parametrize(("port", "other"), [(-1, 8731), (65536, 8731), (99999999999, 8731)])
def test_impossible_ports(tmp_path, port, other):
    """A port that cannot be is refused like one that is taken."""
    with pytest.raises(ServerError, match=f"port {port}.*--port {other}"):
        serve(port=port, open_browser=False, folder=tmp_path)


@pytest.mark.parametrize("token", ["", " ", "a b", "a;b", "é", "a\n", "a/b"])
def test_impossible_tokens(tmp_path, start, token):
    """A token that an address cannot hold is refused; above all the empty one, which everybody has."""
    with pytest.raises(ServerError, match="token"):
        serve(port=0, token=token, open_browser=False, folder=tmp_path, static=tmp_path / "static")


@pytest.mark.parametrize("host", ["no-such-host.invalid", "256.1.1.1", "203.0.113.1"])
def test_an_address_that_is_not_ours(tmp_path, start, host):
    """An address that does not exist, or belongs to another machine, is an error and not a traceback."""
    with pytest.raises(ServerError, match=f"{re.escape(host)}.*needs no --host"):
        serve(host, 0, open_browser=False, folder=tmp_path, static=tmp_path / "static")


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org", "http://", "http://a b/", "http://a:x/"])
def test_impossible_public_addresses(tmp_path, start, url):
    """What is no address is refused, with an example of one."""
    with pytest.raises(ServerError, match=r"https://example\.org/lab/"):
        serve(port=0, url=url, open_browser=False, folder=tmp_path, static=tmp_path / "static")


def test_not_built(tmp_path):
    """Without the built front end the server does not start, and says how to build it."""
    with pytest.raises(ServerError, match="make lab"):
        serve(port=0, open_browser=False, folder=tmp_path, static=tmp_path / "nothing")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_ctrl_c_ends_at_once(tmp_path, start, name):
    """A signal ends a server that has pages open, cleanly, and the pages hear of it."""
    stop = signal.Signals[name]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", PROGRAM, str(port), str(tmp_path / "data"), str(tmp_path / "static")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            assert f"http://127.0.0.1:{port}/?token=t" in line
            with connect(
                f"ws://127.0.0.1:{port}/ws",
                additional_headers={"Authorization": "Bearer t"},
                open_timeout=LONGEST_WAIT,
                proxy=None,
            ) as session:
                process.send_signal(stop)
                with pytest.raises(ConnectionClosed) as closed:
                    session.recv(timeout=LONGEST_WAIT)
            assert closed.value.rcvd is not None, "it broke off, and nothing was saved"
            rest = process.stderr.read()
            assert process.wait(LONGEST_WAIT) in {0, -stop}
            assert "Traceback" not in rest
            assert "ERROR" not in rest
        finally:
            process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_malformed_frames_leave_nothing_on_the_terminal(tmp_path, start):
    """Each malformed frame ends its own connection, and the server writes not a word about it."""
    command = [sys.executable, "-c", PROGRAM, "0", str(tmp_path / "data"), str(tmp_path / "static")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline())
            assert found is not None
            assert "Ctrl-C" in process.stderr.readline()
            for name, frame in MALFORMED.items():
                reply = _send_raw(int(found[1]), frame)
                assert reply[:1] in {b"", b"\x88"}, f"{name}: no close frame but {reply!r}"
            process.send_signal(signal.SIGINT)
            assert process.stderr.read() == ""
            assert process.wait(LONGEST_WAIT) in {0, -signal.SIGINT}
        finally:
            process.kill()


def _send_raw(port: int, frame: bytes) -> bytes:
    """Open a session, send bytes as they are, and return all that comes until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT) as client:
        client.sendall(
            f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer t\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer and (more := client.recv(4096)):
            answer += more
        head, _, rest = answer.partition(b"\r\n\r\n")
        assert b" 101 " in head.split(b"\r\n")[0]
        client.sendall(frame)
        client.shutdown(socket.SHUT_WR)
        while more := client.recv(4096):
            rest += more
        return rest


@pytest.fixture
def others_threads_unseen(monkeypatch):
    """Only the threads that begin from now on are seen: other tests of this process may have some."""
    others, enumerate_all = set(threading.enumerate()), threading.enumerate
    monkeypatch.setattr(threading, "enumerate", lambda: [t for t in enumerate_all() if t not in others])


@pytest.mark.usefixtures("others_threads_unseen")
def test_threads_that_compute_are_left_behind():
    """A thread of the server that does not end in time does not keep the process."""
    go_on, ended = threading.Event(), []
    threads = [threading.Thread(target=go_on.wait, name=name, daemon=True) for name in ("neurarium-x", "y")]
    for thread in threads:
        thread.start()
    leave_threads_behind(0.01, ended.append)
    assert ended == [0]
    go_on.set()
    for thread in threads:
        thread.join()
    leave_threads_behind(LONGEST_WAIT, ended.append)
    assert ended == [0]


@pytest.mark.usefixtures("others_threads_unseen")
def test_threads_that_rest_are_no_reason_to_wait():
    """A network's own threads wait for its next step: the process ends as usual, and at once."""
    team, ended = Team(2), []
    assert team.run(lambda rank: rank) == 0
    assert len(threading.enumerate()) == 1
    leave_threads_behind(LONGEST_WAIT, ended.append)
    assert ended == []
    team.close()
