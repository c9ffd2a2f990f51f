"""Rosenblatt's perceptron: one neuron learns AND, and shows after each pass what it has become."""

# %% Imports
import numpy as np

# %% Data
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 0, 0, 1])

# %% Model
w, b = np.zeros(2), 0.0


def predict(x):
    """Return 1 where the weighted sum is 0 or more, else 0."""
    return int(x @ w + b >= 0)


# %% Training
learning_rate = 0.5
for epoch in range(1, 51):
    mistakes = 0
    for x, target in zip(X, y, strict=True):
        error = target - predict(x)
        w += learning_rate * error * x
        b += learning_rate * error
        mistakes += error != 0
    print(f"pass {epoch}: {mistakes} mistakes, w = {w}, b = {b}")
    if mistakes == 0:
        break

# %% Scoring
answers = [predict(x) for x in X]
accuracy = np.mean(answers == y)

# %% Result
for x, answer in zip(X, answers, strict=True):
    print(f"{x[0]} and {x[1]}: {answer}")
print(f"{accuracy:.0%} of the rows are right after {epoch} passes")
