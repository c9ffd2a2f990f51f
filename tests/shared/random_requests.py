"""Random requests to every operation of every exhibit, made from what each declares to accept.

So an operation that is added is attacked from its first day, and nothing here has to know it.
"""

import io
import math
import random
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgpack
import numpy as np
from PIL import Image, ImageDraw

from neurarium.lab.exhibit import Exhibit, operations, settings_type
from neurarium.lab.exhibits import EXHIBITS
from neurarium.lab.reception import NoSettings, Reception
from neurarium.lab.rules import Array, Bytes, Choice, Flag, Integer, List, Number, Optional, Text

#: What a request may be about: the operation, and the dataclass of its parameters.
Target = tuple[str, str, type[Any]]


def targets() -> list[Target]:
    """Return every operation that a page can ask for."""
    found: list[Target] = []
    for kind in (Reception, *EXHIBITS.values()):
        exhibit: type[Exhibit] = kind
        if exhibit is not Reception:
            found.append((exhibit.id, "open", settings_type(exhibit)))
        for name, operation in operations(exhibit).items():
            found.append((exhibit.id, name, operation.params or NoSettings))
    return found


class RandomRequests:
    """An endless stream of requests: right, nearly right, and wrong; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self._targets = targets()

    def request(self) -> dict[str, Any]:
        """Return a request to some operation, two thirds of them as it expects them."""
        exhibit, op, kind = self.rng.choice(self._targets)
        params = self.params(kind)
        if self.rng.random() < 0.3:
            self._spoil(params)
        return {"id": self.rng.getrandbits(31), "exhibit": exhibit, "op": op, "params": params}

    def params(self, kind: type[Any]) -> dict[str, Any]:
        """Return parameters that each pass their rule: all that must be there, and some of the others."""
        share = self.rng.choice((0.0, 0.2, 1.0))
        return {
            name: self.value(rule)
            for name, rule, needed in _rules(kind)
            if needed or self.rng.random() < share
        }

    def value(self, rule: object) -> Any:
        """Return a value that passes a rule, its limits and odd corners included."""
        rng = self.rng
        match rule:
            case Optional():
                return None if rng.random() < 0.3 else self.value(rule.item)
            case Number():
                return rng.choice((rule.low, rule.high, rng.uniform(rule.low, rule.high), self._modest(rule)))
            case Integer():
                return rng.choice(
                    (rule.low, rule.high, rng.randint(rule.low, rule.high), int(self._modest(rule)))
                )
            case Choice():
                return rng.choice(rule.options)
            case Flag():
                return rng.random() < 0.5
            case Text():
                return rng.choice(("", "a", "../é\n", "engine.layers.Dense", "x" * rule.longest))[
                    : rule.longest
                ]
            case Bytes():
                return self._file()[: rule.most]
            case Array():
                shape = [min(rng.randrange(6), rule.longest) if size is None else size for size in rule.shape]
                low = -1e3 if rule.low is None else max(rule.low, -1e3)
                high = 1e3 if rule.high is None else min(rule.high, 1e3)
                return np.array([rng.uniform(low, high) for _ in range(math.prod(shape))]).reshape(shape)
            case List():
                most = min(rule.at_most, rule.at_least + 3)
                return [self.value(rule.item) for _ in range(rng.randint(rule.at_least, most))]
        raise TypeError(f"a rule without random values: {rule}")

    def anything(self, depth: int = 0) -> Any:
        """Return any value that a frame can hold."""
        rng = self.rng
        if depth < 4 and rng.random() < 0.3:
            if rng.random() < 0.5:
                return [self.anything(depth + 1) for _ in range(rng.randrange(5))]
            keys = ("id", "exhibit", "op", "params", "data", "x", "")
            return {rng.choice(keys): self.anything(depth + 1) for _ in range(rng.randrange(5))}
        dtype = rng.choice(("<f4", "<f8", "|u1", "|i1", "<i4", "<u4"))
        leaves = (
            None,
            rng.random() < 0.5,
            rng.randint(-9, 9),
            rng.choice((2**63 - 1, -(2**63), 2**64 - 1)),
            rng.choice((math.nan, math.inf, -math.inf, -0.0, 5e-324, 1e308)),
            rng.uniform(-1e9, 1e9),
            "é\x00" * rng.randrange(99),
            rng.choice(("open", "train", "lab", "__init__", "../../x")),
            rng.randbytes(rng.randrange(9)),
            np.zeros(rng.choice(((), (0,), (3,), (2, 2), (0, 3))), dtype),
            np.array([math.nan, math.inf, 1.0], "<f4"),
            msgpack.ExtType(rng.randrange(128), rng.randbytes(rng.randrange(20))),
            msgpack.Timestamp(1),
        )
        return rng.choice(leaves)

    def _spoil(self, params: dict[str, Any]) -> None:
        """Put something wrong into parameters: a value, a name, or one that is missing."""
        names = [*params, "x"]
        name = self.rng.choice(names)
        if self.rng.random() < 0.2:
            params.pop(name, None)
        else:
            params[name] = self.anything()

    def _modest(self, rule: Number | Integer) -> float:
        """Return a small number inside the limits: what people choose."""
        return min(max(self.rng.choice((0, 1, 2, 0.1, -1)), rule.low), rule.high)

    def _file(self) -> bytes:
        """Return a picture with a stroke on it, whole or damaged, or no picture at all."""
        rng = self.rng
        image = Image.new(rng.choice(("L", "RGB", "RGBA", "1")), (rng.randint(1, 60), rng.randint(1, 60)), 1)
        ImageDraw.Draw(image).line([(9, 9), (rng.randrange(60), 40)], fill=0, width=rng.randint(1, 9))
        buffer = io.BytesIO()
        image.save(buffer, rng.choice(("PNG", "GIF", "TIFF", "WEBP")))
        file = bytearray(buffer.getvalue())
        if rng.random() < 0.3:
            file[rng.randrange(len(file))] ^= 1 << rng.randrange(8)
        if rng.random() < 0.2:
            del file[rng.randrange(1, len(file)) :]
        return bytes(file)


def _rules(kind: type[Any]) -> Iterator[tuple[str, Any, bool]]:
    """Yield each parameter's name, its rule, and whether it must be there."""
    hints = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        hint = hints[field.name]
        assert get_origin(hint) is Annotated
        yield field.name, get_args(hint)[1], field.default is MISSING and field.default_factory is MISSING
