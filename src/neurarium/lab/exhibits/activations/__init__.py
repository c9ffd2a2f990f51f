"""The exhibit `activations`: what the bend in a neuron is good for."""

from neurarium.lab.exhibits.activations.exhibit import Activations

__all__ = ["Activations"]
