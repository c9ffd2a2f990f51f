"""Which layers may follow one another."""

import pytest

from neurarium.engine import Dense, Dropout, Network, ShapeError
from neurarium.engine.layers import check_chain


def test_layers_that_fit_are_accepted() -> None:
    """Each layer takes what the one before gives; one layer alone always fits."""
    check_chain([Dense(4, 3)])
    check_chain([Dense(4, 3), Dropout(3), Dense(3, 2)])


def test_layers_that_do_not_fit_are_named() -> None:
    """The error says which two layers clash, by number, kind and size; a network passes it on."""
    with pytest.raises(ShapeError, match=r"layer 1 \(dropout\) gives 3 .* layer 2 \(dense\) takes 4 inputs"):
        Network([Dense(4, 3), Dropout(3), Dense(4, 2)])


def test_no_layers_are_no_network() -> None:
    """An empty row of layers is refused."""
    with pytest.raises(ShapeError, match="at least one layer, got none"):
        check_chain([])
