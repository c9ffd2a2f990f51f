"""Whole files only, whenever the writer is killed."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from waiting import LONGEST_WAIT

from neurarium.persist.atomic import sweep, write_atomically

needs_sigkill = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

# Saves a model with all weights equal to 1, then 2, then 3, …; a file of two mixed versions would show.
_WRITER = """
import itertools, json, os, random, signal, sys, time
from pathlib import Path
from neurarium.engine import MLP
from neurarium.persist import Model, TrainingState, load_model, save_model

path = Path(sys.argv[1])
network = MLP([200, 200, 10])

def save(version):
    network.theta[...] = version
    save_model(Model(network, training=TrainingState({"m": network.theta}, {"epoch": version})), path)

def version_of_sound_file():
    loaded = load_model(path)  # raises if the file is broken
    version = loaded.training.values["epoch"]
    assert (loaded.network.theta == version).all() and (loaded.training.tensors["m"] == version).all()
    return version

def in_child(work):
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid
"""

_RANDOM_KILLS = """
chance, versions = random.Random(4), []
save(1)
for _ in range(20):
    reader, writer = os.pipe()

    def work(first=version_of_sound_file() + 1):
        for version in itertools.count(first):
            save(version)
            if version == first:
                os.write(writer, b"!")

    child = in_child(work)
    os.close(writer)
    os.read(reader, 1)
    time.sleep(chance.uniform(0.0, 0.05))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    versions.append(version_of_sound_file())
print(json.dumps({"versions": versions}))
"""

# Python announces every opening, renaming and removing of a file to its audit hooks: the child ends itself at
# the n-th of them, for n = 1, 2, … until a whole save fits before it.
_KILL_AT_EVERY_STEP = """
def work(limit):
    seen = itertools.count(1)
    def hook(event, arguments):
        if event in ("open", "os.rename", "os.link", "os.remove", "os.listdir", "os.scandir"):
            if next(seen) == limit:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    save(limit + 1)

save(1)
versions = []
for limit in itertools.count(1):
    _, status = os.waitpid(in_child(lambda: work(limit)), 0)
    versions.append(version_of_sound_file())
    if not os.WIFSIGNALED(status):
        break
print(json.dumps({"versions": versions}))
"""


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _run(program: str, path: Path) -> dict[str, list[int]]:
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # no threads: the program forks
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", _WRITER + program, str(path)],
        capture_output=True,
        text=True,
        timeout=LONGEST_WAIT,
        env=environment,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    report: dict[str, list[int]] = json.loads(result.stdout)
    return report


@needs_sigkill
def test_a_writer_killed_at_random_instants_leaves_whole_files(tmp_path: Path) -> None:
    """Twenty kills in the midst of saving in a loop: the file always loads, and is one version throughout."""
    versions = _run(_RANDOM_KILLS, tmp_path / "m.safetensors")["versions"]
    assert len(versions) == 20
    assert all(before < now for before, now in pairwise([1, *versions]))  # each writer did save


@needs_sigkill
def test_a_writer_killed_at_every_step_leaves_whole_files(tmp_path: Path) -> None:
    """Killed before each of the file operations of a save: the old file, and from one of them on the new."""
    versions = _run(_KILL_AT_EVERY_STEP, tmp_path / "m.safetensors")["versions"]
    assert len(versions) >= 3  # at least opening, renaming, and then no kill
    assert versions[0] == 1  # killed at the first operation: the old file
    assert versions[-1] == len(versions) + 1  # not killed: the new one
    for limit, (before, now) in enumerate(pairwise([1, *versions]), start=1):
        assert now in (before, limit + 1)


def test_what_killed_writers_left_is_removed_when_old(tmp_path: Path) -> None:
    """Temporary files of this target older than an hour go; fresh ones (a writer at work) and others stay."""
    names = (f".m.{'00aa' * 4}.tmp", f".m.{'00bb' * 4}.tmp", f".n.{'00cc' * 4}.tmp")
    stale, fresh, other = (tmp_path / name for name in names)
    for path in (stale, fresh, other):
        path.write_bytes(b"half")
    for path in (stale, other):
        os.utime(path, (1e9, 1e9))
    write_atomically(tmp_path / "m", b"whole")
    assert _names(tmp_path) == [fresh.name, other.name, "m"]


def test_a_folder_is_swept_of_what_killed_writers_left(tmp_path: Path) -> None:
    """Old temporary files of any target go; fresh ones stay, and so does what only looks like one."""
    digits = "0123456789abcdef"
    old = [f".m.{digits}.tmp", f".数 .x.{digits}.tmp"]
    kept = ["m", ".hidden", f"m.{digits}.tmp", f".m.{digits}.tmp.gz", ".m.0123.tmp", f".m.{'x' * 16}.tmp"]
    for name in [*old, *kept]:
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (1e9, 1e9))
    fresh = f".n.{digits}.tmp"
    (tmp_path / fresh).write_bytes(b"")
    sweep(tmp_path)
    assert _names(tmp_path) == sorted([*kept, fresh])
    sweep(tmp_path / "nowhere")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, found out when the bytes are to reach it."""

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "m"
    write_atomically(path, b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == ["m"]


def test_an_existing_file_can_be_protected(tmp_path: Path) -> None:
    """Without replace the first one stays, even if it came into being at the last moment."""
    path = tmp_path / "m"
    write_atomically(path, b"first", replace=False)
    with pytest.raises(FileExistsError):
        write_atomically(path, b"second", replace=False)
    assert path.read_bytes() == b"first"
    assert _names(tmp_path) == ["m"]


def test_protection_works_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system that knows no second names, too, an existing file stays."""

    def refuse(source: Path, target: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    test_an_existing_file_can_be_protected(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links and permission bits")
def test_a_link_and_the_usual_permissions_are_respected(tmp_path: Path) -> None:
    """A symbolic link stays one, and the file may be read by whom new files may be read by."""
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "real").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_long_name_leaves_room_for_the_temporary_one(tmp_path: Path) -> None:
    """A name as long as file systems allow."""
    path = tmp_path / ("数" * 85)  # 255 bytes
    write_atomically(path, b"x")
    assert path.read_bytes() == b"x"
