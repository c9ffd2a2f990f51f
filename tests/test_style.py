"""One style in every file, where the linter has no rule for it."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src", "neurarium")
SOURCES = [path.relative_to(ROOT) for path in sorted((ROOT / PACKAGE).rglob("*.py"))]
WIDTH = 110
WRITTEN = {"", ".css", ".html", ".js", ".md", ".py", ".svelte", ".toml", ".ts", ".yaml"}
"""How files that are written by hand end: not pictures, snapshots, lock files, nor npm's JSON."""
FOLDERS = (".ci", "benchmarks", "build_tools", "docs", "examples", "scripts", "src", "tests", "web")
MADE = {"__pycache__", "node_modules", "static"}
SECTION = re.compile(r"(Parameters|Attributes)\n-+\n(.*?)(?=\n\n\w[\w ]*\n-+\n|\Z)", re.DOTALL)


def docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_docstrings_and_constants(path: Path) -> None:
    """Parameters are listed without types, a constant's docstring follows it, packages alone list names."""
    text = (ROOT / path).read_text(encoding="utf-8")
    sections = [found[2] for doc in docstrings(ast.parse(text)) for found in SECTION.finditer(doc)]
    names = [line for section in sections for line in section.splitlines() if re.match(r"\S", line)]
    assert [line for line in names if " : " in line] == [], "the signature has the types"
    assert re.findall(r"^\s*#:.*", text, re.MULTILINE) == [], "write a string after the constant"
    assert path.name == "__init__.py" or "\n__all__" not in text, "leave __all__ to the package"


def written() -> Iterator[Path]:
    """Yield the files that people wrote, without what is built, downloaded or generated."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for top in FOLDERS:
        for folder, folders, files in os.walk(ROOT / top):
            folders[:] = [name for name in folders if name not in MADE]
            found += [Path(folder, name) for name in files]
    for path in found:
        if path.suffix in WRITTEN and not path.name.startswith(".") and not path.name.endswith(".gen.ts"):
            yield path


def test_no_line_is_too_long() -> None:
    """Every line that is written by hand is at most 110 characters; a row of a Markdown table may be more."""
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(written())
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > WIDTH and not (path.suffix == ".md" and line.startswith("|"))
    ]
    assert long == [], "\n".join([f"lines are at most {WIDTH} columns wide:", *long])


CLASSES = {
    node.name: node
    for path in SOURCES
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    if isinstance(node, ast.ClassDef)
}


def class_names(node: ast.ClassDef) -> set[str]:
    """Return what a class and its bases name: fields, methods, and what is assigned to `self`."""
    found = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    for part in ast.walk(node):
        if isinstance(part, ast.AnnAssign | ast.Assign):
            for target in part.targets if isinstance(part, ast.Assign) else [part.target]:
                found |= {name.id for name in ast.walk(target) if isinstance(name, ast.Name)}
                found |= {name.attr for name in ast.walk(target) if isinstance(name, ast.Attribute)}
    for base in node.bases:
        for part in ast.walk(base):
            if isinstance(part, ast.Name) and part.id in CLASSES and CLASSES[part.id] is not node:
                found |= class_names(CLASSES[part.id])
    return found


@pytest.mark.parametrize("name", CLASSES)
def test_documented_attributes_exist(name: str) -> None:
    """What a class lists under "Attributes" is one (but for what `fit` of an estimator sets: `NAME_`)."""
    for kind, section in SECTION.findall(ast.get_docstring(CLASSES[name]) or ""):
        lines = re.findall(r"^(\w[\w, ]*)$", section, re.MULTILINE) if kind == "Attributes" else []
        documented = {
            name for line in lines for name in line.split(", ") if not name.endswith("_")
        }  # of `fit`
        assert documented - class_names(CLASSES[name]) == set()
