"""Handwritten digits, learned by a network 784-128-10 that is written from nothing but NumPy."""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np

from neurarium import mnist

# %% Data
images = mnist("unit")
X, labels = images.x_train, images.y_train

# %% Split
X_train, y_train = X[:55_000], np.eye(10, dtype=np.float32)[labels[:55_000]]
X_held, y_held = X[55_000:], labels[55_000:]

# %% Model
rng = np.random.default_rng(0)
W1 = rng.normal(0, np.sqrt(2 / 784), (784, 128)).astype(np.float32)
W2 = rng.normal(0, np.sqrt(2 / 128), (128, 10)).astype(np.float32)
b1, b2 = np.zeros(128, np.float32), np.zeros(10, np.float32)


def forward(X):
    """Return the outputs of the hidden layer (n, 128) and the probabilities (n, 10)."""
    hidden = np.maximum(0, X @ W1 + b1)
    z = hidden @ W2 + b2
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return hidden, e / e.sum(axis=1, keepdims=True)


# %% Training
learning_rate, batch_size = 0.4, 100
for epoch in range(1, 5):
    order = rng.permutation(len(X_train))
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        x, y = X_train[rows], y_train[rows]
        hidden, output = forward(x)
        delta2 = (output - y) / len(x)
        delta1 = delta2 @ W2.T * (hidden > 0)
        W2 -= learning_rate * hidden.T @ delta2
        b2 -= learning_rate * delta2.sum(axis=0)
        W1 -= learning_rate * x.T @ delta1
        b1 -= learning_rate * delta1.sum(axis=0)
    right = np.mean(forward(X_held)[1].argmax(axis=1) == y_held)
    print(f"epoch {epoch}: {right:.2%} of the held-back images are right")

# %% Scoring
output = forward(images.x_test)[1]
digits = output.argmax(axis=1)
accuracy = np.mean(digits == images.y_test)

# %% Result
print(f"{accuracy:.2%} of the 10,000 test images are right")
figure, axes = plt.subplots(2, 5, figsize=(8, 4))
for i, axis in enumerate(axes.flat):
    axis.imshow(images.x_test[i].reshape(28, 28), cmap="gray_r")
    axis.set_title(f"{digits[i]} ({output[i, digits[i]]:.1%})")
    axis.axis("off")
plt.show()
