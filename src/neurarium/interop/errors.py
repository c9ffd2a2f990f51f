"""What can go wrong between Neurarium and other programs."""

from neurarium.engine.errors import NeurariumError


class InteropError(NeurariumError):
    """A network cannot be written for another program, or one of another program cannot be read."""
