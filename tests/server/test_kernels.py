"""Kernels: real processes, which run programs, are stopped, die, and leave nothing behind."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lab_server import LabServer, running
from waiting import LONGEST_WAIT, eventually
from websockets.sync.client import ClientConnection, connect

from neurarium.lab.encoding import decode, encode
from neurarium.lab.kernel.output import Event, Obstacle, RunError
from neurarium.lab.protocol import LabError
from neurarium.server import ServerSettings
from neurarium.server.addresses import PublicAddress
from neurarium.server.jupyter import JupyterKernels
from neurarium.server.jupyter.kernel import JupyterKernel

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kernels need Unix sockets")


class Desk:
    """A kernel at which one program after the other is run."""

    def __init__(self, kernel: JupyterKernel) -> None:
        self.kernel = kernel
        self.next = 0

    def new(self) -> list[Event]:
        """Return the events that are new."""
        output = self.kernel.output(self.next)
        self.next = output.next
        return list(output.events)

    def run(self, source: str) -> list[Event]:
        """Run a program to its end; return all that it said."""
        self.start(source)
        return self.rest()

    def start(self, source: str) -> None:
        """Run a program, and do not wait."""
        self.new()
        self.kernel.run(source)

    def rest(self) -> list[Event]:
        """Wait for the end of what runs; return what it said since."""
        eventually(lambda: self.kernel.state().outcome, "the end of a program")
        return self.new()

    def text(self, source: str) -> str:
        """Run a program; return what it printed."""
        return "".join(event.text for event in self.run(source) if event.kind == "out")

    def error(self, source: str) -> RunError:
        """Run a program that fails."""
        found = [event.error for event in self.run(source) if event.error is not None]
        assert len(found) == 1
        return found[0]

    def printed(self, word: str) -> Callable[[], bool]:
        """Return whether a word was printed, to be asked again and again."""
        heard: list[str] = []

        def look() -> bool:
            heard.extend(event.text for event in self.new())
            return word in "".join(heard)

        return look


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterKernel]:
    """Return a kernel whose ladder of stopping has short steps."""
    kernel = JupyterKernel(tmp_path_factory.mktemp("work") / "files", ladder=(0.3, 0.3))
    yield kernel
    kernel.close()
    kernel.join()


@pytest.fixture
def desk(shared: JupyterKernel) -> Desk:
    """Return the shared kernel, at which nothing runs."""
    return Desk(shared)


def is_alive(pid: int) -> bool:
    """Return whether a process lives; one that has ended and waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        if Path("/proc/self").exists():
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return True
        return False
    return state != "Z"


def test_a_program_prints_and_its_last_value_is_told(desk: Desk) -> None:
    """Output, error stream and the value of the last line come apart, in their order."""
    events = desk.run("import sys\nprint('one')\nprint('two', file=sys.stderr)\nprint('three')\n1 + 1")
    assert "".join(event.text for event in events if event.kind == "out") == "one\nthree\n"
    assert "".join(event.text for event in events if event.kind == "err") == "two\n"
    assert (events[-1].kind, events[-1].text) == ("result", "2")
    state = desk.kernel.state()
    assert (state.phase, state.outcome) == ("ready", "done")


def test_variables_stay_from_run_to_run(desk: Desk) -> None:
    """The kernel is one process: what a program has made is there for the next."""
    desk.run("kept = 41")
    assert desk.text("print(kept + 1)") == "42\n"


def test_an_error_is_data(desk: Desk) -> None:
    """Kind, line, operands and traceback of an error come apart from the output."""
    error = desk.error("import numpy as np\nX = np.zeros((5, 3))\nW = np.zeros((4, 2))\nX @ W\n")
    assert (error.kind, error.type, error.line) == ("matmul", "ValueError", 4)
    assert error.values["left_shape"] == "(5, 3)"
    assert [operand.shape for operand in error.operands] == [(5, 3), (4, 2)]
    assert error.traceback.startswith("Traceback")
    assert "\x1b" not in error.traceback
    assert desk.kernel.state().outcome == "error"


@pytest.mark.parametrize("source", ["def f(:\n    pass", "if True:\nx = 1", "print('abc", "\x0c)"])
def test_what_is_not_python_is_an_error_too(desk: Desk, source: str) -> None:
    """A syntax error is told once, with its line."""
    error = desk.error(source)
    assert error.kind in {"syntax", "indent"}
    assert error.line in {1, 2}


def test_input_cannot_ask_anybody(desk: Desk) -> None:
    """A program that asks for input ends with an error instead of waiting for ever."""
    assert desk.error("input('name? ')").kind == "input"


def test_a_broken_exception_is_told(desk: Desk) -> None:
    """An exception whose own text fails does not break the kernel."""
    error = desk.error("class Bad(Exception):\n    def __str__(self):\n        return 1 / 0\nraise Bad")
    assert (error.type, error.line) == ("Bad", 4)
    assert desk.text("print('still here')") == "still here\n"


@pytest.mark.parametrize("end", ["exit()", "quit()", "import sys; sys.exit()", "raise SystemExit(0)"])
def test_a_program_may_end_itself(desk: Desk, end: str) -> None:
    """The end that a program asks for is no error, and its variables stay."""
    events = desk.run(f"kept = 5\nprint('last')\n{end}\nprint('never')")
    assert "".join(event.text for event in events) == "last\n"
    assert desk.kernel.state().outcome == "done"
    assert desk.text("print(kept)") == "5\n"


def test_the_reason_of_an_end_is_told_as_python_does(desk: Desk) -> None:
    """A text that a program ends with is written to the error stream; a number is a code, and is not."""
    assert [event.text for event in desk.run("raise SystemExit('out of data')")] == ["out of data\n"]
    assert desk.run("import sys\nsys.exit(3)") == []


def test_the_child_of_a_fork_ends_with_the_program(desk: Desk) -> None:
    """A child that goes on to the program's end does not become a second kernel."""
    desk.run("import os\nchild = os.fork()")
    child = int(desk.text("print(child)"))
    assert child > 0
    eventually(lambda: not is_alive(child), "the end of the child")
    assert desk.text("print(child)") == f"{child}\n"


def test_halves_of_characters_break_nothing(desk: Desk) -> None:
    """What is no character becomes a question mark, in what is printed and in an error alike."""
    assert desk.text("print('a \\ud800 b')") == "a ? b\n"
    assert desk.error("raise ValueError('\\ud800')").message == "?"


def test_warnings_and_threads_call_the_program_by_its_name(desk: Desk) -> None:
    """What goes wrong beside the program's own course names its line as an error of its own does."""
    source = "import threading, warnings\nwarnings.warn('beware')\n"
    source += "def fail():\n    1 / 0\nthread = threading.Thread(target=fail)\nthread.start(); thread.join()"
    said = "".join(event.text for event in desk.run(source) if event.kind == "err")
    assert "program.py:2: UserWarning: beware" in said
    assert 'File "program.py", line 4, in fail' in said
    assert "<run" not in said


def test_figures_are_pictures(desk: Desk) -> None:
    """A figure comes as PNG; one that is updated has a name, and comes again under it in its last state."""
    pytest.importorskip("matplotlib")
    events = desk.run("import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.show()")
    figures = [event for event in events if event.png is not None]
    assert len(figures) == 1
    assert figures[0].png is not None
    assert figures[0].png[:4].tobytes() == b"\x89PNG"
    events = desk.run(
        "from IPython.display import display\nshown = display({'n': 0}, display_id=True)\n"
        "for n in range(1, 301):\n    shown.update({'n': n})\n"
    )
    displays = [event for event in events if event.kind == "display"]
    assert len({event.display for event in displays}) == 1
    assert displays[0].display
    assert displays[-1].text == "{'n': 300}"
    assert displays[-1].number - displays[0].number < 300


def test_output_can_be_cleared(desk: Desk) -> None:
    """What a program shows anew takes the place of what it has shown."""
    events = desk.run(
        "from IPython.display import clear_output\nprint('old')\nclear_output(wait=True)\nprint('new')"
    )
    after = [event.kind for event in events].index("clear")
    assert "".join(event.text for event in events[after:]) == "new\n"


def test_a_flood_is_kept_as_beginning_end_and_count(desk: Desk) -> None:
    """A million lines make a few events: the beginning, the end, and how much was between."""
    events = desk.run("for i in range(300_000):\n    print(f'{i:09}')")
    out = "".join(event.text for event in events if event.kind == "out")
    tail = [event for event in events if event.kind == "tail"][-1]
    assert out.startswith("000000000\n000000001\n")
    assert tail.text.endswith("000299998\n000299999\n")
    assert len(out) + tail.left_out + len(tail.text) == 3_000_000
    assert len(out) + len(tail.text) == 100_000
    assert desk.text("print('after')") == "after\n"


def test_low_level_output_comes_too(desk: Desk) -> None:
    """What libraries and other programs write is heard, as far as the limit lets it."""
    assert "from below" in desk.text("import os, time\nos.system('echo from below')\ntime.sleep(0.3)")


def test_names_are_completed(desk: Desk) -> None:
    """Completion knows what the program has made, what it imports, and what it only reads."""
    desk.run("my_own_name = 1")

    def matches(source: str) -> list[str]:
        found = eventually(lambda: (c := desk.kernel.complete(source, len(source))).known and c, "matches")
        assert found
        assert source[found.start : found.end] == source.rpartition(".")[2].rpartition(" ")[2]
        return [match.text for match in found.matches]

    assert "my_own_name" in matches("my_ow")
    assert "linspace" in matches("import numpy as np\nnp.lins")


def test_variables_and_completions_come_while_a_program_runs(desk: Desk) -> None:
    """The table answers during a run, and shows what changes."""
    pytest.importorskip("numpy")
    desk.start("import numpy as np\nW = np.eye(3)\nsteps = 0\nprint('on')\nwhile True:\n    steps += 1")
    eventually(desk.printed("on"), "the loop")

    def steps() -> int:
        found = desk.kernel.variables("W")
        if not found.known:
            return -1
        assert found.picture is not None
        np.testing.assert_array_equal(found.picture.cells, np.eye(3))
        return int(next(each.text for each in found.variables if each.name == "steps"))

    before = eventually(lambda: max(steps(), 0), "the first table")
    eventually(lambda: steps() > before, "a later table")
    assert desk.kernel.state().phase == "running"
    with pytest.raises(LabError) as refused:
        desk.kernel.run("1")
    assert refused.value.data["reason"] == "running"
    desk.kernel.stop()
    events = desk.rest()
    assert [event.error.kind for event in events if event.error] == ["interrupted"]
    assert desk.kernel.state().outcome == "stopped"
    assert desk.kernel.state().starts == 1


def test_stopping_climbs_until_it_helps(desk: Desk) -> None:
    """A program that ignores interrupts is ended with its process, step by step; the next run starts anew."""
    desk.start(
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('deaf')\n"
        "while True:\n    time.sleep(0.01)"
    )
    eventually(desk.printed("deaf"), "the loop")
    starts, seen = desk.kernel.state().starts, []
    desk.kernel.stop()

    def over() -> str:
        state = desk.kernel.state()
        if state.stopping and state.stopping not in seen:
            seen.append(state.stopping)
        return state.outcome

    assert eventually(over, "the restart") == "stopped"
    assert seen[0] == "interrupt"
    assert seen == [step for step in ("interrupt", "interrupt_again", "restart") if step in seen]
    assert "restarted" in [event.kind for event in desk.new()]
    assert desk.text("print('new')") == "new\n"
    assert desk.kernel.state().starts == starts + 1


def test_a_kernel_that_dies_says_so_and_starts_again(desk: Desk) -> None:
    """Death ends the run and is told with its code; variables are gone, and the next run works."""
    desk.run("kept = 1")
    starts = desk.kernel.state().starts
    events = desk.run("import os\nos._exit(7)")
    state = desk.kernel.state()
    assert events[-1].kind == "died"
    assert (state.phase, state.outcome, state.exit) == ("dead", "died", 7)
    assert desk.error("kept").kind == "name"
    assert desk.kernel.state().starts == starts + 1
    desk.run("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    assert desk.kernel.state().exit == -signal.SIGKILL


def test_a_restart_ends_what_runs_and_forgets_variables(desk: Desk) -> None:
    """The learner can always begin anew."""
    desk.run("kept = 1")
    desk.start("print('on')\nwhile True:\n    pass")
    eventually(desk.printed("on"), "the loop")
    desk.kernel.restart()
    desk.rest()
    assert desk.kernel.state().outcome == "stopped"
    assert desk.error("kept").kind == "name"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is Linux's")
def test_memory_is_limited(desk: Desk) -> None:
    """A program that takes more memory than there may be gets an error, and the machine lives."""
    limit = desk.text("import resource\nprint(resource.getrlimit(resource.RLIMIT_AS)[0])")
    assert 0 < int(limit) <= 8 * 2**30
    assert desk.error("x = bytearray(9 * 2**30)").kind == "memory"


def test_memory_is_watched_where_the_system_sets_no_limit(tmp_path: Path) -> None:
    """What a program and its children hold together is looked at: too much ends them, and is told first."""
    kernel = JupyterKernel(tmp_path, most_memory=2**30)
    try:
        desk = Desk(kernel)
        child = "import time; held = b'x' * (2**29 + 2**28); time.sleep(600)"
        begin = f"subprocess.Popen([sys.executable, '-c', {child!r}])"
        desk.start(f"import subprocess, sys, time\n{begin}\n{begin}\ntime.sleep(600)")
        events = [event for event in desk.rest() if event.kind in {"memory", "died"}]
        assert [(event.kind, event.text) for event in events] == [("memory", "1"), ("died", "")]
        assert (kernel.state().phase, kernel.state().outcome) == ("dead", "died")
    finally:
        kernel.close()
        kernel.join()


def test_programs_know_no_secrets_and_work_in_their_folder(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the lab's own is in a kernel's environment; its sockets are in a folder of ours alone."""
    monkeypatch.setenv("NEURARIUM_TOKEN", "secret-token")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere.py")
    desk.kernel.restart()
    told = desk.text("import os, sys\nprint(*os.environ.items(), os.getcwd(), *sys.argv)")
    assert "secret-token" not in told
    assert "nowhere.py" not in told
    assert str(desk.kernel._folder.resolve()) in told
    process = desk.kernel._process
    assert process is not None
    assert stat.S_IMODE(process.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE((process.sockets / "connection.json").stat().st_mode) == 0o600
    assert len(os.fsencode(process.sockets / "k-5")) < 104
    assert not [name for name in told.split() if "tcp://" in name]


def test_a_second_process_of_a_program_ends_with_it(desk: Desk) -> None:
    """What a program has started does not outlive its kernel."""
    child = int(
        desk.text(
            "import subprocess, sys\np = subprocess.Popen([sys.executable, '-c', "
            "'import time; time.sleep(10**6)'])\nprint(p.pid)"
        )
    )
    assert is_alive(child)
    desk.kernel.restart()
    eventually(lambda: not is_alive(child), "the end of the child")


# --- the host ---------------------------------------------------------------------------------------------


def test_there_are_only_so_many_kernels(tmp_path: Path) -> None:
    """A fifth page is refused in words; when another one closes there is room again."""
    kernels = JupyterKernels(most=2)
    first, _ = kernels.new(tmp_path), kernels.new(tmp_path)
    with pytest.raises(LabError) as refused:
        kernels.new(tmp_path)
    assert (refused.value.data["reason"], refused.value.data["what"]) == ("too_many", "2")
    first.close()
    kernels.new(tmp_path)
    kernels.close()


@pytest.mark.parametrize(
    ("host", "url", "open_to"),
    [
        ("127.0.0.1", None, None),
        ("localhost", None, None),
        ("::1", None, None),
        ("127.0.0.1", "http://localhost:9000/", None),
        ("127.0.0.1", "http://[::1]:9000/lab/", None),
        ("127.0.0.1", "https://example.org/lab/", "example.org"),
        ("0.0.0.0", None, "0.0.0.0"),
        ("192.0.2.7", None, "192.0.2.7"),
        ("::", "http://localhost:9000/", "::"),
    ],
)
def test_programs_run_only_where_nobody_else_reaches_the_lab(
    tmp_path: Path, host: str, url: str | None, open_to: str | None
) -> None:
    """With another host, or behind a proxy, there are no kernels, and the reason names the address."""
    public = None if url is None else PublicAddress.parse(url)
    kernels = JupyterKernels.of(ServerSettings(host=host, public=public))
    assert kernels.obstacle() == (None if open_to is None else Obstacle("not_local", open_to))
    if open_to is not None:
        with pytest.raises(LabError) as refused:
            kernels.new(tmp_path)
        assert refused.value.code == "kernel"
        assert open_to in refused.value.message


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Jupyter's packages the lab works, and says what programs need."""
    monkeypatch.setitem(sys.modules, "ipykernel", None)
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ipykernel" else find(name))
    assert JupyterKernels().obstacle() == Obstacle("not_installed", "ipykernel")


def test_serving_the_lab_loads_no_jupyter() -> None:
    """A lab in which nobody runs a program does not pay for it."""
    program = "import neurarium.server, sys; print('zmq' in sys.modules, 'jupyter_client' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


# --- the end of the server --------------------------------------------------------------------------------


def page_of(server: LabServer) -> AbstractContextManager[ClientConnection]:
    """Open a session of a server."""
    return connect(
        server.origin.replace("http", "ws") + "/ws",
        additional_headers={"Authorization": f"Bearer {server.token}"},
        open_timeout=LONGEST_WAIT,
        proxy=None,
    )


def ask(page: ClientConnection, op: str, **params: object) -> Any:
    """Ask the code lab."""
    page.send(encode({"id": 1, "exhibit": "code", "op": op, "params": params}))
    reply: Any = decode(page.recv())
    assert reply["ok"], reply
    return reply["data"]


def begun(page: ClientConnection) -> tuple[int, int, Path]:
    """Run a program that never ends, with a child; return the pids of both, and the folder of sockets."""
    ask(page, "open")
    ask(
        page,
        "run",
        source="import os, re, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(10**6)'])\n"
        "print(os.getpid(), child.pid, os.environ['IPYTHONDIR'], flush=True)\n"
        "re.match('(a*)*b', 'a' * 60)",  # years inside C, without a pause for other threads
    )
    heard, since = "", 0

    def told() -> list[str]:
        nonlocal heard, since
        output = ask(page, "output", since=since)
        since = output["next"]
        heard += "".join(event["text"] for event in output["events"])
        return heard.split() if heard.endswith("\n") else []

    kernel, child, folder = eventually(told, "the first line of a program")
    return int(kernel), int(child), Path(folder).parent


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=lambda how: how.name)
def test_the_end_of_the_server_leaves_nothing_behind(tmp_path: Path, how: signal.Signals) -> None:
    """However the server ends, its kernels and what they have started end too, and their folder goes."""
    server = LabServer(tmp_path, warm_up=False)
    server.start()
    try:
        with page_of(server) as page:
            kernel, child, folder = begun(page)
            assert is_alive(kernel)
            assert is_alive(child)
            assert folder.exists()
            server.end(how)
    finally:
        server.kill()
    eventually(lambda: not is_alive(kernel) and not is_alive(child), "the end of the kernel")
    eventually(lambda: not folder.exists(), "the end of its folder")


def test_a_kernel_ends_with_its_page(tmp_path: Path) -> None:
    """A page that is closed leaves no process; another page keeps its own, and has other variables."""
    with running(tmp_path, warm_up=False) as server, page_of(server) as other:
        with page_of(server) as page:
            kernel, child, _ = begun(page)
            others, _, _ = begun(other)
            assert others != kernel
        eventually(lambda: not is_alive(kernel) and not is_alive(child), "the end of the kernel")
        assert is_alive(others)
