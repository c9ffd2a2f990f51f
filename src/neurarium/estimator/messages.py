"""Messages to scikit-learn's users, in the terms that they know."""

NOT_FINITE = (
    "Solver produced non-finite parameter weights. The input data may contain large values and need to be "
    "preprocessed."
)
TOO_FEW_HELD = "The validation set is too small. Increase 'validation_fraction' or the size of your dataset."
CLIPPED = "Got `batch_size` less than 1 or larger than sample size. It is going to be clipped"
INTERRUPTED = "Training interrupted by user."
NOT_CONVERGED = (
    "Stochastic Optimizer: Maximum iterations ({}) reached and the optimization hasn't converged yet."
)
