"""XOR, learned by a network of four hidden neurons that is written from nothing but NumPy."""

# %% Imports
import numpy as np

# %% Data
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])

# %% Model
rng = np.random.default_rng(1)
W1, b1 = rng.normal(size=(2, 4)), np.zeros(4)
W2, b2 = rng.normal(size=(4, 1)), np.zeros(1)


def forward(X):
    """Return the outputs of both layers."""
    hidden = np.tanh(X @ W1 + b1)
    return hidden, 1 / (1 + np.exp(-(hidden @ W2 + b2)))


# %% Training
learning_rate = 0.5
losses = []
for _ in range(2000):
    hidden, output = forward(X)
    losses.append(-np.mean(y * np.log(output) + (1 - y) * np.log(1 - output)))
    delta2 = (output - y) / len(X)
    delta1 = delta2 @ W2.T * (1 - hidden**2)
    W2 -= learning_rate * hidden.T @ delta2
    b2 -= learning_rate * delta2.sum(axis=0)
    W1 -= learning_rate * X.T @ delta1
    b1 -= learning_rate * delta1.sum(axis=0)

# %% Scoring
output = forward(X)[1]
accuracy = np.mean((output > 0.5) == y)

# %% Result
print(f"loss: {losses[0]:.3f} at first, {losses[-1]:.4f} at the end")
for (a, b), answer in zip(X, output[:, 0], strict=True):
    print(f"{a} xor {b}: {answer:.3f}")
print(f"{accuracy:.0%} of the rows are right")
