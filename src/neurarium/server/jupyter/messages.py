"""Jupyter's messages as events of the lab."""

import base64
from binascii import Error as NotBase64
from typing import Any

import numpy as np

from neurarium.lab.kernel.output import (
    Completions,
    ErrorOperand,
    Event,
    HeatMap,
    Match,
    RunError,
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


def _shown(content: dict[str, Any], run: int, kind: Any) -> Event | None:
    data = content.get("data", {})
    display = str((content.get("transient") or {}).get("display_id", ""))
    png = None
    if isinstance(data.get("image/png"), str):
        try:
            png = np.frombuffer(base64.b64decode(data["image/png"]), np.uint8)
        except NotBase64:
            png = None
    return Event(0, run, kind, str(data.get("text/plain", ""))[:_LONGEST], display=display, png=png)


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
