"""Every refusal that the lab can raise carries the data that its code is declared to speak of."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import neurarium
from neurarium.lab.error_data import ERROR_DATA, Missing, Unit
from neurarium.lab.protocol import ErrorCode

SOURCES = Path(neurarium.__file__).parent

Raised = tuple[str, ast.expr, ast.expr | None, dict[str, ast.expr]]


def raised() -> Iterator[Raised]:
    """Yield every `LabError` of the sources: its place, its code, its data, and the dicts that have names."""
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Dict)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "LabError":
                data = node.args[3] if len(node.args) > 3 else None
                yield f"{path.name}:{node.lineno}", node.args[0], data, named


def test_every_code_declares_its_data():
    """The table has the codes of the protocol, no more and no fewer."""
    assert set(ERROR_DATA) == set(get_args(ErrorCode))


def test_what_is_raised_carries_what_is_declared():
    """The keys of the data are the declared ones, and so is what is missing or counted."""
    seen = set()
    for place, code, given, named in raised():
        data = named[given.id] if isinstance(given, ast.Name) else given
        if isinstance(data, ast.Attribute):  # the data of another error, handed on
            continue
        assert isinstance(code, ast.Constant), place
        shape = get_type_hints(ERROR_DATA[code.value])
        items = {}
        if data is not None:
            assert isinstance(data, ast.Dict), place
            items = {ast.literal_eval(key): value for key, value in zip(data.keys, data.values, strict=True)}
        assert set(items) == set(shape), place
        for name, options in (("what", Missing), ("unit", Unit)):
            if isinstance(items.get(name), ast.Constant):
                assert items[name].value in get_args(options), place
        seen.add(code.value)
    assert seen == set(ERROR_DATA)
