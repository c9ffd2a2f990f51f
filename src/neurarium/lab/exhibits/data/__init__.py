"""The exhibit `data`: what the network gets to see."""

from neurarium.lab.exhibits.data.exhibit import Data

__all__ = ["Data"]
