import numpy as np


def forward(X, W1, b1, W2, b2):
    """Return the outputs of the hidden layer, and the probabilities of the classes."""
    hidden = np.tanh(X @ W1 + b1)
    e = np.exp(hidden @ W2 + b2)
    return hidden, e / e.sum(axis=1, keepdims=True)


def backward(X, y, W1, b1, W2, b2):
    """Return dL/dW1, dL/db1, dL/dW2 and dL/db2; each row of y holds a 1 at the right class."""
    hidden, output = forward(X, W1, b1, W2, b2)
    delta2 = (output - y) / len(X)
    delta1 = delta2 @ W2.T * (1 - hidden**2)
    return X.T @ delta1, delta1.sum(axis=0), (hidden**2).T @ delta2, delta2.sum(axis=0)


rng = np.random.default_rng(0)
X, y = rng.random((3, 4)), np.eye(2)[[0, 1, 1]]
W1, b1 = rng.normal(size=(4, 5)), np.zeros(5)
W2, b2 = rng.normal(size=(5, 2)), np.zeros(2)
for gradient in backward(X, y, W1, b1, W2, b2):
    print(np.shape(gradient))
