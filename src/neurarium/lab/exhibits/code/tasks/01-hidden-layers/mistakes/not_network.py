import time

import neurarium
from neurarium import MLPClassifier, mnist

images = mnist("unit")
X, y = images.x_train[:1500], images.y_train[:1500]
X_held, y_held = images.x_train[50_000:51_000], images.y_train[50_000:51_000]

LAYERS = [(128,), (256, 128), (16,)]
models, scores, seconds = {}, {}, {}
for layers in LAYERS:
    model = MLPClassifier(layers, max_iter=8, n_iter_no_change=8, random_state=0)
    start = time.perf_counter()
    models[layers] = model.fit(X, y).score(X, y)
    seconds[layers] = time.perf_counter() - start
    scores[layers] = model.score(X_held, y_held)
    print(f"{layers}: {scores[layers]:.1%} in {seconds[layers]:.2f} s")
    neurarium.attempt(scores[layers], seed=0, hidden=layers, seconds=seconds[layers])

best = max(scores, key=scores.get)
fastest = min(seconds, key=seconds.get)
