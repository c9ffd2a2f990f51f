"""The forward pass of a network with two inputs, three hidden neurons and one output."""

# %% Imports
import numpy as np

# %% Data
x = np.array([1.0, 2.0])

# %% Model
W1 = np.array([[1.0, -1.0, 0.5], [0.5, 1.0, -1.0]])
b1 = np.zeros(3)
W2 = np.array([[0.5], [-1.0], [2.0]])
b2 = np.array([1.0])

# %% Three lines
z = x @ W1 + b1
a = np.maximum(0, z)
output = 1 / (1 + np.exp(-(a @ W2 + b2)))

# %% Result
print("sums of the hidden layer:   ", z)
print("outputs of the hidden layer:", a)
print("output of the network:      ", output)
