"""Steps 8 to 13, on each digit: 28x28 pixels in the form of MNIST's."""
