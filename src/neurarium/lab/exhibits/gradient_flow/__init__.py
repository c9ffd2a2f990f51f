"""The exhibit `gradient-flow`: vanishing and exploding gradients in deep networks."""

from neurarium.lab.exhibits.gradient_flow.exhibit import GradientFlow

__all__ = ["GradientFlow"]
