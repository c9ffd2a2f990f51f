import math

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z) for every element of z."""
    return 1 / (1 + math.exp(-z))


def sigmoid_derivative(z):
    """Return the slope of the sigmoid function at every element of z."""
    a = sigmoid(z)
    return a * (1 - a)


z = 2.0
print(sigmoid(z))
print(sigmoid_derivative(z))
