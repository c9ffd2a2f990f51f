"""48 trainings: what hidden neurons, learning rate and activation function change."""

# %% Imports
from itertools import product

import matplotlib.pyplot as plt
import numpy as np

from neurarium import MLP, SGD, BinaryCrossEntropy, Dataset, TrainConfig, Trainer, accuracy, toy

# %% Data
points = toy("circle", np.random.default_rng(0), noise=0.1)
labels = (points.y[:, 0] > 0).astype(int)

# %% Split
data = Dataset.split(points.X / 5, labels, validation=0.5, seed=0)

# %% Model
HIDDEN = (2, 4, 8, 16)
RATES = (0.001, 0.01, 0.1, 0.5)
ACTIVATIONS = ("sigmoid", "relu", "tanh")

# %% Training
scores = {}
for activation, hidden, rate in product(ACTIVATIONS, HIDDEN, RATES):
    network = MLP([2, hidden, 1], activation=activation, seed=0)
    config = TrainConfig(
        loss=BinaryCrossEntropy(), optimizer=SGD(rate), epochs=100, batch_size=10, record=False
    )
    Trainer(network, data, config).fit()
    answers = network.predict(data.x_validation)
    scores[activation, hidden, rate] = accuracy(answers, data.y_validation)

# %% Scoring
best = max(scores, key=scores.get)

# %% Result
figure, axes = plt.subplots(1, 3, figsize=(11, 3.2), sharey=True)
for axis, activation in zip(axes, ACTIVATIONS, strict=True):
    print(f"\n{activation:8s}" + "".join(f"{rate:>9}" for rate in RATES))
    for hidden in HIDDEN:
        row = [scores[activation, hidden, rate] for rate in RATES]
        print(f"{hidden:8d}" + "".join(f"{score:9.1%}" for score in row))
        axis.semilogx(RATES, row, "o-", label=f"{hidden} hidden")
    axis.set_title(activation)
    axis.set_xlabel("learning rate")
axes[0].set_ylabel("accuracy on held-back points")
axes[0].legend()
plt.show()
print(f"\nbest: {best[0]} with {best[1]} hidden neurons and the rate {best[2]}: {scores[best]:.1%}")

conclusion = """
A learning rate of 0.001 is too small: after 100 epochs ...
More hidden neurons help from ... to ..., and then ...
Between the activation functions the difference is ...
"""
print(conclusion)
