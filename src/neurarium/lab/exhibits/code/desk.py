"""A page's kernel, and what it has run: it stays when another program is opened."""

import textwrap
from pathlib import Path

from neurarium.lab.exhibits.code.attempts import Attempts
from neurarium.lab.kernel import Kernel, Kernels
from neurarium.lab.kernel.output import KernelState, Output

_REMEMBERED = 20


class Desk:
    """A kernel that starts when it is needed, and the programs that it ran last.

    Parameters
    ----------
    kernels
        Where the kernel comes from.
    folder
        Where programs work.
    attempts
        Where a run goes that tells its score.

    Attributes
    ----------
    page
        The name of the page; empty if it has none.
    """

    def __init__(self, kernels: Kernels, folder: Path, attempts: Attempts) -> None:
        self._kernels = kernels
        self._folder = folder
        self._attempts = attempts
        self._ran: dict[int, tuple[str, str]] = {}
        self._seen = 0
        self.kernel: Kernel | None = None
        self.page = ""

    def arrive(self, page: str) -> "Desk":
        """Give the page a name; return the desk that it left under this name, else this one.

        Raises
        ------
        PageIsHere
            If another page has this name.
        """
        if page == self.page:
            return self
        left = self._kernels.arrive(page)
        if self.page:
            self._kernels.leave(self.page, None)
        if isinstance(left, Desk) and self.kernel is None:
            return left
        if left is not None:  # this page has begun with another kernel
            left.close()
        self.page = page
        return self

    def leave(self) -> None:
        """Leave the kernel to the page that comes back under its name; end it if it has none."""
        if not self.page:
            self.close()
            return
        self.keep_attempts()
        self._kernels.leave(self.page, None if self.kernel is None else self)

    @property
    def state(self) -> KernelState:
        """What the kernel does."""
        return KernelState() if self.kernel is None else self.kernel.state()

    def run(self, program: str, source: str, first_line: int) -> int:
        """Run a part of a program, which begins at a line of it; return the number of the run."""
        if self.kernel is None:
            self.kernel = self._kernels.new(self._folder)
        self.keep_attempts()
        # Lines before a selected part are empty, so that an error names the line of the whole program.
        run = self.kernel.run("\n" * (first_line - 1) + textwrap.dedent(source))
        self._ran[run] = program, source
        self._ran.pop(run - _REMEMBERED, None)
        return run

    def output(self, since: int) -> Output:
        """Return what is new."""
        if self.kernel is None:
            return Output(KernelState(), (), 0)
        self.keep_attempts()
        return self.kernel.output(since)

    def keep_attempts(self) -> None:
        """Keep the attempts that the kernel has told of."""
        if self.kernel is None:
            return
        output = self.kernel.output(self._seen)
        self._seen = output.next
        for event in output.events:
            if event.attempt is not None and event.run in self._ran:
                program, source = self._ran[event.run]
                told = event.attempt
                self._attempts.add(
                    program,
                    source,
                    told.seconds,
                    score=told.score,
                    seed=told.seed,
                    configuration=told.configuration,
                    versions=told.versions,
                )

    def close(self) -> None:
        """End the kernel."""
        if self.kernel is not None:
            self.keep_attempts()
            self.kernel.close()
