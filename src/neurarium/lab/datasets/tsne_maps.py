"""Maps by t-SNE: drawn one after another in the background, each kept."""

import hashlib
import io
import math
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.types import FloatArray
from neurarium.lab.datasets import tsne
from neurarium.lab.runs.training_list import Course, Job, Moment, Result, TrainingList, training_list
from neurarium.lab.workspace import Workspace
from neurarium.persist.atomic import write_atomically

LIST_ID = "tsne"
MOST_KEPT = 30


class TsneWork:
    """Draws maps. A job names its rows by their digest: the same rows are one map, whoever asks for it.

    Parameters
    ----------
    folder
        Where the rows of maps that are not drawn yet are kept: a restart draws from the same.
    """

    version = 1
    uses_kernels = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def job(self, rows: NDArray[np.float32]) -> Job:
        """Return the job of drawing these rows ``(n, d)``."""
        content = hashlib.sha256(repr(rows.shape).encode() + np.ascontiguousarray(rows).tobytes())
        return {"rows": content.hexdigest()[:32], "n": len(rows)}

    def keep(self, job: Job, rows: NDArray[np.float32]) -> None:
        """Keep the rows until their map is drawn."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = io.BytesIO()
        np.save(file, rows, allow_pickle=False)
        write_atomically(self._path(job), file.getvalue())

    def forget(self, job: Job) -> None:
        """Keep the rows no longer."""
        self._path(job).unlink(missing_ok=True)

    def accepts(self, job: Job, result: Result | None) -> bool:
        """Return whether these are a job and its result."""
        digest, n = job.get("rows"), job.get("n")
        if not isinstance(digest, str) or not digest.isalnum() or not isinstance(n, int):
            return False
        return result is None or all(
            isinstance(line, list) and len(line) == n and all(map(_is_number, line))
            for line in (result.get("x"), result.get("y"))
        )

    def cost(self, job: Job) -> float:
        """Return the number of rows: Barnes-Hut takes about n log n."""
        return float(job["n"])

    def train(self, job: Job) -> Course:
        """Let a process of its own draw the map, and watch it; it ends with the course."""
        with TemporaryDirectory(ignore_cleanup_errors=True) as made:
            folder = Path(made)
            (folder / tsne.ROWS).write_bytes(self._path(job).read_bytes())
            told = folder / "told.txt"
            with told.open("wb") as stream:
                process = subprocess.Popen(  # noqa: S603  (this very program)
                    [sys.executable, "-u", "-m", tsne.__name__, str(folder)],
                    stdin=subprocess.DEVNULL,
                    stdout=stream,
                    stderr=subprocess.STDOUT,
                    env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                )
            try:
                while process.poll() is None:
                    done = tsne.iterations_told(told.read_text(errors="replace")) / tsne.ITERATIONS
                    seconds = yield Moment(min(done, 1.0), {})
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(seconds)
            finally:
                process.kill()
                process.wait()
            if process.returncode:
                lines = told.read_text(errors="replace").split("\n")
                raise RuntimeError(next((line for line in reversed(lines) if line.strip()), "it ended early"))
            plane: FloatArray = np.load(folder / tsne.PLANE)
        self.forget(job)
        x, y = np.round(plane.T.astype(np.float64), 3)
        return {"x": x.tolist(), "y": y.tolist()}

    def _path(self, job: Job) -> Path:
        return self._folder / f"{job['rows']}.npy"


def _is_number(value: object) -> bool:
    return isinstance(value, float) and math.isfinite(value)


class TsneMaps:
    """The maps of a data folder."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = TsneWork(workspace.folder / "maps")
        self.list: TrainingList = training_list(workspace, LIST_ID, self._work)

    def ask(self, rows: NDArray[np.float32]) -> None:
        """Draw the map of these rows, if it is not drawn yet; one that failed is given up for it.

        Raises
        ------
        LabError
            `elsewhere`, if another process has the runs of the folder.
        """
        job, listed = self._work.job(rows), self.list
        if listed.result(job) is not None:
            return
        waiting = [each for each in listed.jobs if listed.result(each) is None]
        gone = waiting if listed.progress.state == "failed" else []
        drawn = [each for each in listed.jobs if listed.result(each) is not None]
        gone += drawn[: max(len(drawn) - MOST_KEPT + 1, 0)]
        self._work.keep(job, rows)
        if gone:
            listed.drop(gone)
            for each in gone:
                if each != job:
                    self._work.forget(each)
        listed.go_on()
        listed.add([job])

    def find(self, rows: NDArray[np.float32]) -> tuple[bool, FloatArray | None]:
        """Return whether the map of these rows was asked for, and its points ``(n, 2)`` once it is drawn."""
        job = self._work.job(rows)
        result = self.list.result(job)
        if result is None:
            return job in self.list.jobs, None
        return True, np.array([result["x"], result["y"]], np.float32).T
