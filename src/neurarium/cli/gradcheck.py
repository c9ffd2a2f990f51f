"""`neurarium gradcheck`: compare backpropagation with finite differences, part by part."""

import numpy as np
import typer
from rich.table import Table

from neurarium.cli.console import Output
from neurarium.cli.errors import FAILED
from neurarium.cli.gradcheck_cases import Case, cases
from neurarium.engine.gradcheck import check_gradient

BOUND = 1e-6


def gradcheck() -> None:
    """Check every layer's, activation's, loss's and penalty's gradient against finite differences.

    In double precision; the relative error must be below 0.000001. The status is 1 if one is not.
    """
    output = Output()
    table = Table(box=None, pad_edge=False)
    for column in ("part", "parameters", "relative error", ""):
        table.add_column(column, justify="left" if column in ("part", "") else "right")
    good = True
    for case in cases():
        error = relative_error(case)
        good &= error < BOUND
        verdict = "[green]right[/]" if error < BOUND else "[bold red]wrong[/]"
        table.add_row(case.name, f"{case.network.theta.size:,}", f"{error:.1e}", verdict)
    output.show(table)
    output.show(f"All below {BOUND:g}." if good else f"Not all are below {BOUND:g}.")
    if not good:
        raise typer.Exit(FAILED)


def relative_error(case: Case) -> float:
    """Return how far backpropagation and finite differences are apart."""
    rng = np.random.default_rng(1)
    # Away from zero: a ReLU without bias would sit on its kink, where there is no derivative.
    case.network.theta[...] = rng.normal(0, 0.5, case.network.theta.size)
    X = rng.normal(size=(6, case.network.n_in))
    y = case.targets(rng, 6)
    return check_gradient(case.network, case.loss, X, y, regularizers=case.regularizers).relative_error
