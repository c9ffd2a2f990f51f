"""How rows are cut into batches."""

from math import ceil

from neurarium.engine.errors import ParameterError
from neurarium.engine.layers import BatchNorm, walk
from neurarium.engine.network import Network


def needs_company(network: Network, n: int, batch_size: int) -> bool:
    """Say whether no batch of a single row may be made, because the network has batch normalization.

    It takes mean and variance of each batch. Those of a single row are the row itself and 0: the row would
    teach nothing, and spoil the running statistics. So a last row that is alone joins the batch before it.

    Parameters
    ----------
    network
        What is trained.
    n, batch_size
        Rows in all, and in a batch.

    Raises
    ------
    ParameterError
        If no batch could have two rows.
    """
    if not any(isinstance(layer, BatchNorm) for layer in walk(network.layers)):
        return False
    if min(n, batch_size) < 2:
        raise ParameterError(
            "batch normalization takes the mean and the variance of each batch: expected at least 2 rows a "
            f"batch, got {'one row in all' if n < 2 else f'batch_size={batch_size}'}"
        )
    return True


def steps_for(rows: int, batch_size: int, *, company: bool) -> int:
    """Return how many batches `rows` make; with `company` a single last row joins the batch before it."""
    return ceil(rows / batch_size) - (company and rows > 1 and rows % batch_size == 1)


def rows_of(steps: int, left: int, batch_size: int, *, company: bool) -> int:
    """Return how many of the `left` rows the next `steps` batches take."""
    rows = min(steps * batch_size, left)
    return left if company and left - rows == 1 else rows
