"""How a number was computed: the engine's function, its formula, and the same line in other libraries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from neurarium.engine.activations import Activation
from neurarium.interop.phrases import Phrase, activation_function, activation_slope
from neurarium.interop.quantities import QUANTITIES

_PACKAGE = "neurarium."


@dataclass(frozen=True)
class Computed:
    """What stands behind one number (or behind many of one kind, told apart by their places).

    Attributes
    ----------
    symbol
        The function that computed it, dotted below the package, for `lab.source`.
    formula
        As LaTeX; empty where the exhibit writes it with the number's own places.
    keras, torch
        The same in both libraries; ``{i}``, ``{j}``, … are places to be filled in.
    """

    symbol: str
    formula: str
    keras: str
    torch: str


def computed(function: Callable[..., Any] | property, like: str | Phrase, formula: str = "") -> Computed:
    """Describe how a number is computed.

    Parameters
    ----------
    function
        The function (or property) of the engine that ran.
    like
        The same in Keras and PyTorch: a name of `QUANTITIES`, or the phrase itself.
    formula
        As LaTeX.
    """
    phrase = QUANTITIES[like] if isinstance(like, str) else like
    return Computed(symbol_of(function), formula, phrase.keras, phrase.torch)


def activated(f: Activation) -> Computed:
    """Describe how f(z) is computed."""
    return computed(f.forward, activation_function(f).assigned("a"), f.formula)


def sloped(f: Activation) -> Computed:
    """Describe how f'(z) is computed."""
    return computed(f.derivative, activation_slope(f), f.derivative_formula)


def symbol_of(function: Callable[..., Any] | property) -> str:
    """Return a function's dotted name below the package: ``engine.layers.dense.Dense.forward``."""
    found: Any = function.fget if isinstance(function, property) else function
    return f"{found.__module__.removeprefix(_PACKAGE)}.{found.__qualname__}"
