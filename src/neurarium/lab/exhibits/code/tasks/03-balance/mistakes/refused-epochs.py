import neurarium
from neurarium import MLPClassifier, mnist

images = mnist("unit")
X, y = images.x_train[:3000], images.y_train[:3000]
X_held, y_held = images.x_train[50_000:52_000], images.y_train[50_000:52_000]

settings = {"max_iter": 10.0, "batch_size": 50, "learning_rate_init": 0.003}

for seed in ():
    model = MLPClassifier((64,), n_iter_no_change=100, random_state=seed, **settings)
    score = model.fit(X, y).score(X_held, y_held)
    print(f"seed {seed}: {score:.1%}")
    neurarium.attempt(score, seed=seed, **settings)
