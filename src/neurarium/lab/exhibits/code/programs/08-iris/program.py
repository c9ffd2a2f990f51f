"""Irises: how the boundary between three species depends on the number of hidden neurons."""

# %% Imports
import matplotlib.pyplot as plt
import numpy as np

from neurarium import MLP, Adam, Dataset, Scaling, TrainConfig, Trainer, accuracy, iris

# %% Data
flowers = iris()
X, y = flowers.X[:, 2:], flowers.y  # length and width of the petals

# %% Split
scaling = Scaling(shift=tuple(X.mean(axis=0)), scale=tuple(1 / X.std(axis=0)))
data = Dataset.split(scaling.apply(X), y, validation=0.3, seed=0)


# %% Model
def network(hidden):
    """Return an untrained network with so many hidden neurons; 0 is none at all."""
    return MLP([2, hidden, 3] if hidden else [2, 3], activation="tanh", seed=0)


# %% Training
config = TrainConfig(optimizer=Adam(0.02), epochs=300, batch_size=None)
networks = {hidden: network(hidden) for hidden in (0, 1, 3, 30)}
for each in networks.values():
    Trainer(each, data, config).fit()

# %% Scoring
scores = {
    hidden: (
        accuracy(each.predict(data.x_train), data.y_train),
        accuracy(each.predict(data.x_validation), data.y_validation),
    )
    for hidden, each in networks.items()
}

# %% Result
length, width = np.meshgrid(np.linspace(0.5, 7.5, 200), np.linspace(0, 3, 200))
points = np.column_stack([length.ravel(), width.ravel()]).astype(np.float32)
figure, axes = plt.subplots(1, 4, figsize=(12, 3), sharey=True)
for axis, (hidden, each) in zip(axes, networks.items(), strict=True):
    learned, held_back = scores[hidden]
    print(f"{hidden} hidden: {learned:.1%} of the learned, {held_back:.1%} of the held-back")
    species = each.predict(scaling.apply(points)).argmax(axis=1).reshape(length.shape)
    axis.contourf(length, width, species, levels=[-0.5, 0.5, 1.5, 2.5], alpha=0.3)
    axis.scatter(X[:, 0], X[:, 1], c=y, s=8)
    axis.set_title(f"{hidden} hidden neurons")
    axis.set_xlabel("petal length in cm")
axes[0].set_ylabel("petal width in cm")
plt.show()
