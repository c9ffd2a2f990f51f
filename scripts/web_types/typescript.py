"""TypeScript's spelling of plain values, comments and long lines."""

import json
import re
import textwrap
from typing import Any

WIDTH = 110


def script(value: Any) -> str:
    """Return a plain value as TypeScript has it."""
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, tuple):
        return f"[{', '.join(map(script, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name}: {script(item)}' for name, item in value.items())} }}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return json.dumps(value)


def literal(options: tuple[str, ...]) -> str:
    """Return a list of texts."""
    return f"[{', '.join(map(script, options))}]"


def bounds(low: float, high: float) -> str:
    """Return a range."""
    return f"{{ min: {script(low)}, max: {script(high)} }}"


def doc(text: str, shape: str = "", indent: int = 0) -> list[str]:
    """Return a comment; none if there is nothing to say."""
    if shape:
        text = f"{shape}: {text}" if text else f"{shape}."
    text = re.sub(r"\bNone\b", "null", " ".join(text.replace("``", "`").split()))
    if not text:
        return []
    space = " " * indent
    if len(text) + indent + 7 <= WIDTH:
        return [f"{space}/** {text} */"]
    return [
        f"{space}/**",
        *textwrap.wrap(text, WIDTH, initial_indent=f"{space} * ", subsequent_indent=f"{space} * "),
        f"{space} */",
    ]


def wrapped(line: str) -> str:
    """Break a line that is too long at its commas and bars."""
    if len(line) <= WIDTH:
        return line
    indent = len(line) - len(line.lstrip()) + 2
    whole = line.strip().replace("readonly ", "readonly\0").replace(": ", ":\0")
    whole = whole.replace("} as const", "}\0as\0const")  # no line may end before `as`
    pieces = textwrap.wrap(whole, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return (" " * (indent - 2)) + ("\n" + " " * indent).join(pieces).replace("\0", " ")


def last_word(name: str) -> str:
    """Return what imports are sorted by."""
    return name.rsplit(maxsplit=1)[-1].lower()
