"""The code lab: write and run Python, with a kernel of one's own."""

from neurarium.lab.exhibits.code.exhibit import Code

__all__ = ["Code"]
