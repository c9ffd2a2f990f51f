"""The solver L-BFGS: all rows at once, steps found by SciPy, in float64.

Source: Nocedal, "Updating quasi-Newton matrices with limited storage" (1980).
"""

import sys
import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning

from neurarium.engine.network import Network
from neurarium.engine.objective import Objective, objective
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset

Doubles = npt.NDArray[np.float64]


def minimize(
    network: Network, data: Dataset, config: TrainConfig, *, max_iter: int, max_fun: int, tol: float,
    loss_share: float, verbose: bool,
) -> tuple[float, int]:  # fmt: skip
    """Bring the objective to a minimum, in place.

    Parameters
    ----------
    network
        float64; without dropout and batch normalization.
    data, config
        All training rows; loss and penalties.
    max_iter, max_fun, tol
        At most so many iterations and evaluations; the largest element of the gradient at which to stop.
    loss_share
        The loss that is told is so many times the engine's, like that of the other solvers; the minimum is of
        the engine's own.
    verbose
        Whether each iteration's loss is printed.

    Returns
    -------
    float, int
        Loss and penalty that were reached, and the iterations that it took.
    """
    from scipy.optimize import minimize as scipy_minimize

    room = network.trace(len(data)), network.gradients(len(data))
    batch = len(data) if data.weights is None else float(data.weights.sum())
    penalties = config.penalties(batch)
    last = 0.0

    def value_and_gradient(theta: Doubles) -> tuple[float, Doubles]:
        nonlocal last
        network.theta[...] = theta
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            found = objective(
                network, config.loss, data.x_train, data.y_train, penalties, gradient=True,
                weights=data.weights, trace=room[0], out=room[1],
            )  # fmt: skip
        last = told(found)
        return found.value, room[1].vector.astype(np.float64)

    def told(found: Objective) -> float:
        return found.loss * loss_share + found.penalty

    iterations = 0

    def tell(_: Doubles) -> None:
        nonlocal iterations
        iterations += 1
        if verbose:
            sys.stdout.write(f"Iteration {iterations}, loss = {last:.8f}\n")

    found: Any = scipy_minimize(
        value_and_gradient,
        network.theta.copy(),
        method="L-BFGS-B",
        jac=True,
        callback=tell,
        options={"maxiter": max_iter, "maxfun": max_fun, "gtol": tol},
    )
    value_and_gradient(found.x)
    if found.status != 0:
        warnings.warn(
            f"lbfgs failed to converge after {found.nit} iteration(s) (status={found.status}): "
            f"{found.message}. Increase max_iter or max_fun, or scale the data.",
            ConvergenceWarning,
            stacklevel=4,
        )
    return last, min(int(found.nit), max_iter)
