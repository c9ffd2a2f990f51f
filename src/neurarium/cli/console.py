"""Where a command's words go: results to standard output, everything else to standard error."""

import json
from typing import Any

from rich.console import Console, RenderableType
from rich.text import Text


class Output:
    """The two streams of a command.

    Parameters
    ----------
    as_json
        Whether standard output belongs to one JSON object; tables and pictures then go to standard error.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self.messages = Console(stderr=True, highlight=False)
        self.results = self.messages if as_json else Console(highlight=False)

    def say(self, message: str, style: str = "") -> None:
        """Tell the person at the terminal something, on standard error."""
        self.messages.print(Text(message, style=style), soft_wrap=True)

    def show(self, *parts: RenderableType) -> None:
        """Show results: texts, tables, pictures."""
        for part in parts:
            if isinstance(part, str):
                self.results.print(Text(readable(part)), soft_wrap=True)
            else:
                self.results.print(part)

    def emit(self, result: dict[str, Any]) -> None:
        """Write the JSON object, as the last line of standard output, if it was asked for."""
        if self.as_json:
            Console(soft_wrap=True, highlight=False).out(json.dumps(result, allow_nan=False))


def readable(text: str) -> str:
    """Return text that can be printed; a file name's bytes that are no text show as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
