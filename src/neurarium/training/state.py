"""All that a run needs to go on, as arrays and plain data."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from neurarium.engine.errors import ParameterError
from neurarium.engine.types import FloatArray


@dataclass(frozen=True, eq=False)
class TrainerState:
    """Where a run stands.

    Attributes
    ----------
    tensors
        The optimizer's memory and the best weights so far, flat vectors by name.
    values
        Counters, random-number states and history, as data that JSON can hold.
    """

    tensors: dict[str, FloatArray]
    values: dict[str, Any]


def generator_to_plain(rng: np.random.Generator) -> dict[str, Any]:
    """Return a generator's state as data that JSON can hold; its 128-bit numbers become text."""
    state = rng.bit_generator.state
    return {
        "bit_generator": state["bit_generator"],
        "state": {name: str(value) for name, value in state["state"].items()},
        "has_uint32": int(state["has_uint32"]),
        "uinteger": int(state["uinteger"]),
    }


def generator_from_plain(plain: dict[str, Any]) -> np.random.Generator:
    """Return a generator that goes on from the state that `generator_to_plain` described.

    Raises
    ------
    ParameterError
        If `plain` is no such description.
    """
    try:
        if plain["bit_generator"] != "PCG64":
            raise ParameterError(f"expected a PCG64 generator, got {plain['bit_generator']!r}")
        bits = np.random.PCG64()
        state: Any = {
            "bit_generator": "PCG64",
            "state": {name: int(plain["state"][name]) for name in ("state", "inc")},
            "has_uint32": int(plain["has_uint32"]),
            "uinteger": int(plain["uinteger"]),
        }
        bits.state = state
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ParameterError(f"this is not the state of a random-number generator: {error}") from error
    return np.random.Generator(bits)
