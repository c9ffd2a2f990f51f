"""The exhibit `compare`: settings are compared by real trainings, many seeds each."""

from neurarium.lab.exhibits.compare.exhibit import Compare

__all__ = ["Compare"]
