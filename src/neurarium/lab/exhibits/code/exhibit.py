"""The exhibit `code`."""

from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.code.attempting import Attempting
from neurarium.lab.exhibits.code.attempts import Attempts
from neurarium.lab.exhibits.code.contents import Contents
from neurarium.lab.exhibits.code.desk import Desk
from neurarium.lab.exhibits.code.examiner import Examiner
from neurarium.lab.exhibits.code.layer_program import LAYER_PROGRAM
from neurarium.lab.exhibits.code.lesson import Lesson
from neurarium.lab.exhibits.code.requests import Cursor, Named, Page, Run, Since
from neurarium.lab.exhibits.code.saving import Saving
from neurarium.lab.exhibits.code.settings import CodeSettings
from neurarium.lab.exhibits.code.view import Arrived, CodeView, Started
from neurarium.lab.handover import drafts_of
from neurarium.lab.kernel import PageIsHere
from neurarium.lab.kernel.output import Completions, KernelState, Output, Variables
from neurarium.lab.workspace import Workspace


class Code(Contents, Saving, Attempting, Lesson, Exhibit):
    """A program, and a process that runs it. The process stays when the settings change."""

    id = "code"

    def __init__(self, settings: CodeSettings, workspace: Workspace) -> None:
        self.settings = settings
        self.workspace = workspace
        folder = workspace.folder / "code"
        self.kept = Attempts(workspace)
        self.drafts_kept = drafts_of(workspace)
        self.desk = Desk(workspace.kernels, folder / "files", self.kept)
        self.examiner = Examiner(workspace.kernels, self.kept)

    def take_over(self, before: "Code") -> None:
        """Take over the kernel, in which another program runs, and the check."""
        self.desk, self.kept, self.examiner = before.desk, before.kept, before.examiner

    def close(self) -> None:
        """End the check, and the kernel or leave it to the page that comes back."""
        self.desk.leave()
        self.examiner.close()

    def view(self) -> CodeView:
        """Return what can be done here, and what the kernel does."""
        return CodeView(self.workspace.kernels.obstacle(), self.desk.state, LAYER_PROGRAM)

    # --- the kernel ---------------------------------------------------------------------------------------

    @op
    def arrive(self, params: Page) -> Arrived:
        """Name the page; what it left under this name, when it was loaded anew, is its own again."""
        try:
            self.desk = self.desk.arrive(params.page)
        except PageIsHere:
            return Arrived("taken")
        return Arrived("new" if self.desk.kernel is None else "back")

    @op
    def run(self, params: Run) -> Started:
        """Run a program; the kernel starts first, if it is off. Ask `output` for what it says."""
        run = self.desk.run(self.settings.program, params.source, params.first_line)
        return Started(run, self.desk.state)

    @op
    def output(self, params: Since) -> Output:
        """Return what is new. Ask 20 to 30 times a second while something runs, else now and then."""
        return self.desk.output(params.since)

    @op
    def stop(self) -> KernelState:
        """Stop what runs: by an interrupt, by another one, and then by a restart."""
        if self.desk.kernel is not None:
            self.desk.kernel.stop()
        return self.desk.state

    @op
    def restart(self) -> KernelState:
        """Start the kernel anew: all variables are gone."""
        if self.desk.kernel is not None:
            self.desk.kernel.restart()
        return self.desk.state

    @op
    def complete(self, params: Cursor) -> Completions:
        """Return how the name before the cursor may go on; ask again while that is not `known`."""
        cursor = min(params.cursor, len(params.source))
        if self.desk.kernel is None:
            return Completions(True, cursor, cursor)
        return self.desk.kernel.complete(params.source, cursor)

    @op
    def variables(self, params: Named) -> Variables:
        """Return the variables of the program, also while it runs."""
        if self.desk.kernel is None:
            return Variables(True)
        return self.desk.kernel.variables(params.name)
