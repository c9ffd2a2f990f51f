"""Forward propagation: a small network from input to answer, number by number."""

from neurarium.lab.exhibits.forward.exhibit import Forward

__all__ = ["Forward"]
