"""Is backpropagation right? Compare it with finite differences; then break it and see that they notice."""

import numpy as np

from neurarium import BatchNorm, CrossEntropy, Dense, Dropout, Network, Residual, check_gradient
from neurarium.engine import L2, Tanh


class WrongTanh(Tanh):
    """Tanh with a slip in its derivative: 1 - a where it should be 1 - a²."""

    def derivative(self, z, a, out=None):
        """Return the wrong slope."""
        return np.subtract(1, a, out=out)


def error_with(activation):
    """Return the relative error of the gradient of a network with every kind of layer."""
    layers = [
        Dense(5, 8, activation),
        BatchNorm(8, activation),
        Dropout(8, 0.2),
        Residual((Dense(8, 8, activation),)),
        Dense(8, 3, "softmax"),
    ]
    network = Network(layers, dtype=np.float64)
    rng = np.random.default_rng(0)
    network.theta[...] = rng.normal(0, 0.5, network.theta.size)
    X, y = rng.normal(size=(10, 5)), rng.integers(0, 3, 10)
    check = check_gradient(network, CrossEntropy(), X, y, regularizers=(L2(0.01),))
    for i in (0, 1, 2):
        print(
            f"  parameter {i}: backpropagation {check.analytic[i]:+.9f}, differences {check.numeric[i]:+.9f}"
        )
    return check.relative_error


print("As it is:")
right = error_with(Tanh())
print("With a wrong derivative:")
wrong = error_with(WrongTanh())
print(f"relative errors: {right:.1e} as it is, {wrong:.1e} with the slip")
print("the check told them apart" if right < 1e-6 and wrong > 1e-3 else "the check failed")
