"""The lab as a browser's worker runs it: frames in, frames out, and MNIST that comes later."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import neurarium
from neurarium.lab import PROTOCOL_VERSION
from neurarium.lab.digits import digits
from neurarium.lab.encoding import decode, encode
from neurarium.site.host import Host

MNIST_FILE = Path(neurarium.__file__).parent / "data" / "mnist.npz"
MNIST = import_module("neurarium.data.mnist")  # the package has a function of this name


def frame(exhibit: str, op: str, **params: Any) -> bytes:
    """Return a page's question."""
    return encode({"id": 7, "exhibit": exhibit, "op": op, "params": params})


@pytest.fixture
def without_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let MNIST be read from a file that is not there yet."""
    path = tmp_path / "mnist.npz"
    for module in (MNIST, import_module("neurarium.site.host")):
        monkeypatch.setattr(module, "MNIST_FILE", path)
    digits.cache_clear()
    yield path
    digits.cache_clear()


def test_each_page_has_a_session_of_its_own(tmp_path):
    """Two pages ask, each for itself; one that has ended does not disturb the other."""
    host = Host(str(tmp_path))
    one, two = host.open(), host.open()
    welcome: Any = decode(host.answer(one, memoryview(frame("lab", "hello", protocol=PROTOCOL_VERSION))))
    assert (welcome["id"], welcome["ok"]) == (7, True)
    assert decode(host.answer(one, frame("neuron", "open")))["ok"]
    host.close(one)
    assert decode(host.answer(two, frame("neuron", "answer")))["error"]["code"] == "not_open"


def test_what_needs_the_images_waits_for_them(tmp_path, without_mnist):
    """As long as they are on their way there is no answer; once they are there, the right one."""
    data = MNIST_FILE.read_bytes()
    host = Host(str(tmp_path / "data"))
    assert host.awaits_mnist
    assert not host.left_runs
    page = host.open()
    question = frame("overfitting", "open")
    assert host.answer(page, question) is None
    assert decode(host.answer(page, frame("neuron", "open")))["ok"]
    host.add_mnist(memoryview(data))
    assert decode(host.answer(page, question))["ok"]


def test_images_that_never_come_are_said(tmp_path, without_mnist):
    """If they could not be loaded, what needs them is refused, in words."""
    host = Host(str(tmp_path / "data"))
    host.awaits_mnist = False
    refusal: Any = decode(host.answer(host.open(), frame("overfitting", "open")))
    assert refusal["error"]["code"] == "no_mnist"


def test_a_long_run_goes_on_between_questions_and_leaves_its_model(tmp_path):
    """A training is advanced until it has ended; the next visit finds what it has made."""
    settings = {"layers": [2], "epochs": 1, "limit": 1000}

    def visit() -> tuple[Host, Any]:
        host = Host(str(tmp_path))
        page = host.open()

        def ask(op: str, **params: Any) -> Any:
            answer: Any = decode(host.answer(page, frame("train", op, **params)))
            assert answer["ok"], answer
            return answer["data"]

        ask("open", **settings)
        return host, ask

    host, ask = visit()
    assert not host.advance()
    ask("start", name="site", replaces=None, paused=False)
    while host.advance():
        pass
    assert ask("open", **settings)["run"]["state"] == "finished"
    _, ask = visit()
    assert [model["name"] for model in ask("models")] == ["site"]
