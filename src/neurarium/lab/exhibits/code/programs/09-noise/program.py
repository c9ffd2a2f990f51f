"""Random numbers with random labels: what a network can learn from them, and what it cannot."""

# %% Imports
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

# %% Data
rng = np.random.default_rng(0)
X = rng.random((1000, 784))
y = rng.integers(0, 10, 1000)

# %% Split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)

# %% Model
model = MLPClassifier(hidden_layer_sizes=(128,), max_iter=200, random_state=0)

# %% Training
model.fit(X_train, y_train)

# %% Scoring
learned = model.score(X_train, y_train)
tested = model.score(X_test, y_test)

# %% Result
print(f"{learned:.1%} of the 800 training rows are right")
print(f"{tested:.1%} of the 200 test rows are right; guessing gives 10%")
