"""Type aliases for the engine's arrays."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating[Any]]
"""Real numbers, float32 or float64."""

IntArray = npt.NDArray[np.integer[Any]]
"""Whole numbers, such as class labels."""

BoolArray = npt.NDArray[np.bool_]
"""Yes or no, such as which units of a layer are alive."""

Parameters = Mapping[str, FloatArray]
"""One layer's arrays by name, each a view of a flat buffer."""
