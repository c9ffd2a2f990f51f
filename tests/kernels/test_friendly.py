"""What surrounds the kernels: choosing them, the cache, threads, interrupts, other processors."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from waiting import LONGEST_WAIT

from neurarium import kernels
from neurarium.engine import MLP, SGD, Adam, CrossEntropy, MeanSquaredError, ParameterError, ReLU
from neurarium.kernels import cache
from neurarium.kernels.compiling import entry
from neurarium.kernels.cores import available_cores, container_quota
from neurarium.kernels.rows import read_rows
from neurarium.kernels.stepper import Stepper
from neurarium.kernels.team import Team, flush_denormals, restore_control
from neurarium.training import Dataset, TrainConfig, Trainer


def _data(n=100, n_in=6):
    rng = np.random.default_rng(0)
    return Dataset(rng.normal(size=(n, n_in)).astype(np.float32), rng.integers(0, 3, n))


def _python(code, **environment):
    """Run a program in a new interpreter; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=LONGEST_WAIT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- choosing ---------------------------------------------------------------------------------------------


def test_automatic_choice_says_why():
    """The kernels are chosen by themselves; what they do not know goes to NumPy, with the reason."""
    event = Trainer(MLP([6, 4, 3]), _data(), TrainConfig()).started()
    assert event.backend == "compiled"
    assert "Numba" in event.why
    for network, reason in (
        (MLP([6, 4, 3], batch_norm=True), "batch norm"),
        (MLP([6, 6, 3], residual=True), "residual"),
        (MLP([6, 4, 3], dtype=np.float64), "float64"),
    ):
        event = Trainer(network, _data(), TrainConfig(epochs=1)).started()
        assert event.backend == "numpy"
        assert reason in event.why
    assert "asked" in Trainer(MLP([6, 4, 3]), _data(), TrainConfig(backend="numpy")).started().why


def test_demanding_the_impossible_is_an_error():
    """Asking for the compiled backend where it cannot work says what is in the way."""
    with pytest.raises(ParameterError, match="no batch norm layer"):
        Trainer(MLP([6, 4, 3], batch_norm=True), _data(), TrainConfig(backend="compiled"))


def test_gelu_is_compiled_below_the_last_layer():
    """Its slope needs the sums, which the kernels keep of hidden layers only."""
    assert kernels.why_not(MLP([6, 4, 3], activation="gelu"), CrossEntropy(), Adam()) is None
    last = MLP([6, 4, 3], output="gelu")
    assert "GELU below the last layer" in kernels.why_not(last, MeanSquaredError(), Adam())


def test_a_subclass_may_compute_anything_so_it_runs_on_numpy():
    """Types are compared exactly: somebody's own activation is never mistaken for the one it derives from."""

    class Mine(ReLU):
        pass

    network = MLP([6, 4, 3], activation=Mine())
    assert "no activation" in kernels.why_not(network, CrossEntropy(), Adam())
    assert kernels.why_not(MLP([6, 4, 3]), CrossEntropy(), Adam()) is None


def test_numba_is_not_imported_before_it_is_needed():
    """Importing Numba takes long: neither the package nor a NumPy run does so."""
    assert "False False" in _python(
        "import sys, neurarium.kernels, neurarium.training as t, numpy as np\n"
        "from neurarium.engine import MLP\n"
        "before = 'numba' in sys.modules\n"
        "data = t.Dataset(np.zeros((4, 2)), np.zeros(4, int))\n"
        "t.Trainer(MLP([2, 2]), data, t.TrainConfig(backend='numpy', epochs=1)).fit()\n"
        "print(before, 'numba' in sys.modules)"
    )


def test_without_numba_everything_works():
    """A missing or broken Numba means NumPy, and the reason is given."""
    code = (
        "import sys, numpy as np\n"
        "class Broken:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name in ('numba', 'llvmlite'): raise ImportError('numba needs another numpy')\n"
        "{}\n"
        "import neurarium.training as t\n"
        "from neurarium.engine import MLP\n"
        "data = t.Dataset(np.zeros((4, 2)), np.zeros(4, int))\n"
        "trainer = t.Trainer(MLP([2, 2]), data, t.TrainConfig(epochs=1))\n"
        "trainer.fit(); print(trainer.started().backend, trainer.started().why)"
    )
    missing = _python(code.format("sys.modules['numba'] = sys.modules['llvmlite'] = None"))
    assert missing.startswith("numpy")
    assert "not installed" in missing
    broken = _python(code.format("sys.meta_path.insert(0, Broken())"))
    assert broken.startswith("numpy")
    assert "numba needs another numpy" in broken


_STAND_INS = {
    "a name is gone": ("", "Numba cannot be loaded (cannot import name 'njit'"),
    "a module is gone": ("njit = types = from_dtype = None", "it has no numba.core"),
    "any other error": ("raise TypeError('unexpected keyword')", "(TypeError: unexpected keyword)"),
}


@pytest.mark.parametrize("kind", _STAND_INS)
def test_a_numba_that_fails_in_any_way_means_numpy(tmp_path, kind):
    """Whatever goes wrong while the kernels are imported, training continues in NumPy and says why."""
    content, reason = _STAND_INS[kind]
    (tmp_path / "numba").mkdir()
    (tmp_path / "numba" / "__init__.py").write_text(f"{content}\n")
    code = (
        "import numpy as np, neurarium.training as t\n"
        "from neurarium.engine import MLP\n"
        "from neurarium.training.backends import forward_of\n"
        "data = t.Dataset(np.zeros((4, 2)), np.zeros(4, int))\n"
        "trainer = t.Trainer(MLP([2, 2]), data, t.TrainConfig(epochs=1))\n"
        "trainer.fit(); print(trainer.started().why)\n"
        "assert forward_of(trainer.network)(np.zeros((3, 2), np.float32)).shape == (3, 2)"
    )
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    why = _python(code, PYTHONPATH=path)
    assert why.startswith("the NumPy reference, because ")
    assert reason in why


# --- the cache --------------------------------------------------------------------------------------------

_SMALL_RUN = (
    "import json, time, numpy as np\n"
    "from neurarium.kernels.compiling import entry\n"
    "from neurarium.kernels.rows import count_elements\n"
    "counts = np.zeros(3, np.int64)\n"
    "count_elements(0, 1, np.array([1, 0, 2, 0], np.uint8), 2, counts)\n"
    "print(json.dumps([counts.tolist(), sum(count_elements.stats.cache_hits.values())]))"
)


def test_the_cache_is_used_and_survives_damage(tmp_path):
    """The second run loads machine code; a damaged, foreign or stale entry costs a compilation, no more."""
    first = json.loads(_python(_SMALL_RUN, NUMBA_CACHE_DIR=str(tmp_path)))
    assert first == [[0, 1, 1], 0]
    assert json.loads(_python(_SMALL_RUN, NUMBA_CACHE_DIR=str(tmp_path))) == [[0, 1, 1], 1]
    files = [f for f in (tmp_path / "neurarium-kernels").iterdir() if f.is_file()]
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[:40])
    assert json.loads(_python(_SMALL_RUN, NUMBA_CACHE_DIR=str(tmp_path))) == [[0, 1, 1], 0]


_LOADED_RUN = """
import sys, numpy as np
from neurarium import kernels
from neurarium.engine import MLP, Scaling
from neurarium.training import Dataset, TrainConfig, Trainer
kernels.prepare()
rng = np.random.default_rng(0)
x = rng.integers(0, 256, (90, 64), dtype=np.uint8) * (rng.random((90, 64)) < 0.2).astype(np.uint8)
for sizes, scaling in (([64, 40, 3], Scaling.unit()), ([64, 8, 3], Scaling(3.0, 0.01))):
    outputs = []
    for backend in "compiled", "numpy":
        network = MLP(sizes, activation="tanh")
        config = TrainConfig(epochs=2, backend=backend)
        trainer = Trainer(network, Dataset(x, np.arange(90) % 3, scaling=scaling), config)
        trainer.fit()
        outputs.append(trainer.predict(x))
    np.testing.assert_allclose(*outputs, rtol=1e-4)
print("numba.np.arraymath" in sys.modules)
import numba
print(numba.njit(lambda x: np.sum(np.exp(x)))(np.zeros(3)))
"""


def test_loading_leaves_the_compiler_asleep():
    """What is loaded needs nothing that Numba imports for compiling; code compiled later still has it."""
    kernels.prepare()  # so that there is something to load
    assert _python(_LOADED_RUN) == "False\n3.0\n"


def test_an_unusable_cache_folder_is_no_obstacle(tmp_path):
    """Where nothing can be written (here: the folder is a file), each run compiles for itself."""
    obstacle = tmp_path / "neurarium-kernels"
    obstacle.write_text("not a folder")
    assert json.loads(_python(_SMALL_RUN, NUMBA_CACHE_DIR=str(tmp_path)))[0] == [0, 1, 1]
    assert obstacle.read_text() == "not a folder"


def test_code_that_others_could_have_written_is_not_executed(tmp_path):
    """An entry in a folder that all may write to is not loaded."""
    json.loads(_python(_SMALL_RUN, NUMBA_CACHE_DIR=str(tmp_path)))
    (tmp_path / "neurarium-kernels").chmod(0o777)
    assert json.loads(_python(_SMALL_RUN, NUMBA_CACHE_DIR=str(tmp_path)))[1] == 0


def test_any_change_of_the_package_makes_the_cache_stale(monkeypatch, tmp_path):
    """The fingerprint covers all files of the package, not only the one an entry stands in."""
    for file in Path(cache.__file__).parent.glob("*.py"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    before = cache.fingerprint.__wrapped__()
    assert before == cache.fingerprint()
    with (tmp_path / "product.py").open("a") as file:
        file.write("\n")
    assert cache.fingerprint.__wrapped__() != before


# --- processors -------------------------------------------------------------------------------------------

_TRAIN = """
import json, numpy as np
from neurarium.engine import MLP, Scaling
from neurarium.kernels import product
from neurarium.training import Dataset, TrainConfig, Trainer
rng = np.random.default_rng(0)
x = rng.integers(0, 256, (70, 60), dtype=np.uint8)
y = rng.integers(0, 10, 70)
results = []
for backend in ("numpy", "compiled"):
    for shift in (0.0, 30.0):
        network = MLP([60, 72, 20, 10], activation="tanh")
        config = TrainConfig(epochs=1, batch_size=32, backend=backend)
        Trainer(network, Dataset(x * (x % 5 == 0), y, scaling=Scaling(shift, 1 / 255)), config).fit()
        results.append(network.theta)
gap = max(np.abs(results[i] - results[i + 2]).max() for i in (0, 1))
print(json.dumps([float(gap), product.ROWS, product.VECTORS]))
"""


@pytest.mark.skipif(not kernels.is_x86(), reason="the names of these processors are those of x86")
@pytest.mark.parametrize(
    ("cpu", "features", "tile"),
    [("haswell", "+avx2,+fma,+avx,+sse4.2", [6, 1]), ("x86-64", "+sse2", [2, 1])],
)
def test_processors_with_narrower_registers(cpu, features, tile):
    """With AVX2, and with nothing but SSE2, the same program gives the same training."""
    gap, *shape = json.loads(_python(_TRAIN, NUMBA_CPU_NAME=cpu, NUMBA_CPU_FEATURES=features))
    assert shape == tile
    assert gap < 1e-5


@entry
def _halve(x, times):
    before = flush_denormals()
    for _ in range(times):
        x = x * np.float32(0.5)
    restore_control(before)
    return x


def test_denormal_numbers_are_flushed_inside_only():
    """Kernels take numbers below 1e-38 for 0; the thread's other code is not affected."""
    assert _halve(np.float32(1e-37), 10) == 0
    assert np.float32(1e-37) * np.float32(2.0**-10) > 0


# --- threads ----------------------------------------------------------------------------------------------


def test_cores_respect_affinity_and_quota(tmp_path, monkeypatch):
    """Threads default to what the process may really use, in containers of both kinds too."""
    if hasattr(os, "sched_getaffinity"):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5})
        monkeypatch.setattr("neurarium.kernels.cores.container_quota", lambda: None)
        assert available_cores() == 3
        monkeypatch.setattr("neurarium.kernels.cores.container_quota", lambda: 1.5)
        assert available_cores() == 2
    membership = tmp_path / "cgroup"
    new, old = tmp_path / "new", tmp_path / "old"
    (new / "pod" / "box").mkdir(parents=True)
    membership.write_text("0::/pod/box\n")
    assert container_quota(new, membership) is None
    (new / "pod" / "box" / "cpu.max").write_text("max 100000\n")
    assert container_quota(new, membership) is None
    (new / "pod" / "cpu.max").write_text("150000 100000\n")
    assert container_quota(new, membership) == 1.5
    (old / "cpu" / "docker").mkdir(parents=True)
    membership.write_text("4:cpu,cpuacct:/docker\n1:name=systemd:/docker\n")
    (old / "cpu" / "docker" / "cpu.cfs_quota_us").write_text("200000\n")
    (old / "cpu" / "docker" / "cpu.cfs_period_us").write_text("100000\n")
    assert container_quota(old, membership) == 2
    (old / "cpu" / "docker" / "cpu.cfs_quota_us").write_text("-1\n")
    assert container_quota(old, membership) is None


def test_small_work_stays_with_one_thread():
    """A network whose step is over before threads have met gets one thread, however many are allowed."""
    event = Trainer(MLP([6, 64, 3]), _data(), TrainConfig(threads=8)).started()
    assert "1 thread" in event.why


@pytest.mark.parametrize(
    ("sizes", "threads"),
    [([60, 31, 3], 1), ([60, 32, 3], 2), ([60, 96, 3], 2), ([900, 96, 3], 3), ([900, 640, 3], 8)],
)
def test_large_work_is_shared(monkeypatch, sizes, threads):
    """Two threads take what is worth sharing at all; each further one must have enough work."""
    monkeypatch.setattr("neurarium.kernels.stepper.available_cores", lambda: 8)
    config = TrainConfig(batch_size=None)
    event = Trainer(MLP(sizes), _data(n=100, n_in=sizes[0]), config).started()
    assert f"{threads} thread" in event.why


def test_a_team_waits_for_all_and_passes_errors_on():
    """An error in any thread reaches the caller, after the others have come back."""
    team = Team(3)
    done = []

    def work(rank):
        if rank == 1:
            raise ValueError("rank 1")
        time.sleep(0.05)
        done.append(rank)

    with pytest.raises(ValueError, match="rank 1"):
        team.run(work)
    assert sorted(done) == [0, 2]
    team.close()


def test_nobody_waits_for_a_caller_that_never_comes(monkeypatch):
    """An interrupt between handing out work and joining in leaves no thread behind, and no trace."""
    monkeypatch.setattr("neurarium.kernels.stepper.available_cores", lambda: 2)
    monkeypatch.setattr("neurarium.kernels.stepper.WORK_PER_THREAD", 1)
    network, optimizer = MLP([6, 64, 3], dropout=0.1), SGD()
    data = _data()
    stepper = Stepper(
        network, read_rows(data.x_train, 0.0, 1.0), data.y_train, loss=CrossEntropy(), optimizer=optimizer,
        state=optimizer.init(network.theta), batch_size=10,
    )  # fmt: skip
    assert stepper.threads == 2
    real, before = stepper._team.run, network.theta.copy()

    def interrupted(function):
        def thread(rank):
            if rank == 0:
                raise KeyboardInterrupt
            return function(rank)

        return real(thread)

    rng = np.random.default_rng(0)
    monkeypatch.setattr(stepper._team, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        stepper.take(np.arange(100), 10, 1, np.ones(10), rng)
    np.testing.assert_array_equal(network.theta, before)
    monkeypatch.setattr(stepper._team, "run", real)
    assert stepper.take(np.arange(100), 10, 1, np.ones(10), rng).steps == 10


def test_other_threads_run_while_kernels_compute(monkeypatch):
    """The GIL is free: a second Python thread keeps counting during one stretch of compiled code."""
    monkeypatch.setattr("neurarium.kernels.stepper.SLICE_SECONDS", 1.0)
    rng, network, optimizer = np.random.default_rng(0), MLP([300, 300, 3]), SGD(1e-4)
    stepper = Stepper(
        network, read_rows(rng.normal(size=(2000, 300)), 0.0, 1.0), rng.integers(0, 3, 2000),
        loss=CrossEntropy(), optimizer=optimizer, state=optimizer.init(network.theta), batch_size=100,
        threads=1,
    )  # fmt: skip
    compute, count, counted, stop = stepper._run, [0], [], threading.Event()

    def stretch(*arguments):
        before = count[0]
        done = compute(*arguments)
        counted.append(count[0] - before)
        return done

    def tick():
        while not stop.wait(0.001):
            count[0] += 1

    monkeypatch.setattr(stepper, "_run", stretch)
    ticker = threading.Thread(target=tick)
    ticker.start()
    try:
        for _ in range(100):  # on a busy machine a stretch may pass without any time for the other thread
            stepper.take(np.tile(np.arange(2000), 50), 100, 1, np.ones(1000))
            if max(counted) > 10:
                break
    finally:
        stop.set()
        ticker.join()
    assert max(counted) > 10


@pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")
def test_an_interrupt_is_heard_in_the_middle_of_a_long_slice():
    """Ctrl-C ends a slice of a million steps, half an hour of work, and the run can be resumed from there."""
    code = """
import signal, numpy as np
from neurarium.engine import MLP
from neurarium.kernels.rows import read_rows
from neurarium.kernels.stepper import Stepper
from neurarium.engine import SGD, CrossEntropy
signal.signal(signal.SIGINT, signal.default_int_handler)
rng = np.random.default_rng(0)
network, optimizer = MLP([64, 1024, 1024, 1024, 1024, 3]), SGD(1e-4)
stepper = Stepper(network, read_rows(rng.normal(size=(100, 64)), 0.0, 1.0), rng.integers(0, 3, 100),
    loss=CrossEntropy(), optimizer=optimizer, state=optimizer.init(network.theta), batch_size=10)
stepper.take(np.arange(100), 10, 1, np.ones(10))
try:
    print("ready", flush=True)
    stepper.take(np.tile(np.arange(100), 1_000_00), 10, 11, np.ones(1_000_000))
except KeyboardInterrupt:
    print("stopped", stepper.take(np.arange(100), 10, 1, np.ones(10)).steps, flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=LONGEST_WAIT)[0] == "stopped 10\n"
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(("hidden", "most"), [([8], 1000), ([128], 10), ([1024, 1024], 1)])
def test_the_first_slice_is_short_whatever_the_network(hidden, most):
    """Before it is known how long a step takes, Ctrl-C must not have to wait for many large ones."""
    rng, network, optimizer = np.random.default_rng(0), MLP([784, *hidden, 10]), SGD(1e-4)
    stepper = Stepper(
        network, read_rows(rng.normal(size=(128, 784)), 0.0, 1.0), rng.integers(0, 10, 128),
        loss=CrossEntropy(), optimizer=optimizer, state=optimizer.init(network.theta), batch_size=128,
    )  # fmt: skip
    assert 1 <= stepper._slice(128, 1000, warps=False) <= most


def test_preparing_compiles_all_that_a_run_needs():
    """After `prepare` no training and no prediction has to compile anything."""
    from neurarium.kernels.pixels import pixels_of, write_pixels
    from neurarium.kernels.predict import Predictor, predict_rows
    from neurarium.kernels.small import take_small_steps
    from neurarium.kernels.steps import take_steps
    from neurarium.kernels.warp import warp_rows

    assert kernels.prepare() >= 0
    entries = (take_steps, take_small_steps, predict_rows, warp_rows, write_pixels)
    before = [len(function.signatures) for function in entries]
    assert min(before) >= 1
    Trainer(MLP([6, 40, 3], dropout=0.1), _data(), TrainConfig(epochs=1)).fit()
    Trainer(MLP([6, 4, 3]), _data(), TrainConfig(epochs=1, optimizer=Adam())).fit()
    Predictor(MLP([6, 4, 3]))(np.zeros((2, 6)))
    for kind in (np.float32, np.float64):
        pixels_of(np.zeros((2, 3), kind), 1.0)
    assert [len(function.signatures) for function in entries] == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_trainer_goes_on_in_a_forked_child() -> None:
    """Threads do not come along in a fork: the child makes new ones, and learns what the parent learns."""
    code = """
import os, sys, numpy as np
from neurarium import MLP, Dataset, TrainConfig, Trainer
rng = np.random.default_rng(0)
data = Dataset(rng.normal(size=(600, 100)).astype(np.float32), rng.integers(0, 10, 600))
trainer = Trainer(MLP([100, 128, 10]), data, TrainConfig(backend="compiled", threads=2, epochs=3))
list(trainer.advance(2))
child = os.fork()
trainer.fit()
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if child else None  # one writes after the other
print(trainer.network.theta.sum().item(), flush=True)
if not child:
    os._exit(0)
print(code)
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True, text=True, check=True, timeout=LONGEST_WAIT,
    )  # fmt: skip
    first, *rest = done.stdout.split()
    assert rest == [first, "0"]
