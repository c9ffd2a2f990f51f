"""The layers as a group: their names, and walking through nested ones."""

from neurarium.engine import LAYERS, BatchNorm, Dense, Dropout, Residual
from neurarium.engine.layers import walk


def test_every_layer_is_known_by_its_kind() -> None:
    """`LAYERS` finds each layer by the name that models are saved under."""
    assert dict(LAYERS) == {"dense": Dense, "dropout": Dropout, "batch_norm": BatchNorm, "residual": Residual}


def test_walking_goes_into_blocks() -> None:
    """Every layer is met once, in order, a block before the layers inside it."""
    inner = Residual((Dense(2, 2),))
    outer = Residual((Dropout(2), inner))
    last = Dense(2, 1)
    assert list(walk([outer, last])) == [outer, Dropout(2), inner, Dense(2, 2), last]
