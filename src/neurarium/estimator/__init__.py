"""The scikit-learn face: drop-ins for scikit-learn's `MLPClassifier` and `MLPRegressor`.

Parameters, attributes and methods of scikit-learn's two classes are here under their own names and with their
meaning; the same `random_state` gives the same first weights and the same batches. Where to begin: `base`.
"""

from neurarium.estimator.classifier import MLPClassifier
from neurarium.estimator.regressor import MLPRegressor

__all__ = ["MLPClassifier", "MLPRegressor"]
