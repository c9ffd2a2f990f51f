"""Getting the compiled kernels ready before a run, so that no epoch has to wait for them."""

from neurarium import kernels
from neurarium.cli.console import Output
from neurarium.engine.network import Network
from neurarium.training import TrainConfig

WORTH_TELLING = 3.0
"""Seconds; loading what was compiled before takes less."""


def get_ready(network: Network, config: TrainConfig, output: Output) -> None:
    """Compile the kernels or load them, if they will be used, and tell the person who waits."""
    if kernels.why_not(network, config.loss, config.optimizer, config.regularizers) is not None:
        return
    with output.messages.status("Getting the kernels ready (the first time this takes some seconds)"):
        seconds = kernels.prepare()
    if seconds > WORTH_TELLING:
        output.say(f"The kernels were compiled in {seconds:.0f} s; the next time they are there at once.")
