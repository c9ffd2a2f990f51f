"""Data sets that are read in the background: files that came wait in the data folder until they are read."""

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from neurarium.lab.datasets.reading import read_files
from neurarium.lab.datasets.upload import File, Upload
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError
from neurarium.lab.runs.training_list import (
    Course,
    Job,
    Moment,
    Result,
    TrainingList,
    Untrainable,
    training_list,
)
from neurarium.lab.workspace import Workspace
from neurarium.persist.atomic import write_atomically

LIST_ID = "imports"


class ImportWork:
    """Reads what came. A job names the file in which the learner's files wait, all in one.

    Parameters
    ----------
    workspace
        In its folder they wait, and in its data sets stands what is made of them.
    """

    version = 1
    uses_kernels = False

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._folder = workspace.folder / "imports"

    def keep(self, name: str, files: Sequence[File]) -> Job:
        """Keep files until they are read; return the job of making a data set of this name of them."""
        job = {"files": uuid4().hex, "name": name, "bytes": sum(len(file.data) for file in files)}
        head = json.dumps([(file.path, len(file.data)) for file in files]).encode()
        self._folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path(job), b"\n".join([head, b"".join(file.data for file in files)]))
        return job

    def forget(self, job: Job) -> None:
        """Keep the files of a job no longer."""
        self._path(job).unlink(missing_ok=True)

    def accepts(self, job: Job, result: Result | None) -> bool:
        """Return whether these are a job and its result."""
        files = job.get("files")
        if not isinstance(files, str) or not files.isalnum():
            return False
        if not isinstance(job.get("name"), str) or not isinstance(job.get("bytes"), int):
            return False
        return result is None or isinstance(result.get("name"), str) or _problem(result) is not None

    def cost(self, job: Job) -> float:
        """Return the number of bytes, and something for each import."""
        return float(job["bytes"]) + 1e4

    def train(self, job: Job) -> Course:
        """Read the files; the result is the name of the data set, or why there is none."""
        try:
            head, _, data = self._path(job).read_bytes().partition(b"\n")
        except OSError as error:
            raise Untrainable from error
        seconds = yield Moment(0.0, {})
        until = time.perf_counter() + seconds
        try:
            upload, at = Upload(), 0
            for path, size in json.loads(head):
                upload.add([path], [data[at : at + size]])
                at += size
            files = upload.files()
            for done, found in enumerate(read_files(files, self._workspace.decoding), 1):
                if found is not None:
                    result = {"name": self._workspace.datasets.save(job["name"], found)}
                elif time.perf_counter() >= until:
                    seconds = yield Moment(min(done / len(files), 1.0), {})
                    until = time.perf_counter() + seconds
        except LabError as error:
            result = asdict(Problem.of(error))
        self.forget(job)
        return result

    def _path(self, job: Job) -> Path:
        return self._folder / f"{job['files']}.files"


def _problem(result: Result) -> Problem | None:
    with suppress(KeyError):
        return Problem(result["code"], result["message"], result["hint"], result["data"])
    return None


class Imports:
    """The imports of a data folder: only the last one is kept in the list."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = ImportWork(workspace)
        self.list: TrainingList = training_list(workspace, LIST_ID, self._work)

    def ask(self, name: str, files: Sequence[File]) -> None:
        """Read files in the background, and give up those that still wait.

        Raises
        ------
        LabError
            `elsewhere`, if another process has the runs of the folder; `internal`, if the files cannot be
            kept.
        """
        try:
            job = self._work.keep(name, files)
        except OSError as error:
            raise LabError(
                "internal",
                f"The files could not be kept: {error.strerror or error}.",
                "Look at the data folder.",
            ) from error
        before = self.list.jobs
        try:
            self.list.drop(before)
            self.list.go_on()
            self.list.add([job])
        except LabError:
            self._work.forget(job)
            raise
        for each in before:
            self._work.forget(each)

    @property
    def id(self) -> str:
        """Of the last import; empty if there is none."""
        return str(self._job["files"]) if self._job else ""

    @property
    def name(self) -> str | None:
        """The data set that the last import made; None if it did not, or not yet."""
        return None if self._result is None else self._result.get("name")

    @property
    def problem(self) -> Problem | None:
        """Why the last import made none."""
        return None if self._result is None else _problem(self._result)

    @property
    def _job(self) -> Job | None:
        return self.list.jobs[-1] if self.list.jobs else None

    @property
    def _result(self) -> Result | None:
        return self.list.result(self._job) if self._job else None
