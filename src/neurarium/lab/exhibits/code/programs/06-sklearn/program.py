"""Handwritten digits, learned by scikit-learn's MLPClassifier."""

# %% Imports
from sklearn.metrics import accuracy_score
from sklearn.neural_network import MLPClassifier

from neurarium import mnist

# %% Data
images = mnist("unit")

# %% Split
X_train, y_train = images.x_train[:12_000], images.y_train[:12_000]
X_test, y_test = images.x_test, images.y_test

# %% Model
model = MLPClassifier(
    hidden_layer_sizes=(128,),
    activation="relu",
    max_iter=20,
    early_stopping=True,
    validation_fraction=0.1,
    random_state=0,
)

# %% Training
model.fit(X_train, y_train)

# %% Scoring
accuracy = accuracy_score(y_test, model.predict(X_test))

# %% Result
print(f"{model.n_iter_} epochs, loss {model.loss_:.4f}")
print(f"{model.best_validation_score_:.2%} of the held-back images were right at best")
print(f"{accuracy:.2%} of the 10,000 test images are right")
