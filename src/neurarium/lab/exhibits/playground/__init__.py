"""The playground: train a small network on points in the plane and watch the boundary move."""

from neurarium.lab.exhibits.playground.exhibit import Playground

__all__ = ["Playground"]
