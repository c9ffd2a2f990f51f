"""The check of a learner's program: run it in a namespace of its own, and look at what its functions do.

What is looked at are properties: shapes, numbers, slopes. What the program prints does not count. It needs no
process of its own; the lab gives it one (`fresh`), so that a verdict depends on the program's text alone.
"""

import importlib.util
import inspect
import linecache
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from neurarium.console.errors import describe

_NAME = "<run 1>"
"""The file name by which errors find a learner's lines."""


class Wrong(Exception):  # noqa: N818  (it is no error of the check)
    """A property that does not hold.

    Parameters
    ----------
    key
        The name of the words that say so.
    error
        What the learner's program raised, if that is it.
    values
        What the words are filled in with.
    """

    def __init__(self, key: str, error: BaseException | None = None, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.error = error
        self.values = {name: shown(value) for name, value in values.items()}


@dataclass(frozen=True)
class Finding:
    """What a check has found, as plain data.

    Attributes
    ----------
    held
        How many properties hold, before the first that does not.
    key, values
        The words that say what is wrong, and what they are filled in with; empty if nothing is.
    error
        The learner's error, as `describe` tells it.
    """

    passed: bool
    held: int = 0
    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    error: Mapping[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return dict(vars(self))


class Program:
    """A learner's program that was run, for checks to ask.

    Attributes
    ----------
    source
        Its text.
    names
        Its variables.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.names: dict[str, Any] = {"__name__": "__main__"}

    def run(self) -> None:
        """Run it.

        Raises
        ------
        Wrong
            If it is empty, is not Python, or ends with an error.
        """
        if not self.source.strip():
            raise Wrong("empty")
        linecache.cache[_NAME] = (len(self.source), None, self.source.splitlines(keepends=True), _NAME)
        try:
            exec(compile(self.source, _NAME, "exec"), self.names)  # noqa: S102  (that is the purpose)
        except (SyntaxError, ValueError) as error:
            raise Wrong("syntax" if isinstance(error, SyntaxError) else "stopped", error) from error
        except BaseException as error:  # noqa: BLE001  (whatever a learner's program raises)
            _refuse(error, "stopped")

    def value(self, name: str) -> Any:
        """Return a variable; `Wrong` if there is none, or nothing in it yet."""
        if name not in self.names:
            raise Wrong("missing", name=name)
        if self.names[name] is None or self.names[name] is ...:
            raise Wrong("nothing_yet", name=name)
        return self.names[name]

    def call(self, name: str, *arguments: Any) -> Any:
        """Return what a function of the program answers; `Wrong` if it does not, or changes its arguments."""
        function = self.value(name)
        if not callable(function):
            raise Wrong("not_function", name=name, got=type(function).__name__)
        try:
            inspect.signature(function).bind(*arguments)
        except TypeError:
            raise Wrong("arguments", name=name, count=len(arguments)) from None
        except ValueError:
            pass  # a function of C, which says nothing of what it takes
        given = [np.copy(each) if isinstance(each, np.ndarray) else each for each in arguments]
        try:
            with np.errstate(all="ignore"):
                answer = function(*given)
        except BaseException as error:  # noqa: BLE001  (whatever a learner's function raises)
            _refuse(error, "raised", name=name)
        for before, after in zip(arguments, given, strict=True):
            if isinstance(before, np.ndarray) and not np.array_equal(before, after, equal_nan=True):
                raise Wrong("changes", name=name)
        if answer is None or answer is ...:
            raise Wrong("returns_nothing", name=name)
        return answer

    def array(self, name: str, *arguments: Any, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return the array of real numbers that a function answers; `Wrong` if it has another shape."""
        return as_array(name, self.call(name, *arguments), shape)


def as_array(name: str, answer: Any, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return an answer as an array of finite numbers of this shape; `Wrong` if it is none."""
    if not isinstance(answer, np.ndarray | np.generic | float | int):
        raise Wrong("not_array", name=name, got=type(answer).__name__)
    found = np.asarray(answer)
    if found.shape != shape:
        raise Wrong("shape", name=name, got=found.shape, expected=shape)
    if found.dtype.kind not in "fiub":
        raise Wrong("not_array", name=name, got=f"array of {found.dtype}")
    numbers = found.astype(np.float64)
    if not np.isfinite(numbers).all():
        raise Wrong("not_finite", name=name)
    return numbers


def as_classifier(name: str, key: object, value: Any) -> Any:
    """Return what stands in a table of networks; `Wrong` if it is no MLPClassifier that has learned."""
    kind = type(value)
    if kind.__name__ != "MLPClassifier" or kind.__module__.split(".")[0] not in ("neurarium", "sklearn"):
        raise Wrong("not_network", name=name, key=key, got=kind.__name__)
    if not hasattr(value, "coefs_"):
        raise Wrong("not_network", name=name, key=key, got="an MLPClassifier that has not learned")
    return value


def trained_alike(name: str, key: object, model: Any, X: NDArray[Any], y: NDArray[Any]) -> None:
    """Train a classifier's equal on the images that are given; `Wrong` if it answers otherwise."""
    again = type(model)(**model.get_params()).fit(X, y)
    if np.mean(again.predict(X) == model.predict(X)) < 0.99:
        raise Wrong("other_training", name=name, key=key, images=f"{len(X):,}")


def near(one: Any, other: Any, tolerance: float = 1e-5) -> bool:
    """Return whether two arrays are equal but for rounding: to `tolerance`, or that part of the size."""
    return bool(np.allclose(one, other, rtol=tolerance, atol=tolerance))


def shown(value: object) -> str:
    """Return a value as a sentence may hold it: numbers with four digits."""
    if isinstance(value, np.ndarray):
        return np.array2string(value, precision=4, threshold=20, separator=", ", max_line_width=10**6)
    if isinstance(value, float | np.floating):
        return f"{value:.4g}"
    return str(value)


Property = Callable[[Program], None]


def properties(check: Path) -> dict[str, Property]:
    """Return the properties that a file checks, by name, in its order: its functions ``check_NAME``."""
    spec = importlib.util.spec_from_file_location("check", check)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    prefix = "check_"
    return {n.removeprefix(prefix): f for n, f in vars(module).items() if n.startswith(prefix)}


def examine(check: Path, source: str) -> Finding:
    """Run a program and check its properties, up to the first that does not hold.

    Parameters
    ----------
    check
        The file with the properties.
    source
        The program.
    """
    held = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a warning is no verdict
            looks = properties(check).values()  # before the program can change what they use
            program = Program(source)
            program.run()
            for holds in looks:
                holds(program)
                held += 1
    except Wrong as wrong:
        told = None if wrong.error is None else describe(wrong.error)
        return Finding(False, held, wrong.key, wrong.values, told)
    except Exception as error:  # noqa: BLE001  (what a program answers may be as odd as it likes)
        return Finding(False, held, "odd", {"reason": f"{type(error).__name__}: {error}"[:300]})
    return Finding(True, held)


def _refuse(error: BaseException, key: str, **values: object) -> NoReturn:
    """Raise what a learner's error means."""
    if isinstance(error, SystemExit):
        raise Wrong("exits") from error
    if isinstance(error, MemoryError):
        raise Wrong("memory", error) from error
    raise Wrong(key, error, **values) from error
