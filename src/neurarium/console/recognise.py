"""Which kind an error is, from Python's, NumPy's and scikit-learn's own messages."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

from neurarium.console.kinds import VALUES, ErrorKind
from neurarium.console.operands import Operand

Values = Mapping[str, object]
Found = tuple[ErrorKind, Values]


@dataclass(frozen=True)
class Clue:
    """What is known of an error: the error, its text, and the operands of what failed."""

    error: BaseException
    text: str
    operands: list[Operand]


def kind_of(error: BaseException, text: str, operands: list[Operand]) -> Found:
    """Return the kind of an error, and what the sentence about it speaks of: see `kinds.VALUES`."""
    clue = Clue(error, text, operands)
    # By name: scikit-learn's and Jupyter's own types are known without importing either.
    for name in [base.__name__ for base in type(error).__mro__]:
        if name in _PLAIN:
            return _PLAIN[name], {}
        for recognise in _BY_TYPE.get(name, ()):
            if (found := recognise(clue)) is not None:
                return found
        if (found := _read(clue, _MESSAGES.get(name, []))) is not None:
            return found
    return "other", {}


# --- from the message alone ---------------------------------------------------------------------------------

_PLAIN: dict[str, ErrorKind] = {
    "KeyboardInterrupt": "interrupted",
    "ZeroDivisionError": "zero",
    "MemoryError": "memory",
    "RecursionError": "recursion",
    "AssertionError": "assertion",
    "StdinNotImplementedError": "input",
    "IndentationError": "indent",
}
"""Types of which there is no more to say than which they are."""

_MESSAGES: dict[str, list[tuple[str, ErrorKind]]] = {
    "ValueError": [
        (r"input array from shape \((?P<value_shape>.*?)\) into shape \((?P<place_shape>.*?)\)", "assign"),
        (r"cannot reshape array of size (?P<size>\d+) into shape \((?P<shape>.*?)\)", "reshape"),
        (
            (
                r"along dimension (?P<axis>\d+), the array at index \d+ has size (?P<first_size>\d+) "
                r"and the array at index (?P<other>\d+) has size (?P<other_size>\d+)"
            ),
            "join",
        ),
        (r"inhomogeneous shape|setting an array element with a sequence", "ragged"),
        (r"truth value of an array", "truth"),
        (r"inconsistent numbers of samples: \[(?P<sizes>.*)\]", "rows"),
        (r"Expected 2D array, got (?P<got>1D|scalar) array", "one_axis"),
        (r"has (?P<got>\d+) features, but \w+ is expecting (?P<expected>\d+) features", "features"),
        (r"to unpack \(expected (?:at least )?(?P<expected>\d+)(?:, got (?P<got>\d+))?\)", "unpack"),
        (r"(?s)could not convert string to float: (?P<text>.{,60})", "number"),
        (r"(?s)invalid literal for int\(\) with base \d+: (?P<text>.{,60})", "number"),
    ],
    "AxisError": [(r"axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<axes>\d+)", "axis")],
    "IndexError": [
        (
            r"index (?P<index>-?\d+) is out of bounds for axis (?P<axis>\d+) with size (?P<size>\d+)",
            "index_array",
        ),
        (r"array is (?P<axes>\d+)-dimensional, but (?P<indices>\d+) were indexed", "too_many_indices"),
        (r"(?P<type>list|tuple|string|range).*index out of range", "index"),
    ],
    "EOFError": [(r"EOF when reading a line", "input")],
    "NotFittedError": [(r"[Tt]his (?P<model>\w+) instance is not fitted", "not_fitted")],
    "UnboundLocalError": [(r"variable '(?P<name>\w+)'", "unassigned")],
    "NameError": [(r"name '(?P<name>\w+)' is not defined", "name")],
    "AttributeError": [
        (r"'?(?P<type>[\w.]+)'? (?:object )?has no attribute '(?P<attribute>\w+)'", "attribute")
    ],
    "TypeError": [
        (r"operand type\(s\) for (?P<operator>.+): '(?P<left>.+)' and '(?P<right>.+)'", "types"),
        (
            r"'(?P<operator>.+)' not supported between instances of '(?P<left>.+)' and '(?P<right>.+)'",
            "types",
        ),
        (r"'(?P<type>.+)' object is not callable", "not_callable"),
        (r"'(?P<type>.+)' object (?:is not subscriptable|does not support item)", "not_indexable"),
        (r"'(?P<type>.+)' object is not iterable", "not_iterable"),
        (r"cannot unpack non-iterable (?P<type>.+) object", "not_iterable"),
        (
            (
                r"(?:.*\.)?(?P<function>[\w<>]+)\(\) "
                r"(?:missing|takes|got an? (?:unexpected|multiple)|got multiple|got some positional|expected)"
            ),
            "call",
        ),
    ],
}
"""What messages say, by the type of the error: the groups are the values that the kind speaks of."""


def _read(clue: Clue, messages: list[tuple[str, ErrorKind]]) -> Found | None:
    for pattern, kind in messages:
        found = re.search(pattern, clue.text)
        if found is not None:
            known = {name: value or "" for name, value in found.groupdict().items()}
            return kind, dict.fromkeys(VALUES[kind], "") | known
    return None


# --- with the operands, or what the error holds besides its message -----------------------------------------


def _product(clue: Clue) -> Found | None:
    """Recognise a matrix product: NumPy names the axis of `@`, and the shapes of `dot`."""
    if not re.search(r"mismatch in its core dimension|not aligned", clue.text):
        return None
    arrays = [operand for operand in clue.operands if operand.shape is not None]
    shapes = _shapes(clue.text) if "not aligned" in clue.text else []
    if len(arrays) != 2 and len(shapes) > 1:
        arrays = [Operand("", "ndarray", shape) for shape in shapes[:2]]
    if len(arrays) != 2:
        sizes = re.search(r"size (\d+) is different from (\d+)", clue.text)
        right_size, left_size = sizes.groups() if sizes else ("", "")
        unknown = dict.fromkeys(VALUES["matmul"], "")
        return "matmul", unknown | {"left_size": left_size, "right_size": right_size}
    left, right = arrays
    return "matmul", {
        "left": left.text,
        "right": right.text,
        "left_shape": left.shape,
        "right_shape": right.shape,
        "left_size": left.shape[-1] if left.shape else "",
        "right_size": right.shape[-2 if len(right.shape) > 1 else 0] if right.shape else "",
    }


def _element_by_element(clue: Clue) -> Found | None:
    """Recognise which axis does not fit: counted from the last, as shapes are compared."""
    shapes = _shapes(clue.text)
    if "broadcast" not in clue.text or "input array" in clue.text or len(shapes) < 2:
        return None
    # Of more than two arrays the first two that do not fit each other.
    pairs = ((one, other, _unlike(one, other)) for one, other in combinations(shapes, 2))
    left, right, found = next((pair for pair in pairs if pair[2]), (*shapes[:2], None))
    axis, left_size, right_size = found or ("", "", "")
    names = {operand.shape: operand.text for operand in reversed(clue.operands)}
    return "broadcast", {
        "left": names.get(left, ""),
        "right": names.get(right, ""),
        "left_shape": left,
        "right_shape": right,
        "axis": axis,
        "left_size": left_size,
        "right_size": right_size,
    }


def _unlike(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, int, int] | None:
    """Return the first axis, counted from the last, along which two shapes do not fit, and both sizes."""
    for axis, (one, other) in enumerate(zip(reversed(left), reversed(right), strict=False), 1):
        if one != other and 1 not in (one, other):
            return axis, one, other
    return None


def _shapes(text: str) -> list[tuple[int, ...]]:
    return [tuple(map(int, re.findall(r"\d+", shape))) for shape in re.findall(r"\(([\d, ]*)\)", text)]


_SYNTAX = {
    "colon": r"expected ':'",
    "bracket": r"was never closed|unmatched|does not match opening|forgot a comma|closing parenthesis",
    "quote": r"unterminated .*string",
    "equals": r"Maybe you meant '=='|cannot assign to|use '=='",
}


def _joined(clue: Clue) -> Found | None:
    """Recognise a sum of a text or a list and something else: Python names what it calls it, not the sign."""
    found = re.search(r'can only concatenate (\w+) \(not "(.+)"\)', clue.text)
    return None if found is None else ("types", {"operator": "+", "left": found[1], "right": found[2]})


def _syntax(clue: Clue) -> Found:
    reasons = (name for name, pattern in _SYNTAX.items() if re.search(pattern, clue.text))
    return "syntax", {"reason": next(reasons, "")}


def _module(clue: Clue) -> Found:
    return "module", {"module": getattr(clue.error, "name", "") or ""}


def _import(clue: Clue) -> Found:
    found = re.search(r"cannot import name '(\w+)'", clue.text)
    return "import_name", {"module": getattr(clue.error, "name", "") or "", "name": found[1] if found else ""}


def _key(clue: Clue) -> Found:
    return "key", {"key": clue.text[:60]}


def _file(clue: Clue) -> Found:
    return "file", {"file": getattr(clue.error, "filename", "") or ""}


_BY_TYPE: dict[str, tuple[Callable[[Clue], Found | None], ...]] = {
    "ValueError": (_product, _element_by_element),
    "TypeError": (_joined,),
    "SyntaxError": (_syntax,),
    "ModuleNotFoundError": (_module,),
    "ImportError": (_import,),
    "KeyError": (_key,),
    "FileNotFoundError": (_file,),
}
"""Types of which more is asked than their message."""
