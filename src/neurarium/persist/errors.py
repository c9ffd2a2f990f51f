"""Errors of saved models."""

from neurarium.engine.errors import NeurariumError


class ModelError(NeurariumError):
    """A model cannot be saved, or a file does not hold a valid model."""
