"""A Jupyter kernel with the lab's limits."""

import os
import sys
import warnings
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

from neurarium.console.errors import name_programs
from neurarium.console.limits import limit_memory
from neurarium.console.shell import ConsoleKernel

CONFIG = {
    # A learner's own start-up files would make programs behave otherwise than they say.
    "InteractiveShellApp": {"ignore_cwd": True, "exec_PYTHONSTARTUP": False},
    "HistoryManager": {"enabled": False},  # what is run is kept by the lab, not in a database
    "InteractiveShell": {"colors": "nocolor", "separate_in": "", "autocall": 0},
    "Session": {"packer": "neurarium.console.shell.pack"},
    "InlineBackend": {"figure_formats": {"png"}, "print_figure_kwargs": {"dpi": 96}},
}


def launch(connection_file: str, most_memory: int) -> None:
    """Serve the kernel that a connection file describes, until it is told to end."""
    limit_memory(most_memory)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    if not sys.flags.safe_path:
        sys.path[0] = os.getcwd()  # so that a learner's own modules are found  # noqa: PTH109
    warnings.filterwarnings("ignore", module="ipykernel|jupyter_client|zmq|traitlets")
    warnings.filterwarnings("ignore", message="To exit: use")  # IPython's advice after `sys.exit`
    config: Any = Config(CONFIG)
    app = IPKernelApp.instance(
        config=config,
        connection_file=connection_file,
        kernel_class=ConsoleKernel,
        outstream_class="neurarium.console.shell.LimitedStream",
    )
    app.initialize([])
    name_programs()
    _fall_silent()
    app.start()


def _fall_silent() -> None:
    """Write nothing more to the real standard error: until now it said why the kernel does not start."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    real = getattr(sys.stderr, "_original_stdstream_copy", None)
    if real is not None:
        os.dup2(nothing, real)
    os.close(nothing)
