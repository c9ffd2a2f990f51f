"""What the terminal says when the lab starts."""

import io

import numpy as np
import pytest

from neurarium.server import ServerSettings
from neurarium.server.addresses import PublicAddress
from neurarium.server.greeting import can_draw, greeting, qr_code


def lines(draws: bool = False, url: str | None = None, **settings: object) -> list[str]:
    public = None if url is None else PublicAddress.parse(url)
    return greeting(ServerSettings(port=9000, token="t", public=public, **settings), draws=draws)


@pytest.fixture
def addresses(monkeypatch):
    """Let this machine have two addresses, one of them of no use to others."""
    found = ["192.0.2.7", "127.0.1.1"]
    monkeypatch.setattr("neurarium.server.addresses._own_addresses", lambda family: iter(found))
    return found


def test_at_home():
    """For this machine alone the terminal gives one address, and how to end the lab."""
    assert lines(draws=True) == [
        "Neurarium's lab is at http://127.0.0.1:9000/?token=t",
        "Press Ctrl-C to end.",
    ]


def test_for_a_network(addresses):
    """Listening for others, it gives the addresses that they can open, and says that nothing is encrypted."""
    said = lines(host="0.0.0.0")
    assert "  http://192.0.2.7:9000/?token=t" in said
    assert "127.0.1.1" not in " ".join(said)
    assert sum("Nothing is encrypted" in line for line in said) == 1
    assert lines(host="192.0.2.9").count("  http://192.0.2.9:9000/?token=t") == 1


def test_without_a_network(monkeypatch):
    """Without a network, the greeting says that no other machine can connect."""
    monkeypatch.setattr("neurarium.server.addresses._own_addresses", lambda family: iter(()))
    assert any("no address in a network" in line for line in lines(draws=True, host="0.0.0.0"))


def test_behind_a_proxy():
    """With an address as seen from outside, that is the one to open; unencrypted ways are named."""
    said = lines(url="https://example.org/user/me/")
    assert said[0].endswith("https://example.org/user/me/?token=t")
    assert any("Between the proxy and this machine" in line for line in said)
    assert any("Nothing is encrypted" in line for line in lines(url="http://example.org/"))
    assert not any("encrypted" in line for line in lines(url="http://localhost:9001/"))


def test_the_code_for_a_tablet(addresses):
    """The QR code is one for the first address, with its three corners where they belong."""
    plain = lines(host="0.0.0.0")
    said = lines(draws=True, host="0.0.0.0")
    drawn = [line for line in said if line not in plain]
    assert drawn == qr_code("http://192.0.2.7:9000/?token=t")
    cells = {" ": (1, 1), "▀": (0, 1), "▄": (1, 0), "█": (0, 0)}  # what is dark, of the upper and lower half
    bare = [line.removeprefix("\x1b[97;40m").removesuffix("\x1b[0m") for line in drawn]
    dark = np.array([[cells[c][half] for c in line] for line in bare for half in (0, 1)])
    size = dark.shape[1]
    code = dark[2 : size - 2, 2:-2]
    assert code.shape[0] == code.shape[1]
    assert (code.shape[0] - 17) % 4 == 0  # a QR code's sizes are 21, 25, 29, …
    finder = np.ones((7, 7), int)
    finder[1:-1, 1:-1], finder[2:-2, 2:-2] = 0, 1
    for corner in (code[:7, :7], code[:7, -7:], code[-7:, :7]):
        assert np.array_equal(corner, finder)


def test_where_codes_are_drawn():
    """Codes are drawn on terminals that have the characters, and nowhere else."""

    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    assert can_draw(Terminal(io.BytesIO(), "utf-8"))
    assert not can_draw(Terminal(io.BytesIO(), "ascii"))
    assert not can_draw(io.TextIOWrapper(io.BytesIO(), "utf-8"))
