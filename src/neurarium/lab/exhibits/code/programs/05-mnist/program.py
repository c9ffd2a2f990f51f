"""Handwritten digits, learned by a network 784-128-10 of Neurarium."""

# %% Imports
from neurarium import (
    MLP,
    Adam,
    Dataset,
    EarlyStopping,
    Scaling,
    TrainConfig,
    Trainer,
    evaluate,
    mnist,
)

# %% Data
images = mnist("raw")

# %% Split
data = Dataset.split(images.x_train, images.y_train, validation=0.1, scaling=Scaling.unit())

# %% Model
network = MLP([784, 128, 10], activation="relu", seed=0)
print(network.summary())

# %% Training
config = TrainConfig(
    optimizer=Adam(learning_rate=0.001),
    batch_size=200,
    epochs=20,
    early_stopping=EarlyStopping(patience=3),
)
history = Trainer(network, data, config).fit()

# %% Scoring
test = evaluate(network, config.loss, images.x_test, images.y_test, data.scaling)

# %% Result
for epoch in history:
    validation = epoch.validation_accuracy
    print(f"epoch {epoch.epoch}: loss {epoch.train_loss:.4f}, validation {validation:.2%}")
print(f"{test.accuracy:.2%} of the 10,000 test images are right")
