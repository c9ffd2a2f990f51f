"""Two spirals, wound about each other: two hidden layers learn where the one ends and the other begins.

Both begin at the very same place, so all points but one can be right.
"""

import numpy as np

from neurarium import MLP, Adam, BinaryCrossEntropy, Dataset, TrainConfig, Trainer, accuracy, toy

points = toy("spiral", np.random.default_rng(0))
labels = (points.y[:, 0] > 0).astype(int)

network = MLP([2, 24, 24, 1], activation="relu", seed=0)
config = TrainConfig(
    loss=BinaryCrossEntropy(),
    optimizer=Adam(learning_rate=0.02),
    schedule="one-cycle",
    batch_size=50,
    epochs=150,
    backend="numpy",
)
for record in Trainer(network, Dataset(points.X, labels), config).fit():
    if record.epoch % 30 == 0:
        print(f"epoch {record.epoch}: loss {record.train_loss:.4f}, {record.train_accuracy:.1%} right")

# What the network answers at every place, and the points themselves.
side = np.linspace(-6, 6, 49)
x, y = np.meshgrid(side, side[::-2])  # a character is twice as tall as wide
answers = network.predict(np.column_stack([x.ravel(), y.ravel()])).reshape(x.shape)
picture = np.where(answers > 0.5, ":", " ")
column, row = np.rint((points.X + 6) * [4, 2]).astype(int).T
picture[24 - row, column] = np.where(labels == 1, "O", "x")
print("\n".join("".join(line) for line in picture))
print(f"{accuracy(network.predict(points.X), labels):.1%} of {len(points)} points are right")
