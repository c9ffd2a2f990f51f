"""The exhibit `optimizers`: seven of them race down the same slope."""

from neurarium.lab.exhibits.optimizers.exhibit import Optimizers

__all__ = ["Optimizers"]
