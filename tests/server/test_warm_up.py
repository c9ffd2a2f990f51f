"""Getting the compiled kernels ready in the background."""

import gc
import threading

import pytest
from waiting import LONGEST_WAIT

from neurarium.server import warm_up as module
from neurarium.server.warm_up import WarmUp


@pytest.fixture
def prepared(monkeypatch):
    """An event that is set when this process loads the kernels."""
    event = threading.Event()
    monkeypatch.setattr(module.kernels, "prepare", event.set)
    yield event
    gc.unfreeze()


def test_loads_what_another_process_compiled(monkeypatch, prepared):
    """When the compiling process has ended well, the kernels are loaded here."""
    monkeypatch.setattr(module, "_PROGRAM", "pass")
    warm_up = WarmUp()
    warm_up.start()
    assert prepared.wait(LONGEST_WAIT)
    warm_up._thread.join(LONGEST_WAIT)
    assert gc.get_freeze_count() > 0
    warm_up.stop()


def test_loads_nothing_if_compiling_failed(monkeypatch, prepared):
    """Where the kernels cannot be compiled, there is nothing to load, and nothing is said."""
    monkeypatch.setattr(module, "_PROGRAM", "raise ImportError('no Numba')")
    warm_up = WarmUp()
    warm_up.start()
    warm_up._thread.join(LONGEST_WAIT)
    assert not prepared.is_set()
    warm_up.stop()


def test_stops_at_once(monkeypatch, prepared):
    """A compiler at work is ended with the server, and leaves no process behind."""
    monkeypatch.setattr(module, "_PROGRAM", "import time; time.sleep(600)")
    warm_up = WarmUp()
    warm_up.start()
    warm_up.stop()
    assert warm_up._compiler.returncode is not None
    warm_up._thread.join(LONGEST_WAIT)
    assert not prepared.is_set()


def test_a_machine_without_room_for_a_process(monkeypatch, prepared):
    """If no process can be started, the lab runs all the same."""

    def refuse(*args, **kwargs):
        raise OSError("no more processes")

    monkeypatch.setattr(module.subprocess, "Popen", refuse)
    warm_up = WarmUp()
    warm_up.start()
    warm_up.stop()
    assert not prepared.is_set()


def test_the_program_compiles():
    """What the other process runs is a call that exists."""
    compile(module._PROGRAM, "warm-up", "exec")
    assert callable(module.kernels.prepare)
