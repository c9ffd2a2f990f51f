"""One style in every file, where the linter has no rule for it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src", "neurarium")
SOURCES = [path.relative_to(ROOT) for path in sorted((ROOT / PACKAGE).rglob("*.py"))]
HELD = [path for path in SOURCES if not path.is_relative_to(PACKAGE / "server")]
SECTION = re.compile(r"(Parameters|Attributes)\n-+\n(.*?)(?=\n\n\w[\w ]*\n-+\n|\Z)", re.DOTALL)


def docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


@pytest.mark.parametrize("path", HELD, ids=str)
def test_docstrings_and_constants(path: Path) -> None:
    """Parameters are listed without types, a constant's docstring follows it, packages alone list names."""
    text = (ROOT / path).read_text(encoding="utf-8")
    sections = [found[2] for doc in docstrings(ast.parse(text)) for found in SECTION.finditer(doc)]
    names = [line for section in sections for line in section.splitlines() if re.match(r"\S", line)]
    assert [line for line in names if " : " in line] == [], "the signature has the types"
    assert re.findall(r"^\s*#:.*", text, re.MULTILINE) == [], "write a string after the constant"
    assert path.name == "__init__.py" or "\n__all__" not in text, "leave __all__ to the package"
