import numpy as np


def forward(X, W1, b1, W2, b2):
    """Return the probabilities (n, k) of k classes for the rows of X (n, d)."""
    z1 = X @ W1 + b1
    a1 = np.maximum(0, z1)
    z2 = a1 @ W2 + b2
    return z2 / z2.sum(axis=1, keepdims=True)


rng = np.random.default_rng(0)
X = rng.random((3, 4))
W1, b1 = rng.normal(size=(4, 5)), np.zeros(5)
W2, b2 = rng.normal(size=(5, 2)), np.zeros(2)
print(forward(X, W1, b1, W2, b2))
