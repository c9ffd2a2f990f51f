"""Jupyter's messages as events of the lab."""

import base64
import math
from binascii import Error as NotBase64
from typing import Any, TypeGuard

import numpy as np

from neurarium.console.telling import ATTEMPT, CURVES
from neurarium.lab.kernel.output import (
    Completions,
    Curve,
    ErrorOperand,
    Event,
    HeatMap,
    Match,
    RunError,
    Score,
    Variable,
    Variables,
)

_LONGEST = 20_000
_MOST_MATCHES = 200


def event_of(kind: str, content: dict[str, Any], run: int) -> Event | None:
    """Return what a message of the channel `iopub` says; None if it is nothing to show."""
    match kind:
        case "stream":
            return Event(0, run, "err" if content.get("name") == "stderr" else "out", str(content["text"]))
        case "neurarium_tail":
            return Event(0, run, "tail", str(content["text"]), left_out=int(content["left_out"]))
        case "execute_result":
            return _shown(content, run, "result")
        case "display_data" | "update_display_data":
            return _shown(content, run, "display")
        case "clear_output":
            return Event(0, run, "clear")
        case "error":
            return Event(0, run, "error", error=error_of(content))
    return None


def _score(data: dict[str, Any]) -> Score | None:
    """Return what a program tells of itself; None if it has sent something else under this name."""
    score, seed = data.get("score"), data.get("seed")
    configuration, versions = data.get("configuration"), data.get("versions")
    if (score is None or (isinstance(score, float) and math.isfinite(score))) and (
        (seed is None or isinstance(seed, int)) and _are_texts(configuration) and _are_texts(versions)
    ):
        return Score(score, seed, 0.0, configuration, versions)
    return None


def _are_texts(value: Any) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _curves(data: Any) -> tuple[Curve, ...]:
    """Return the curves that a program draws; none if it has sent something else under this name."""
    try:
        return tuple(
            Curve(str(each["name"]), np.array(each["x"], np.float64), np.array(each["y"], np.float64))
            for each in data["curves"]
            if np.ndim(each["x"]) == np.ndim(each["y"]) == 1
        )
    except (KeyError, TypeError, ValueError):
        return ()


def _shown(content: dict[str, Any], run: int, kind: Any) -> Event | None:
    data = content.get("data", {})
    display = str((content.get("transient") or {}).get("display_id", ""))
    png = None
    if isinstance(data.get("image/png"), str):
        try:
            png = np.frombuffer(base64.b64decode(data["image/png"]), np.uint8)
        except NotBase64:
            png = None
    text = str(data.get("text/plain", ""))[:_LONGEST]
    score = _score(data[ATTEMPT]) if isinstance(data.get(ATTEMPT), dict) else None
    if score is not None:
        return Event(0, run, "attempt", text, attempt=score)
    return Event(0, run, kind, text, display=display, png=png, curves=_curves(data.get(CURVES)))


def error_of(content: dict[str, Any]) -> RunError:
    """Return what our own shell says of an error."""
    operands = tuple(
        ErrorOperand(each["text"], each["type"], None if each["shape"] is None else tuple(each["shape"]))
        for each in content["operands"]
    )
    return RunError(**content | {"operands": operands})


def completions_of(content: dict[str, Any]) -> Completions:
    """Return how a name goes on."""
    experimental = content.get("metadata", {}).get("_jupyter_types_experimental", ())
    kinds = {str(each.get("text")): str(each.get("type", "")) for each in experimental}
    matches = tuple(
        Match(text, "" if kinds.get(text) == "<unknown>" else kinds.get(text, ""))
        for text in dict.fromkeys(map(str, content.get("matches", ())[:_MOST_MATCHES]))
    )
    return Completions(True, int(content["cursor_start"]), int(content["cursor_end"]), matches)


def variables_of(content: dict[str, Any]) -> Variables:
    """Return the table of variables."""
    rows = tuple(
        Variable(
            row["name"],
            row["type"],
            row["text"],
            None if row["shape"] is None else tuple(row["shape"]),
            row["dtype"],
            row["least"],
            row["mean"],
            row["most"],
        )
        for row in content["variables"]
    )
    picture = content["picture"]
    if picture is not None:
        cells = np.array(picture["cells"], dtype=np.float32)  # None becomes NaN
        picture = HeatMap(picture["rows"], picture["columns"], cells)
    return Variables(True, rows, content["left_out"], content["name"], picture)
