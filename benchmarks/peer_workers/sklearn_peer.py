"""scikit-learn's MLPClassifier and MLPRegressor, one more epoch for each `fit` (warm start)."""

import warnings

import numpy as np
import sklearn
from common import Data, Peer, Work, serve
from sklearn.neural_network import MLPClassifier, MLPRegressor

warnings.filterwarnings("ignore")


class Sklearn(Peer):
    """One variant: "fit"."""

    version = sklearn.__version__

    def __init__(self, variant: str, work: Work, data: Data) -> None:
        self.image = data.x.dtype == np.uint8
        (self.x, _), self.y = data.scaled, data.y if self.image else data.y.ravel()
        self.model = (MLPClassifier if self.image else MLPRegressor)(
            hidden_layer_sizes=work.sizes[1:-1],
            activation=work.activation,
            solver=work.optimizer,
            alpha=0,
            batch_size=work.batch,
            learning_rate_init=work.rate,
            momentum=0,
            max_iter=work.epochs,
            tol=0,
            n_iter_no_change=10**9,
            warm_start=True,
            random_state=0,
        )

    def train(self, epochs: int) -> None:
        assert epochs == self.model.max_iter
        self.model.fit(self.x, self.y)

    def predict(self, x):
        return self.model.predict_proba(x) if self.image else self.model.predict(x)


serve(Sklearn)
