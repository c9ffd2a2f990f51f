"""Programs as notebooks: ``# %%`` begins a cell, ``# %% [markdown]`` one of text, as many editors have it.

Source of the format: https://nbformat.readthedocs.io, version 4.
"""

import json
import re
from typing import Any, Literal

from neurarium.lab.error_data import ProgramReason
from neurarium.lab.protocol import LabError

_CELL = re.compile(r"^# %%[ \t]*(?P<text>\[markdown\])?.*$\n?", re.MULTILINE)

CellKind = Literal["code", "markdown"]


def to_notebook(source: str) -> str:
    """Return a program as the text of an .ipynb file."""
    cells: list[dict[str, Any]] = [
        {"cell_type": kind, "id": f"cell-{i}", "metadata": {}, "source": text.splitlines(keepends=True)}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for i, (kind, text) in enumerate(cells_of(source), 1)
    ]
    language = {"name": "python"}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": language},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def cells_of(source: str) -> list[tuple[CellKind, str]]:
    """Return the cells of a program."""
    marks = list(_CELL.finditer(source))
    cells: list[tuple[CellKind, str]] = []
    begin = source[: marks[0].start()] if marks else source
    if begin.strip() or not marks:
        cells.append(("code", begin.strip("\n")))
    ends = [mark.start() for mark in marks[1:]] + [len(source)]
    for mark, end in zip(marks, ends[: len(marks)], strict=True):
        text = source[mark.end() : end].strip("\n")
        if mark["text"]:
            cells.append(("markdown", "\n".join(re.sub(r"^# ?", "", line) for line in text.split("\n"))))
        else:
            cells.append(("code", text))
    return cells


def from_notebook(text: str) -> str:
    """Return the cells of an .ipynb file as one program.

    Raises
    ------
    LabError
        `bad_program`, if it is none that can be read; the reason says why.
    """
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise bad_program("not_json") from None
    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        raise bad_program("not_notebook")
    if notebook["nbformat"] != 4 or not isinstance(notebook.get("cells"), list):
        raise bad_program("version", str(notebook["nbformat"])[:20])
    language = _language(notebook.get("metadata"))
    if language.casefold() not in ("python", ""):
        raise bad_program("language", language[:40])
    cells = [cell for cell in map(_cell, notebook["cells"]) if cell is not None]
    if len(cells) == 1 and cells[0][0] == "code":
        return cells[0][1].rstrip("\n") + "\n"
    return "\n".join(_marked(kind, cell) for kind, cell in cells)


def _marked(kind: CellKind, text: str) -> str:
    if kind == "code":
        return f"# %%\n{text.rstrip()}\n"
    lines = (f"# {line}".rstrip() for line in text.rstrip().split("\n"))
    return "# %% [markdown]\n" + "\n".join(lines) + "\n"


def _language(metadata: object) -> str:
    for name, key in (("language_info", "name"), ("kernelspec", "language")):
        part = metadata.get(name) if isinstance(metadata, dict) else None
        if isinstance(part, dict) and isinstance(part.get(key), str):
            return str(part[key])
    return ""


def _cell(cell: Any) -> tuple[CellKind, str] | None:
    """Return a cell; None for one of another kind (raw text for other programs)."""
    if not isinstance(cell, dict):
        raise bad_program("not_notebook")
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise bad_program("not_notebook")
    if cell.get("cell_type") == "code":
        return "code", source
    return ("markdown", source) if cell.get("cell_type") == "markdown" else None


def read_program(name: str, file: bytes, longest: int) -> str:
    """Return the program in a file, .ipynb or text.

    Raises
    ------
    LabError
        `bad_program`, if there is none in it.
    """
    try:
        text = file.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise bad_program("not_text") from None
    if name.casefold().endswith(".ipynb"):
        text = from_notebook(text)
    if any(ord(character) < 32 and character not in "\t\n" for character in text):
        raise bad_program("not_text")
    if len(text) > longest:
        raise bad_program("too_long", str(longest))
    return text


_WORDS: dict[ProgramReason, str] = {
    "not_text": "it is no text in UTF-8",
    "not_json": "it is not whole",
    "not_notebook": "it is no notebook",
    "version": "its format has the version {what}, and 4 is read",
    "language": "it is written in {what}",
    "too_long": "it has more than {what} characters",
}


def bad_program(reason: ProgramReason, what: str = "") -> LabError:
    """Return the refusal of a file."""
    return LabError(
        "bad_program",
        f"The file cannot be opened as a program: {_WORDS[reason].format(what=what)}.",
        "Open a .py file, or a notebook of Jupyter in Python.",
        {"reason": reason, "what": what},
    )
