"""XOR: one neuron cannot learn it, one hidden layer of four can. Every step of training in the open."""

import numpy as np

from neurarium import MLP, Adam, BinaryCrossEntropy, accuracy

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 1, 1, 0])

network = MLP([2, 4, 1], activation="tanh", seed=0)
loss = BinaryCrossEntropy()
optimizer = Adam(learning_rate=0.05)
memory = optimizer.init(network.theta)
print(network.summary())

for step in range(1, 501):
    trace = network.forward(X)  # every z and every a
    delta = loss.gradient(network.output, trace.z, trace.output, y)  # dL/dz of the output
    gradients = network.backward(trace, delta)  # dL/dW and dL/db of every layer
    optimizer.update(network.theta, gradients.vector, memory, step)
    if step % 100 == 0:
        print(f"step {step}: loss {loss.value(trace.z, trace.output, y):.4f}")

outputs = network.predict(X)
for (a, b), output in zip(X, outputs[:, 0], strict=True):
    print(f"{a} xor {b}: {output:.3f}")
print(f"{accuracy(outputs, y):.0%} of the rows are right")
