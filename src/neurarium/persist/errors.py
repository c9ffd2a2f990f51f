"""What can go wrong with a saved model."""

from neurarium.engine.errors import NeurariumError


class ModelError(NeurariumError):
    """A model cannot be saved, or a file does not hold a model that can be trusted."""
