"""Output of a command: results to standard output, everything else to standard error."""

import json
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

FOLDED = 8
"""Characters that a folded column keeps at least."""


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
        """Print a message on standard error."""
        self.messages.print(Text(message, style=style), soft_wrap=True)

    def show(self, *parts: RenderableType) -> None:
        """Show results: texts, tables, pictures."""
        for part in parts:
            if isinstance(part, str):
                self.results.print(Text(readable(part)), soft_wrap=True)
            elif isinstance(part, Table):
                self.results.print(_Whole(part), crop=False)
            else:
                self.results.print(part)

    def emit(self, result: dict[str, Any]) -> None:
        """Write the JSON object, as the last line of standard output, if it was asked for."""
        if self.as_json:
            Console(soft_wrap=True, highlight=False).out(json.dumps(result, allow_nan=False))


@dataclass
class _Whole:
    """A table whose words and numbers stay whole: where they do not fit, the terminal breaks its lines.

    Only columns that overflow by "fold" become narrower, the widest first.
    """

    table: Table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wanted = Measurement.get(console, options.update(max_width=1000), self.table).maximum
        foldable = [column for column in self.table.columns if column.overflow == "fold"]
        for column in foldable:
            column.max_width = max(map(cell_len, (str(column.header), *map(str, column.cells))), default=0)
        while wanted > options.max_width:
            widest = max(foldable, key=lambda column: column.max_width or 0, default=None)
            if widest is None or widest.max_width is None or widest.max_width <= FOLDED:
                break
            widest.max_width -= 1
            wanted -= 1
        yield from console.render(self.table, options.update(width=max(wanted, options.max_width)))


def readable(text: str) -> str:
    """Return text that can be printed; bytes of a file name that are not text become escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
