"""Getting the compiled kernels ready before a run, so that no epoch waits for the compiler."""

from neurarium import kernels
from neurarium.cli.console import Output
from neurarium.engine.network import Network
from neurarium.training import TrainConfig

REPORTED_FROM = 3.0
"""Seconds; loading kernels that were compiled before takes less."""


def get_ready(network: Network, config: TrainConfig, output: Output) -> None:
    """Compile or load the kernels, if the run will use them, and report it."""
    if kernels.why_not(network, config.loss, config.optimizer, config.regularizers) is not None:
        return
    with output.messages.status("Getting the kernels ready (the first time this takes some seconds)"):
        seconds = kernels.prepare()
    if seconds > REPORTED_FROM:
        output.say(f"The kernels were compiled in {seconds:.0f} s; the next time they load at once.")
