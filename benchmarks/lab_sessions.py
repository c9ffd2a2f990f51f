"""How many pictures a second each of many open pages gets: python -m benchmarks.lab_sessions.

Starts the real server in a separate process, opens sessions over WebSockets from this one, and lets each
ask for its next picture as soon as it has the last, as a page does that trains at full speed.
"""

import argparse
import asyncio
import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from neurarium.lab import PROTOCOL_VERSION
from neurarium.lab.encoding import decode, encode
from neurarium.lab.exhibit import operations
from neurarium.lab.exhibits import EXHIBITS

TOKEN = "a-token-for-the-benchmark"
LONG = 200  # epochs
SERVER = """
import sys
from pathlib import Path
from neurarium.server import serve
folder, pages = Path(sys.argv[2]), sys.argv[3:] == ["pages"]
static = {} if pages else {"static": folder}
serve(port=0, token=sys.argv[1], open_browser=False, folder=folder, **static)
"""


@dataclass(frozen=True)
class Session:
    """What one page got: when each of its answers came, and how long it had waited for each, in seconds."""

    seconds: float
    waits: list[float]

    @property
    def rate(self) -> float:
        """Pictures a second."""
        return len(self.waits) / self.seconds


class Server:
    """The server in a separate process, with an empty data folder; with the front end if asked for."""

    def __init__(self, pages: bool = False) -> None:
        self._options = ["pages"] if pages else []

    def __enter__(self) -> str:
        self._folder = tempfile.TemporaryDirectory()
        (Path(self._folder.name) / "index.html").write_text("no front end is needed here")
        command = [sys.executable, "-c", SERVER, TOKEN, self._folder.name, *self._options]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        line = self._process.stderr.readline()
        return "ws://" + line.split("http://")[1].split("/")[0] + "/ws"

    def __exit__(self, *error: object) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.communicate()
        self._folder.cleanup()


def connected(address: str) -> connect:
    """Return a session to be entered, as a page on the same machine opens it."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return connect(address, additional_headers=headers, compression=None, max_size=None, proxy=None)


async def ask(session: ClientConnection, exhibit: str, op: str, **params: object) -> Any:
    """Send a request and return the data of its reply."""
    await session.send(encode({"id": 1, "exhibit": exhibit, "op": op, "params": params}))
    reply: Any = decode(await session.recv())  # type: ignore[arg-type]
    if not reply["ok"]:
        raise RuntimeError(reply["error"]["message"])
    return reply["data"]


async def visit(
    address: str, exhibit: str, settings: dict[str, Any], warm_up: float, seconds: float
) -> Session:
    """Open an exhibit and ask for pictures without a pause; what comes while it warms up is not counted."""
    op = "advance" if "advance" in operations(EXHIBITS[exhibit]) else "open"
    async with connected(address) as session:
        await ask(session, "lab", "hello", protocol=PROTOCOL_VERSION)
        await ask(session, exhibit, "open", **settings)
        begin = time.perf_counter() + warm_up
        waits = []
        while (asked := time.perf_counter()) < begin + seconds:
            await ask(session, exhibit, op, **({} if op == "advance" else settings))
            if asked >= begin:
                waits.append(time.perf_counter() - asked)
        return Session(seconds, waits)


async def kernels_ready(address: str) -> None:
    """Wait until the server computes with its compiled kernels; the first time on a machine takes a while."""
    async with connected(address) as session:
        while "being compiled" in (await ask(session, "playground", "open"))["setup"]["backend"]:
            await asyncio.sleep(0.5)


async def train(address: str) -> None:
    """Begin a run on MNIST that does not end by itself while the others are measured."""
    async with connected(address) as session:
        await ask(session, "train", "open", epochs=LONG)
        await ask(session, "train", "start")


async def visits(address: str, training: bool, count: int, *arguments: Any) -> list[Session]:
    """Let `count` pages do the same at the same time, perhaps while a run trains in the background."""
    await kernels_ready(address)
    if training:
        await train(address)
    return await asyncio.gather(*(visit(address, *arguments) for _ in range(count)))


def line(exhibit: str, sessions: list[Session]) -> str:
    """Return a line of the table."""
    rates = sorted(session.rate for session in sessions)
    waits = sorted(1000 * wait for session in sessions for wait in session.waits)
    pictures = (rates[0], statistics.median(rates), rates[-1])
    milliseconds = (statistics.median(waits), waits[int(0.99 * len(waits))], waits[-1])
    cells = [exhibit, len(sessions), *(f"{n:.1f}" for n in pictures), *(f"{n:.0f}" for n in milliseconds)]
    return "| " + " | ".join(map(str, cells)) + " |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lab_sessions", description=__doc__)
    parser.add_argument("--exhibit", default="playground", choices=list(EXHIBITS), metavar="ID")
    parser.add_argument("--sessions", nargs="+", type=int, default=[1, 5, 20], metavar="N")
    parser.add_argument(
        "--settings", default='{"network_shape": [8, 8]}', metavar="JSON", help="of the exhibit"
    )
    parser.add_argument("--training", action="store_true", help="while a network trains on MNIST")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--warm-up", type=float, default=3)
    options = parser.parse_args(arguments)
    settings = json.loads(options.settings)
    print(
        "| exhibit | pages | pictures/s: slowest page | median | fastest | wait ms: median | 99% | longest |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for count in options.sessions:
        with Server() as address:
            arguments = (options.exhibit, settings, options.warm_up, options.seconds)
            sessions = asyncio.run(visits(address, options.training, count, *arguments))
        print(line(options.exhibit, sessions), flush=True)


if __name__ == "__main__":
    main()
