"""The exhibit `code`."""

from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.code.requests import Cursor, Named, Run, Since
from neurarium.lab.exhibits.code.settings import CodeSettings
from neurarium.lab.exhibits.code.view import CodeView, Started
from neurarium.lab.kernel import Kernel
from neurarium.lab.kernel.output import Completions, KernelState, Output, Variables
from neurarium.lab.workspace import Workspace

FILES = "files"
"""The folder below `code` in which programs work."""


class Code(Exhibit):
    """A program, and a process that runs it. The process stays when the settings change."""

    id = "code"

    def __init__(self, settings: CodeSettings, workspace: Workspace) -> None:
        self.settings = settings
        self.workspace = workspace
        self.folder = workspace.folder / "code"
        self._kernel: Kernel | None = None

    def take_over(self, before: "Code") -> None:
        """Take over the kernel: another program runs in the same process."""
        self._kernel = before._kernel  # noqa: SLF001  (one session's exhibit, with other settings)

    def close(self) -> None:
        """End the kernel."""
        if self._kernel is not None:
            self._kernel.close()

    def view(self) -> CodeView:
        """Return what can be done here, and what the kernel does."""
        return CodeView(self.workspace.kernels.obstacle(), self._state())

    # --- the kernel ---------------------------------------------------------------------------------------

    @op
    def run(self, params: Run) -> Started:
        """Run a program; the kernel starts first, if it is off. Ask `output` for what it says."""
        if self._kernel is None:
            self._kernel = self.workspace.kernels.new(self.folder / FILES)
        # Lines before a selected part are empty, so that an error names the line of the whole program.
        run = self._kernel.run("\n" * (params.first_line - 1) + params.source)
        return Started(run, self._kernel.state())

    @op
    def output(self, params: Since) -> Output:
        """Return what is new. Ask 20 to 30 times a second while something runs, and not at all else."""
        if self._kernel is None:
            return Output(KernelState(), (), 0)
        return self._kernel.output(params.since)

    @op
    def stop(self) -> KernelState:
        """Stop what runs: by an interrupt, by another one, and then by a restart."""
        if self._kernel is not None:
            self._kernel.stop()
        return self._state()

    @op
    def restart(self) -> KernelState:
        """Start the kernel anew: all variables are gone."""
        if self._kernel is not None:
            self._kernel.restart()
        return self._state()

    @op
    def complete(self, params: Cursor) -> Completions:
        """Return how the name before the cursor may go on; ask again while that is not `known`."""
        cursor = min(params.cursor, len(params.source))
        if self._kernel is None:
            return Completions(True, cursor, cursor)
        return self._kernel.complete(params.source, cursor)

    @op
    def variables(self, params: Named) -> Variables:
        """Return the variables of the program, also while it runs."""
        if self._kernel is None:
            return Variables(True)
        return self._kernel.variables(params.name)

    def _state(self) -> KernelState:
        return KernelState() if self._kernel is None else self._kernel.state()
