"""The operands of the operation that failed, looked up in its frame and not computed again."""

import ast
from dataclasses import asdict, dataclass
from itertools import islice
from linecache import getlines
from types import FrameType, TracebackType
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Operand:
    """An operand: its text in the program, its type, and its shape if it is an array.

    Attributes
    ----------
    text
        As it stands in the program.
    type
        The name of its type; empty if its value is not known.
    shape
        The shape of an array; None for other values.
    """

    text: str
    type: str
    shape: tuple[int, ...] | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def operands_of(where: TracebackType) -> list[Operand]:
    """Return the operands of the operation at which a frame failed, as far as their values are known."""
    node = _node(where)
    parts: list[ast.expr]
    match node:
        case ast.BinOp(left, _, right):
            parts = [left, right]
        case ast.AugAssign(target, _, value):
            parts = [target, value]
        case ast.Call(ast.Attribute(owner, "dot"), [other, *_]) if not _is_module(owner, where.tb_frame):
            parts = [owner, other]
        case ast.Call(args=[ast.Tuple(elements) | ast.List(elements), *_]):
            parts = elements  # of a function that joins
        case ast.Call(args=arguments):
            parts = [part for part in arguments if not isinstance(part, ast.Starred)]
        case ast.Compare(left, _, [right]):
            parts = [left, right]
        case ast.Subscript(owner, index):
            parts = [owner, index]
        case ast.Assign([ast.Subscript() as target], value):
            parts = [target, value]
        case _:
            return []
    return [_operand(part, where.tb_frame) for part in parts[:4]]


def _operand(node: ast.expr, frame: FrameType) -> Operand:
    value, text = _value(node, frame), ast.unparse(node)[:80]
    return (
        Operand(text, "", None) if value is _UNKNOWN else Operand(text, type(value).__name__, _shape(value))
    )


def _node(where: TracebackType) -> ast.AST | None:
    """Return the node of the program at which a frame failed."""
    code = where.tb_frame.f_code
    place = next(islice(code.co_positions(), where.tb_lasti // 2, None), None)
    source = "".join(getlines(code.co_filename))
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.expr | ast.stmt)
        and (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset) == place
    ]
    # Of nodes with the same extent the innermost is the operation: a statement may be one expression.
    return found[-1] if found else None


_UNKNOWN = object()


def _value(node: ast.expr, frame: FrameType) -> object:
    """Return the value of a name, a constant, or an array's transpose or element; else `_UNKNOWN`."""
    match node:
        case ast.Constant(value):
            return value
        case ast.Name(name):
            for names in (frame.f_locals, frame.f_globals):
                if name in names:
                    return names[name]
        case ast.Attribute(owner, "T"):
            array = _value(owner, frame)
            return array.T if type(array) is np.ndarray else _UNKNOWN
        case ast.Attribute(ast.Name("self") as owner, name):
            held = getattr(_value(owner, frame), "__dict__", {})
            return held.get(name, _UNKNOWN)
        case ast.Subscript(owner, index):
            array = _value(owner, frame)
            place = _index(index, frame)
            if type(array) in (np.ndarray, list, tuple, dict) and place is not _UNKNOWN:
                try:
                    return array[place]  # type: ignore[index]
                except (IndexError, KeyError, TypeError, ValueError):
                    return _UNKNOWN
        case ast.UnaryOp(ast.USub(), operand):
            inner = _value(operand, frame)
            return -inner if isinstance(inner, int | float | np.ndarray) else _UNKNOWN
    return _UNKNOWN


def _index(node: ast.expr, frame: FrameType) -> object:
    match node:
        case ast.Slice(lower, upper, step):
            parts = [None if part is None else _value(part, frame) for part in (lower, upper, step)]
            return _UNKNOWN if _UNKNOWN in parts else slice(*parts)
        case ast.Tuple(elements):
            places = tuple(_index(element, frame) for element in elements)
            return _UNKNOWN if any(place is _UNKNOWN for place in places) else places
    return _value(node, frame)


def _shape(value: object) -> tuple[int, ...] | None:
    return tuple(value.shape) if isinstance(value, np.ndarray) else None


def _is_module(node: ast.expr, frame: FrameType) -> bool:
    return not isinstance(_value(node, frame), np.ndarray)
