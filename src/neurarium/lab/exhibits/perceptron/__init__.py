"""The perceptron: Rosenblatt's rule, mistake by mistake, and what it can never learn."""

from neurarium.lab.exhibits.perceptron.exhibit import PerceptronExhibit

__all__ = ["PerceptronExhibit"]
