"""Snapshots: what the lab answered, kept in files that the web tests read too.

``tests/snapshots/<exhibit>.json`` holds named exchanges of one session, each ``{op, params, data}`` or
``{op, params, error}``. An array is written as ``{"$array": {dtype, shape, head}}``, head being its first
numbers; a number that JSON lacks as ``{"$number": "nan"}``; bytes as ``{"$bytes": length}``.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

SNAPSHOTS = Path(__file__).resolve().parent.parent / "snapshots"
_HEAD = 8


def compare(name: str, seen: dict[str, Any], *, update: bool, volatile: tuple[str, ...] = ()) -> None:
    """Compare exchanges with a snapshot, or write it."""
    path = SNAPSHOTS / f"{name}.json"
    if update:
        text = json.dumps({"exhibit": name, "exchanges": seen}, indent=1, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
    kept = json.loads(path.read_text(encoding="utf-8"))
    difference = first_difference(kept["exchanges"], seen, volatile)
    assert difference is None, f"{path.name}: {difference}; if it is meant, run with --update-snapshots"


def written(value: Any, folder: Path) -> Any:
    """Return an answer as JSON has it; the data folder's path, which no two machines share, becomes DATA."""
    if isinstance(value, str):
        return value.replace(str(folder), "DATA")
    if isinstance(value, np.ndarray):
        head = [written(number, folder) for number in value.ravel()[:_HEAD].tolist()]
        return {"$array": {"dtype": value.dtype.str, "shape": list(value.shape), "head": head}}
    if isinstance(value, float):
        # Seven digits: what float32 holds, and stable from one machine to the next.
        return float(f"{value:.7g}") if math.isfinite(value) else {"$number": str(value)}
    if isinstance(value, bytes):
        return {"$bytes": len(value)}
    if isinstance(value, dict):
        return {key: written(item, folder) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [written(item, folder) for item in value]
    return value


def first_difference(kept: Any, seen: Any, volatile: tuple[str, ...] = (), path: str = "") -> str | None:
    """Return where two answers differ, or None; floats may differ in their last digits."""
    if isinstance(kept, dict) and isinstance(seen, dict):
        if kept.keys() != seen.keys():
            return f"{path or 'answer'} has {sorted(seen)}, the snapshot {sorted(kept)}"
        pairs = [(key, f"{path}.{key}") for key in kept]
    elif isinstance(kept, list) and isinstance(seen, list):
        if len(kept) != len(seen):
            return f"{path} has {len(seen)} items, the snapshot {len(kept)}"
        pairs = [(i, f"{path}[{i}]") for i in range(len(kept))]
    else:
        number = isinstance(kept, int | float) and isinstance(seen, int | float)
        number = number and not isinstance(kept, bool) and not isinstance(seen, bool)
        same = math.isclose(kept, seen, rel_tol=1e-4, abs_tol=1e-6) if number else kept == seen
        return None if same else f"{path} is {seen!r}, in the snapshot {kept!r}"
    for key, below in pairs:
        if key in volatile:
            if type(kept[key]) is not type(seen[key]):
                return (
                    f"{below} is a {type(seen[key]).__name__}, in the snapshot a {type(kept[key]).__name__}"
                )
        elif (difference := first_difference(kept[key], seen[key], volatile, below)) is not None:
            return difference
    return None
