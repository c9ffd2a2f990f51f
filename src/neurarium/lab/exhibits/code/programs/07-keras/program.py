"""Handwritten digits with Keras: the program with which most courses begin."""

# %% Imports
import keras
import numpy as np

from neurarium import mnist

# %% Data
images = mnist("unit")

# %% Split
rng = np.random.default_rng(0)
order = rng.permutation(len(images.x_train))
X_train, y_train = images.x_train[order], images.y_train[order]

# %% Model
keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.001),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)

# %% Training
stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
history = model.fit(
    X_train, y_train, batch_size=200, epochs=20, validation_split=0.1, callbacks=[stop], verbose=2
)

# %% Scoring
loss, accuracy = model.evaluate(images.x_test, images.y_test, verbose=0)

# %% Result
print(f"{model.count_params():,} parameters, {len(history.epoch)} epochs")
print(f"{accuracy:.2%} of the 10,000 test images are right")
