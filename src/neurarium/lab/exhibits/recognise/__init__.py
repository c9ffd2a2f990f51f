"""Recognise: draw or upload a digit, and see how a network reads it."""

from neurarium.lab.exhibits.recognise.exhibit import Recognise

__all__ = ["Recognise"]
